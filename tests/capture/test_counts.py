"""Counts in overlays: which numbers count the items of which lists, and what is wrong with an entry."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.capture.overlay import Overlay
from shapeproof.errors import CaptureError
from shapeproof.registry import ContractRegistry
from shapeproof.registry.captured_files import write_edition
from shapeproof.registry.roots import shipped_directory

MODEL: Final = OperationModel(
    service="things",
    edition="1.2.3",
    metadata={"apiVersion": "2017-07-24", "endpointPrefix": "things", "protocol": "json"},
    operation={"name": "ListThings", "output": {"shape": "Answer"}},
    shapes={
        "Answer": {
            "type": "structure",
            "members": {
                "Count": {"shape": "Number"},
                "Things": {"shape": "Names"},
                "Others": {"shape": "Names"},
                "Part": {"shape": "Part"},
            },
        },
        "Part": {"type": "structure", "members": {"Count": {"shape": "Name"}, "Things": {"shape": "Names"}}},
        "Number": {"type": "integer"},
        "Name": {"type": "string"},
        "Names": {"type": "list", "member": {"shape": "Name"}},
    },
)


def entry(**more: Any) -> dict[str, Any]:
    return {"member": "Count", "of": ["Things", "Others", "Gone"], "reason": "the documentation says so"} | more


def overlay(**more: Any) -> Overlay:
    return Overlay.from_json({"shapeproof": 1, "counts": [entry(**more)]}, where="overlay.json", of_service=True)


def test_a_count_is_one_of_each_structure_that_has_it_as_a_number_and_one_of_its_lists() -> None:
    definitions = build(MODEL, Overlay().with_service([overlay()])).response["$defs"]
    assert definitions["Answer"]["x-counts"] == {"Count": ["Things", "Others"]}
    assert "x-counts" not in definitions["Part"], "its count is a string"


@pytest.mark.parametrize("more", [{"of": ["Part", "Gone"]}, {"member": "Gone"}, {"member": "Things"}])
def test_a_count_of_what_is_no_list_says_nothing(more: dict[str, Any]) -> None:
    assert "x-counts" not in build(MODEL, overlay(**more)).response["$defs"]["Answer"]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"of": []}, "the count Count names no list under 'of'"),
        ({"of": "Things"}, "/counts/0/of: expected an array, got a string"),
        ({"member": 1}, "/counts/0/member: expected a string, got a number"),
    ],
)
def test_an_invalid_count_is_told(more: dict[str, Any], message: str) -> None:
    with pytest.raises(CaptureError, match=message):
        overlay(**more)


def test_a_committed_contract_has_its_counts(tmp_path: Path) -> None:
    (tmp_path / "things").mkdir()
    (tmp_path / "things/overlay.json").write_text(json.dumps({"shapeproof": 1, "counts": [entry()]}))
    directory = write_edition(tmp_path, MODEL)
    registry = ContractRegistry(tmp_path)
    assert registry.load("things.list_things").response == registry.build(MODEL).response
    file = directory / "response.schema.json"
    file.write_text(file.read_text().replace('"Others"\n', '"Gone"\n'))
    with pytest.raises(CaptureError, match="/x-counts/Count: expected the name of a member, got 'Gone'"):
        ContractRegistry(tmp_path).load("things.list_things")


def test_a_shipped_count_is_one_of_the_installed_models() -> None:
    pytest.importorskip("botocore")
    directory, models = shipped_directory(), ContractRegistry().models
    assert directory
    for file in directory.glob("*/overlay.json"):
        for count in json.loads(file.read_text()).get("counts", ()):
            structures = models.model(file.parent.name)["shapes"].values()
            with_count = [shape["members"] for shape in structures if count["member"] in shape.get("members", ())]
            assert with_count, count
            lists = {name for members in with_count for name in count["of"] if name in members}
            assert lists == set(count["of"]), count
