"""Which contract a name means, and what is written where."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.capture.sources import installed
from shapeproof.contract import Contract
from shapeproof.errors import CaptureError, UnknownContractError
from shapeproof.registry import ContractRegistry
from shapeproof.registry.captured_files import expected_files, write_edition

FLAGSHIP = "sagemaker.describe_hyper_parameter_tuning_job"
MODEL = OperationModel(
    service="things",
    edition="1.2.3",
    metadata={"apiVersion": "2017-07-24", "endpointPrefix": "things", "protocol": "json"},
    operation={"name": "DescribeThing", "output": {"shape": "Answer"}},
    shapes={
        "Answer": {"type": "structure", "members": {"Name": {"shape": "Name"}}},
        "Name": {"type": "string", "pattern": "[a-z\u00e9]+"},
    },
)

HOW_TO_CAPTURE = (
    "capture it from a botocore that has it: "
    "shapeproof capture things.describe_thing --botocore botocore-{}-py3-none-any.whl"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project's folder of contracts, with three editions of one operation."""
    folder = tmp_path / "project" / "schemas"
    overlay(folder, editions={"1.9.0": {"through": "1.9.20"}})
    for edition in ("1.9.0", "1.10.0", "1.2.3"):
        write_edition(folder, replace(MODEL, edition=edition))
    return folder


def overlay(folder: Path, **document: Any) -> None:
    file = folder / "things" / "describe_thing" / "overlay.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"shapeproof": 1} | document), encoding="utf-8")


@pytest.fixture
def without_botocore(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    installed.cache_clear()
    monkeypatch.setitem(sys.modules, "botocore", None)  # as Python itself marks what can't be imported
    yield
    installed.cache_clear()


def load(name: str, folder: Path | None = None) -> Contract:
    return ContractRegistry.of_project(folder).load(name)


def edition_of(name: str, folder: Path) -> str:
    return load(name, folder).edition


@pytest.mark.parametrize("operation", ["describe_thing", "DescribeThing", "describething"])
def test_an_operation_may_be_written_in_either_spelling(folder: Path, operation: str) -> None:
    assert load(f"things.{operation}@1.2.3", folder).name == "things.describe_thing@1.2.3"


@pytest.mark.parametrize(
    ("asked", "edition"),
    [
        ("", "1.10.0"),  # the highest, and versions are no texts
        ("@1.2.3", "1.2.3"),
        ("@1.9.0", "1.9.0"),
        ("@1.9.7", "1.9.0"),
        ("@1.9.20", "1.9.0"),
    ],
)
def test_an_edition_is_the_named_one_or_one_whose_range_holds_it(folder: Path, asked: str, edition: str) -> None:
    assert edition_of(f"things.describe_thing{asked}", folder) == edition


def test_a_bare_name_means_the_edition_that_the_overlay_calls_default(folder: Path) -> None:
    overlay(folder, default="1.9.0")
    assert edition_of("things.describe_thing", folder) == "1.9.0"
    assert {one.edition: one.is_default for one in ContractRegistry(folder).editions() if one.service == "things"} == {
        "1.2.3": False,
        "1.9.0": True,
        "1.10.0": False,
    }


@pytest.mark.parametrize("edition", ["1.2.4", "1.9.21", "9.9.9"])
def test_an_unknown_edition_is_told_the_command_that_captures_it(folder: Path, edition: str) -> None:
    with pytest.raises(
        UnknownContractError, match=f"no committed contract is called things.describe_thing@{edition}, "
    ) as caught:
        load(f"things.describe_thing@{edition}", folder)
    assert caught.value.hint == HOW_TO_CAPTURE.format(edition)


@pytest.mark.parametrize("name", ["zzzzzz.x", "zzzzzz.x@installed"])
def test_an_unknown_operation_is_told_the_command_too(folder: Path, name: str) -> None:
    pytest.importorskip("botocore", reason="botocore isn't installed, and installing it is advised first")
    with pytest.raises(UnknownContractError, match="has no service 'zzzzzz'\n  capture it from"):
        load(name, folder)


def test_the_flagship_is_shipped_with_its_range(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for asked in ("", "@1.29.145", "@1.29.150", "@1.29.155"):
        assert load(f"{FLAGSHIP}{asked}").name == f"{FLAGSHIP}@1.29.145"


def test_the_folder_called_schemas_here_is_the_project(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    assert load("things.describe_thing").edition == "1.10.0"
    assert {one.service for one in ContractRegistry.of_project().editions()} >= {"things", "sagemaker"}


def test_the_project_comes_before_what_is_shipped(folder: Path) -> None:
    service, method = FLAGSHIP.split(".")
    shipped = load(FLAGSHIP)
    ours = replace(MODEL, service=service, operation={**MODEL.operation, "name": shipped.operation})
    write_edition(folder, replace(ours, edition="1.0.0"))
    write_edition(folder, replace(ours, edition="1.29.145"))
    assert list(load(FLAGSHIP, folder).members()) == ["Name"]
    assert list(load(f"{FLAGSHIP}@1.29.150", folder).members()) != ["Name"], "the project's has no such range"
    found = [one for one in ContractRegistry(folder).editions() if one.method == method]
    assert [(one.edition, one.is_default) for one in found] == [("1.0.0", False), ("1.29.145", True)]
    assert all(one.directory.is_relative_to(folder) for one in found)


def test_a_bare_name_means_one_edition_in_all_places_together(folder: Path) -> None:
    service, _ = FLAGSHIP.split(".")
    operation = {**MODEL.operation, "name": load(FLAGSHIP).operation}
    write_edition(folder, replace(MODEL, service=service, operation=operation, edition="1.0.0"))
    defaults = [one for one in ContractRegistry(folder).editions() if one.service == service and one.is_default]
    assert [one.edition for one in defaults] == [edition_of(FLAGSHIP, folder)] == ["1.0.0"]
    assert [one.edition for one in ContractRegistry(folder).contracts()] == ["1.0.0", "1.10.0"]


def test_a_wheel_has_its_contracts_within(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("shapeproof.registry.directories._PACKAGED", folder)
    assert {one.service for one in ContractRegistry.of_project().editions()} == {"things"}
    assert load("things.describe_thing").edition == "1.10.0"


def test_the_installed_botocore_is_the_last_place_and_can_be_named(folder: Path) -> None:
    pytest.importorskip("botocore", reason="botocore isn't installed, and its contracts are what this test loads")
    version = installed().version
    for name in ("s3.list_objects_v2", f"s3.ListObjectsV2@{version}", f"{FLAGSHIP}@installed"):
        assert edition_of(name, folder) == version


def test_a_folder_of_contracts_that_is_named_must_be_there(tmp_path: Path) -> None:
    for ask in (lambda: load(FLAGSHIP, tmp_path / "gone"), lambda: ContractRegistry(tmp_path / "gone")):
        with pytest.raises(UnknownContractError, match="there is no such directory of contracts") as caught:
            ask()
        assert caught.value.where == str(tmp_path / "gone")


@pytest.mark.parametrize("name", ["", "things", ".x", "things.", "things.x@", "x@1.2"])
def test_what_is_no_name_is_told_how_names_are_written(name: str) -> None:
    with pytest.raises(
        UnknownContractError, match=r"is not the name of a contract\n  a name is SERVICE.OPERATION\[@EDITION\]"
    ):
        load(name)


@pytest.mark.usefixtures("without_botocore")
@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("things.describe_thingy", "did you mean things.describe_thing?"),
        ("s3.list_objects_v2", "pip install 'shapeproof[aws]'"),
        ("things.describe_thing@installed", "pip install 'shapeproof[aws]'"),
        ("things.describe_thing@9.9.9", HOW_TO_CAPTURE.format("9.9.9")),
    ],
)
def test_without_botocore_an_unknown_name_is_told_what_would_help(folder: Path, name: str, hint: str) -> None:
    with pytest.raises(UnknownContractError, match="no committed contract is called") as caught:
        load(name, folder)
    assert caught.value.hint == hint


@pytest.mark.usefixtures("without_botocore")
def test_committed_contracts_need_no_botocore(folder: Path) -> None:
    assert load("things.describe_thing", folder).edition == "1.10.0"


def test_what_is_written_is_what_is_loaded(folder: Path) -> None:
    written = write_edition(folder, MODEL)
    assert written == folder / "things" / "describe_thing" / "1.2.3"
    assert vars(load("things.describe_thing@1.2.3", folder)) == vars(build(MODEL))
    assert all(file.read_bytes().isascii() for file in written.iterdir())


def test_what_is_written_anew_is_loaded_anew(folder: Path) -> None:
    load("things.describe_thing@1.2.3", folder)
    write_edition(folder, replace(MODEL, metadata={**MODEL.metadata, "protocol": "query"}))
    assert load("things.describe_thing@1.2.3", folder).json_protocol is None


def test_files_are_expected_from_models_and_overlay_alone(folder: Path) -> None:
    operation = folder / "things" / "describe_thing"
    expected = expected_files(operation)
    assert expected == {file: file.read_text(encoding="utf-8") for file in operation.glob("*/*.json")}
    for file in operation.glob("*/*.schema.json"):
        file.unlink()
    assert expected_files(operation) == expected
    (operation / "1.2.3" / "model.json").unlink()
    assert {path.parent.name for path in expected_files(operation)} == {"1.9.0", "1.10.0"}


def test_a_stale_overlay_is_refused_with_its_place(folder: Path) -> None:
    overlay(folder, descriptions={"Gone": "It is gone."})
    with pytest.raises(CaptureError, match="the description of Gone matches no committed edition") as caught:
        expected_files(folder / "things" / "describe_thing")
    assert caught.value.where == str(folder / "things" / "describe_thing" / "overlay.json")


@pytest.mark.parametrize(
    ("content", "problem"),
    [(None, "this contract lacks 'errors.schema.json'"), ("{", "can't be read"), ("[]", "does not hold a JSON object")],
)
def test_a_damaged_contract_is_named(folder: Path, content: str | None, problem: str) -> None:
    file = folder / "things" / "describe_thing" / "1.2.3" / "errors.schema.json"
    file.unlink()
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(CaptureError, match=problem) as caught:
        load("things.describe_thing@1.2.3", folder)
    assert caught.value.where in {str(file), str(file.parent)}


WRONG_TYPES: list[tuple[str, str, object, str]] = [
    ("contract.json", "service", ["things"], "/service: expected a string, found an array"),
    ("contract.json", "through", 1.2, "/through: expected a string or null, found a number"),
    ("contract.json", "scenarios", [], "/scenarios: expected an object, found an array"),
    ("contract.json", "scenarios", {"done": ["Name"]}, "/scenarios/done: expected an object, found an array"),
    ("response.schema.json", "$ref", None, "/$ref: expected a string, found null"),
    ("response.schema.json", "$defs", [{}], "/$defs: expected an object, found an array"),
    ("errors.schema.json", "$defs", {"Name": "x"}, "/$defs/Name: expected an object, found a string"),
]


@pytest.mark.parametrize(("file", "member", "value", "message"), WRONG_TYPES)
def test_a_contract_with_a_member_of_another_type_is_an_error_that_says_where(
    folder: Path, file: str, member: str, value: object, message: str
) -> None:
    path = folder / "things" / "describe_thing" / "1.2.3" / file
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {member: value}), encoding="utf-8")
    with pytest.raises(CaptureError) as caught:
        load("things.describe_thing@1.2.3", folder)
    assert caught.value.where == path.as_posix()
    assert caught.value.message == message
    assert caught.value.hint == "capture it again: shapeproof capture NAME"


def test_folders_that_hold_no_contracts_are_none(folder: Path) -> None:
    (folder / "drafts" / "later").mkdir(parents=True)
    (folder / "notes.txt").write_text("no contract", encoding="utf-8")
    shutil.rmtree(folder / "things" / "describe_thing" / "1.10.0")
    assert edition_of("things.describe_thing", folder) == "1.9.0"
    assert "drafts" not in {one.service for one in ContractRegistry(folder).editions()}
