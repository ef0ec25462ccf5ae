"""Directories of contracts: which edition a name selects, which files an edition has, and what invalid files raise."""

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

HOW_TO_CAPTURE = "capture it from a botocore that has it: shapeproof capture things.describe_thing --botocore {}"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A project's directory of contracts, with three editions of one operation."""
    directory = tmp_path / "project" / "schemas"
    overlay(directory, editions={"1.9.0": {"through": "1.9.20"}})
    for edition in ("1.9.0", "1.10.0", "1.2.3"):
        write_edition(directory, replace(MODEL, edition=edition))
    return directory


def overlay(directory: Path, **document: Any) -> None:
    file = directory / "things" / "describe_thing" / "overlay.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"shapeproof": 1} | document), encoding="utf-8")


@pytest.fixture
def without_botocore(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    installed.cache_clear()
    monkeypatch.setitem(sys.modules, "botocore", None)  # as Python marks a module that can't be imported
    yield
    installed.cache_clear()


def load(name: str, directory: Path | None = None) -> Contract:
    return ContractRegistry.of_project(directory).load(name)


def edition_of(name: str, directory: Path) -> str:
    return load(name, directory).edition


@pytest.mark.parametrize("operation", ["describe_thing", "DescribeThing", "describething"])
def test_an_operation_may_be_written_in_either_spelling(directory: Path, operation: str) -> None:
    assert load(f"things.{operation}@1.2.3", directory).name == "things.describe_thing@1.2.3"


@pytest.mark.parametrize(
    ("version", "edition"),
    [
        ("", "1.10.0"),  # the highest: versions are compared as numbers
        ("@1.2.3", "1.2.3"),
        ("@1.9.0", "1.9.0"),
        ("@1.9.7", "1.9.0"),
        ("@1.9.20", "1.9.0"),
    ],
)
def test_a_version_selects_its_edition_or_the_edition_whose_range_includes_it(
    directory: Path, version: str, edition: str
) -> None:
    assert edition_of(f"things.describe_thing{version}", directory) == edition


def test_a_name_without_an_edition_means_the_default_of_the_overlay(directory: Path) -> None:
    overlay(directory, default="1.9.0")
    assert edition_of("things.describe_thing", directory) == "1.9.0"
    assert {
        edition.edition: edition.is_default
        for edition in ContractRegistry(directory).editions()
        if edition.service == "things"
    } == {
        "1.2.3": False,
        "1.9.0": True,
        "1.10.0": False,
    }


@pytest.mark.parametrize("edition", ["1.2.4", "1.9.21", "9.9.9"])
def test_the_error_for_an_unknown_edition_has_the_command_that_captures_it(directory: Path, edition: str) -> None:
    with pytest.raises(
        UnknownContractError, match=f"no committed contract is called things.describe_thing@{edition}, "
    ) as caught:
        load(f"things.describe_thing@{edition}", directory)
    assert caught.value.hint == HOW_TO_CAPTURE.format(edition)


@pytest.mark.parametrize("name", ["zzzzzz.x", "zzzzzz.x@installed"])
def test_the_error_for_an_unknown_service_has_the_command_too(directory: Path, name: str) -> None:
    pytest.importorskip("botocore", reason="botocore isn't installed, and installing it is advised first")
    with pytest.raises(UnknownContractError, match="has no service 'zzzzzz'\n  capture it from"):
        load(name, directory)


def test_the_flagship_is_shipped_with_its_range(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for version in ("", "@1.29.145", "@1.29.150", "@1.29.155"):
        assert load(f"{FLAGSHIP}{version}").name == f"{FLAGSHIP}@1.29.145"


def test_the_directory_schemas_below_the_working_directory_is_the_project(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(directory.parent)
    assert load("things.describe_thing").edition == "1.10.0"
    assert {edition.service for edition in ContractRegistry.of_project().editions()} >= {"things", "sagemaker"}


def shipped_editions(service: str, method: str) -> set[str]:
    return {
        edition.edition for edition in ContractRegistry().editions() if edition.operation_name == f"{service}.{method}"
    }


def test_the_project_takes_precedence_over_the_shipped_contracts(directory: Path) -> None:
    service, method = FLAGSHIP.split(".")
    shipped = load(FLAGSHIP)
    model = replace(MODEL, service=service, operation={**MODEL.operation, "name": shipped.operation})
    write_edition(directory, replace(model, edition="1.0.0"))
    write_edition(directory, replace(model, edition="1.29.145"))
    assert list(load(FLAGSHIP, directory).members()) == ["Name"]
    assert list(load(f"{FLAGSHIP}@1.29.150", directory).members()) != ["Name"], "the project's has no such range"
    editions = [edition for edition in ContractRegistry(directory).editions() if edition.method == method]
    own = [edition for edition in editions if edition.directory.is_relative_to(directory)]
    assert [(edition.edition, edition.is_default) for edition in own] == [("1.0.0", False), ("1.29.145", True)]
    # Of the shipped editions, those that the project hasn't are left, and none of them is the default.
    assert {edition.edition for edition in editions} == {"1.0.0", *shipped_editions(service, method)}
    assert [edition.edition for edition in editions if edition.is_default] == ["1.29.145"]


def test_an_operation_has_one_default_across_the_project_and_the_shipped_contracts(directory: Path) -> None:
    service, _ = FLAGSHIP.split(".")
    operation = {**MODEL.operation, "name": load(FLAGSHIP).operation}
    write_edition(directory, replace(MODEL, service=service, operation=operation, edition="1.0.0"))
    defaults = [
        edition
        for edition in ContractRegistry(directory).editions()
        if edition.service == service and edition.is_default
    ]
    assert [edition.edition for edition in defaults] == [edition_of(FLAGSHIP, directory)] == ["1.0.0"]
    assert [edition.edition for edition in ContractRegistry(directory).contracts()] == ["1.0.0", "1.10.0"]


def test_a_wheel_contains_the_shipped_contracts(
    directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("shapeproof.registry.roots._PACKAGED", directory)
    assert {edition.service for edition in ContractRegistry.of_project().editions()} == {"things"}
    assert load("things.describe_thing").edition == "1.10.0"


def test_the_installed_botocore_comes_last_and_can_be_named(directory: Path) -> None:
    pytest.importorskip("botocore", reason="botocore isn't installed, and its contracts are what this test loads")
    version = installed().version
    for name in ("s3.list_objects_v2", f"s3.ListObjectsV2@{version}", f"{FLAGSHIP}@installed"):
        assert edition_of(name, directory) == version


def test_a_named_directory_of_contracts_must_exist(tmp_path: Path) -> None:
    for use in (lambda: load(FLAGSHIP, tmp_path / "gone"), lambda: ContractRegistry(tmp_path / "gone")):
        with pytest.raises(UnknownContractError, match="there is no such directory of contracts") as caught:
            use()
        assert caught.value.where == str(tmp_path / "gone")


@pytest.mark.parametrize("name", ["", "qqqqqqqq", ".x", "things.", "things.x@", "x@1.2"])
def test_the_error_for_an_invalid_name_explains_the_form_of_names(name: str) -> None:
    with pytest.raises(
        UnknownContractError, match=r"is not the name of a contract\n  a name is SERVICE.OPERATION\[@EDITION\]"
    ):
        load(name)


@pytest.mark.usefixtures("without_botocore")
@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("things.describe_thingy", 'did you mean things.describe_thing? Otherwise: pip install "shapeproof[aws]"'),
        ("s3.list_objects_v2", 'pip install "shapeproof[aws]"'),
        ("things.describe_thing@installed", 'pip install "shapeproof[aws]"'),
        ("things.describe_thing@9.9.9", HOW_TO_CAPTURE.format("9.9.9")),
    ],
)
def test_the_error_for_an_unknown_name_without_botocore_has_a_hint(directory: Path, name: str, hint: str) -> None:
    with pytest.raises(UnknownContractError, match="no committed contract is called") as caught:
        load(name, directory)
    assert caught.value.hint == hint


@pytest.mark.usefixtures("without_botocore")
def test_committed_contracts_need_no_botocore(directory: Path) -> None:
    assert load("things.describe_thing", directory).edition == "1.10.0"


def test_a_written_edition_is_loaded_unchanged(directory: Path) -> None:
    written = write_edition(directory, MODEL)
    assert written == directory / "things" / "describe_thing" / "1.2.3"
    assert vars(load("things.describe_thing@1.2.3", directory)) == vars(build(MODEL))
    assert all(file.read_bytes().isascii() for file in written.iterdir())


def test_a_rewritten_edition_is_loaded_again(directory: Path) -> None:
    load("things.describe_thing@1.2.3", directory)
    write_edition(directory, replace(MODEL, metadata={**MODEL.metadata, "protocol": "query"}))
    assert load("things.describe_thing@1.2.3", directory).json_protocol is None


def test_expected_files_depend_on_models_and_overlay_only(directory: Path) -> None:
    operation = directory / "things" / "describe_thing"
    expected = expected_files(operation)
    assert expected == {file: file.read_text(encoding="utf-8") for file in operation.glob("*/*.json")}
    for file in operation.glob("*/*.schema.json"):
        file.unlink()
    assert expected_files(operation) == expected
    (operation / "1.2.3" / "model.json").unlink()
    assert {path.parent.name for path in expected_files(operation)} == {"1.9.0", "1.10.0"}


def test_the_error_for_a_stale_overlay_names_the_file(directory: Path) -> None:
    overlay(directory, descriptions={"Gone": "It is gone."})
    with pytest.raises(CaptureError, match="the description of Gone matches no committed edition") as caught:
        expected_files(directory / "things" / "describe_thing")
    assert caught.value.where == str(directory / "things" / "describe_thing" / "overlay.json")


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "this contract lacks 'errors.schema.json'"), ("{", "can't be read"), ("[]", "does not hold a JSON object")],
)
def test_the_error_for_a_damaged_contract_names_the_file(directory: Path, content: str | None, message: str) -> None:
    file = directory / "things" / "describe_thing" / "1.2.3" / "errors.schema.json"
    file.unlink()
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(CaptureError, match=message) as caught:
        load("things.describe_thing@1.2.3", directory)
    assert caught.value.where in {str(file), str(file.parent)}


WRONG_TYPES: list[tuple[str, str, object, str]] = [
    ("contract.json", "service", ["things"], "/service: expected the name of a service, got an array"),
    ("contract.json", "through", 1.2, "/through: expected the name of an edition or null, got 1.2"),
    ("contract.json", "scenarios", [], "/scenarios: expected an object, got an array"),
    ("contract.json", "scenarios", {"done": ["Name"]}, "/scenarios/done: expected an object, got an array"),
    ("response.schema.json", "$ref", None, "/$ref: expected a string, got null"),
    ("response.schema.json", "$defs", [{}], "/$defs: expected an object, got an array"),
    ("errors.schema.json", "$defs", {"Name": "x"}, "/$defs/Name: expected a schema, got 'x'"),
]


@pytest.mark.parametrize(("file", "member", "value", "message"), WRONG_TYPES)
def test_the_error_for_a_member_of_the_wrong_type_has_its_file_and_pointer(
    directory: Path, file: str, member: str, value: object, message: str
) -> None:
    path = directory / "things" / "describe_thing" / "1.2.3" / file
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {member: value}), encoding="utf-8")
    with pytest.raises(CaptureError) as caught:
        load("things.describe_thing@1.2.3", directory)
    assert caught.value.where == path.as_posix()
    assert caught.value.message == message
    assert caught.value.hint


def test_the_error_for_a_wrong_range_has_its_file_and_pointer(directory: Path) -> None:
    path = directory / "things" / "describe_thing" / "1.9.0" / "contract.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"through": 1.2}), encoding="utf-8")
    with pytest.raises(CaptureError) as caught:
        load("things.describe_thing@1.9.7", directory)
    assert caught.value.where == str(path)
    assert caught.value.message == "/through: expected a string or null, got a number"
    assert caught.value.hint


def test_the_error_for_a_wrong_default_has_its_file_and_pointer(directory: Path) -> None:
    overlay(directory, default=["1.9.0"])
    with pytest.raises(CaptureError) as caught:
        load("things.describe_thing", directory)
    assert caught.value.where == str(directory / "things" / "describe_thing" / "overlay.json")
    assert caught.value.message == "/default: expected a string or null, got an array"


def test_other_files_and_directories_are_ignored(directory: Path) -> None:
    (directory / "drafts" / "later").mkdir(parents=True)
    (directory / "notes.txt").write_text("not a contract", encoding="utf-8")
    shutil.rmtree(directory / "things" / "describe_thing" / "1.10.0")
    assert edition_of("things.describe_thing", directory) == "1.9.0"
    assert "drafts" not in {edition.service for edition in ContractRegistry(directory).editions()}
