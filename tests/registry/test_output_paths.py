"""No name of a contract, and no symbolic link, leads out of the directory that is written to or read from."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.errors import CaptureError, UnknownContractError
from shapeproof.generate.output.destinations import model_files, page_files
from shapeproof.registry import ContractRegistry
from shapeproof.registry.captured_files import write_edition
from shapeproof.registry.output_paths import path_below

SHAPES = {"Thing": {"type": "structure", "members": {"A": {"shape": "Text"}}}, "Text": {"type": "string"}}
NAME = "example.get_thing"


@pytest.fixture
def model(handmade: Callable[..., OperationModel]) -> OperationModel:
    return handmade(SHAPES)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    outside = tmp_path / "outside"
    outside.mkdir()
    return outside


REFUSED: Final = [
    "",
    ".",
    "..",
    "../x",
    "/x",
    "a/b",
    "a\\b",
    "C:x",
    "a\nb",
    "a\x00",
    "x.",
    "x ",
    "CON",
    "con.md",
    "lpt1",
]
TOO_LONG: Final = ["a" * 256, "é" * 128]


@pytest.mark.parametrize(
    "name",
    [*REFUSED, *TOO_LONG, "\ud800", "\u202ex", "aux .md"],
    ids=ascii,
)
def test_a_name_that_is_not_that_of_a_file_everywhere_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(CaptureError, match="can't be the name of a file"):
        path_below(tmp_path, "a", name)


@pytest.mark.parametrize("name", ["a", "connect", "1.44.5", "a-b_c.md", "é" * 127])
def test_other_names_are_paths(tmp_path: Path, name: str) -> None:
    assert path_below(tmp_path, "a", name) == tmp_path / "a" / name


@pytest.mark.parametrize(
    "link", ["example", "example/get_thing", "example/get_thing/1.0", "example/get_thing/1.0/model.json"]
)
def test_capturing_through_a_link_writes_nothing(
    tmp_path: Path, outside: Path, model: OperationModel, link: str
) -> None:
    path = tmp_path / "schemas" / link
    path.parent.mkdir(parents=True)
    path.symlink_to(outside / "model.json" if path.suffix == ".json" else outside)
    with pytest.raises(CaptureError, match=r"leads out of .*, through a symbolic link"):
        write_edition(tmp_path / "schemas", model)
    assert not list(outside.iterdir())


def test_the_directory_itself_may_be_a_link(tmp_path: Path, outside: Path, model: OperationModel) -> None:
    (tmp_path / "schemas").symlink_to(outside)
    write_edition(tmp_path / "schemas", model)
    assert ContractRegistry(tmp_path / "schemas").load(NAME).method == "get_thing"


@pytest.mark.parametrize("edition", ["../../../x", "/x", "1.0/../../../../x", "CON", "1.0."])
def test_capturing_a_hostile_edition_writes_nothing(tmp_path: Path, model: OperationModel, edition: str) -> None:
    with pytest.raises(CaptureError):
        write_edition(tmp_path / "schemas", replace(model, edition=edition))
    assert not list(tmp_path.rglob("*.json"))


def test_generating_through_a_link_or_to_the_name_of_a_device_is_an_error(
    tmp_path: Path, outside: Path, model: OperationModel
) -> None:
    output = tmp_path / "output"
    output.mkdir()
    (output / "example").symlink_to(outside)
    (output / "example.py").symlink_to(outside / "example.py")
    contract = build(model)
    device = build(replace(model, service="con"))
    for wrong in ([contract], [device]):
        with pytest.raises(CaptureError):
            page_files(wrong, output, "markdown")
        with pytest.raises(CaptureError):
            model_files(wrong, output, "typeddict", "tolerant")


@pytest.mark.parametrize("link", ["example", "example/get_thing/1.0", "example/get_thing/1.0/response.schema.json"])
def test_a_committed_contract_behind_a_link_is_not_read(
    tmp_path: Path, outside: Path, model: OperationModel, link: str
) -> None:
    write_edition(tmp_path / "schemas", model)
    path = tmp_path / "schemas" / link
    target = outside / path.name
    path.rename(target)
    path.symlink_to(target)
    with pytest.raises(CaptureError, match="through a symbolic link"):
        ContractRegistry(tmp_path / "schemas").load(NAME)


@pytest.mark.parametrize("name", ["../outside.get_thing", "/etc.get_thing", "..get_thing"])
def test_a_name_does_not_lead_out_of_the_directory(tmp_path: Path, model: OperationModel, name: str) -> None:
    write_edition(tmp_path, replace(model, service="outside"))
    (tmp_path / "schemas").mkdir()
    with pytest.raises(UnknownContractError):
        ContractRegistry(tmp_path / "schemas").load(name)


@pytest.mark.parametrize("fact", ["service", "method", "edition"])
def test_a_contract_is_about_what_its_directories_say(tmp_path: Path, model: OperationModel, fact: str) -> None:
    file = write_edition(tmp_path, model) / "contract.json"
    other = {"service": "other", "method": "getthing", "edition": "1.1"}[fact]
    file.write_text(json.dumps(json.loads(file.read_text()) | {fact: other}))
    with pytest.raises(CaptureError, match=rf"/{fact}: expected .*, the name of its directory, got {other}"):
        ContractRegistry(tmp_path).load(NAME)


def test_versions_of_any_length_and_script_are_ordered(tmp_path: Path, model: OperationModel) -> None:
    write_edition(tmp_path, model)
    for version in ("²", "9" * 5_000, "1.٣"):
        with pytest.raises(UnknownContractError):
            ContractRegistry(tmp_path).load(f"{NAME}@{version}")
