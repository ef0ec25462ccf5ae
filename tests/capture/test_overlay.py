"""Overlays: corrections, descriptions and editions, and which of their entries are stale."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.capture.overlay import Overlay
from shapeproof.errors import CaptureError


def model(edition: str = "1.2.3") -> OperationModel:
    return OperationModel(
        service="things",
        edition=edition,
        metadata={"apiVersion": "2017-07-24", "endpointPrefix": "things", "protocol": "json"},
        operation={"name": "DescribeThing", "output": {"shape": "Answer"}},
        shapes={
            "Answer": {"type": "structure", "members": {"Name": {"shape": "Name"}, "State": {"shape": "State"}}},
            "Name": {"type": "string", "min": 1, "max": 9},
            "State": {"type": "string", "enum": ["On"]},
        },
    )


def overlay(**document: Any) -> Overlay:
    return Overlay.from_json({"shapeproof": 1} | document, where="overlay.json")


def correction(shape: str = "Name", **more: Any) -> dict[str, Any]:
    return {"shape": shape, "set": {"min": 0, "pattern": "x*"}, "reason": "real services send it"} | more


def test_without_entries_nothing_changes() -> None:
    assert overlay().corrected(model()) == model()
    assert vars(build(model(), overlay())) == vars(build(model()))
    assert overlay().stale_entries([model()]) == []


def test_a_correction_replaces_the_traits_that_it_names() -> None:
    contract = build(model(), overlay(corrections=[correction()]))
    assert contract.members()["Name"] == {
        "type": "string",
        "maxLength": 9,
        "pattern": "^(?:x*)$",
        "x-shape": "Name",
    }
    assert model().shapes["Name"] == {"type": "string", "min": 1, "max": 9}, "the model itself stays as captured"


@pytest.mark.parametrize(("editions", "is_corrected"), [(["1.2.3"], True), (["1.2.4", "2.0"], False)])
def test_a_correction_can_apply_to_some_editions(editions: list[str], is_corrected: bool) -> None:
    corrected = overlay(corrections=[correction(editions=editions)]).corrected(model())
    assert ("pattern" in corrected.shapes["Name"]) == is_corrected


def test_a_correction_that_refers_to_an_unknown_shape_is_an_error() -> None:
    wrong = {"type": "list", "member": {"shape": "Gone"}}
    with pytest.raises(CaptureError, match=r"^things.describe_thing, corrected by overlay.json: .*a shape Gone"):
        build(model(), overlay(corrections=[correction(set=wrong)]))


def test_descriptions_are_written_for_the_operation_structures_enums_values_and_members() -> None:
    texts = {
        "DescribeThing()": "Tells of a thing.",
        "Answer": "All of it.",
        "Answer.Name": "What it is called.",
        "State": "Whether it runs.",
        "State.On": "It runs.",
    }
    contract = build(model(), overlay(descriptions=texts))
    definitions = contract.response["$defs"]
    assert contract.response["description"] == "Tells of a thing."
    assert "description" not in contract.request
    assert definitions["Answer"]["description"] == "All of it."
    assert definitions["Answer"]["properties"]["Name"]["description"] == "What it is called."
    assert definitions["State"]["description"] == "Whether it runs."
    assert definitions["State"]["x-values"] == {"On": "It runs."}


def test_the_range_of_an_edition_is_known_to_its_contract() -> None:
    dates = {"1.2.9": "2023-06-20", "1.2.1": "2023-05-25"}
    ranges = overlay(editions={"1.2.3": {"since": "1.2.1", "through": "1.2.9", "released": dates}})
    contract = build(replace(model(), released="2023-06-01"), ranges)
    assert (contract.since, contract.through) == ("1.2.1", "1.2.9")
    assert [*contract.released.items()] == [("1.2.1", "2023-05-25"), ("1.2.3", "2023-06-01"), ("1.2.9", "2023-06-20")]
    other = build(model("1.3.0"), ranges)
    assert (other.since, other.through, other.released) == (None, None, {})


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({"corrections": [correction("Gone")]}, "the correction of Gone matches no committed edition"),
        ({"corrections": [correction(editions=["9"])]}, "the correction of Name matches no committed edition"),
        ({"descriptions": {"Gone": "x"}}, "the description of Gone matches no committed edition"),
        ({"descriptions": {"Answer.Gone": "x"}}, "the description of Answer.Gone matches no committed edition"),
        ({"descriptions": {"State.Gone": "x"}}, "the description of State.Gone matches no committed edition"),
        ({"descriptions": {"Name": "x"}}, "the description of Name"),
        ({"editions": {"9": {"through": "10"}}}, "the edition 9 isn't committed"),
        ({"default": "9"}, "the edition 9 isn't committed"),
    ],
)
def test_an_entry_that_matches_nothing_is_stale(document: dict[str, Any], problem: str) -> None:
    (message,) = overlay(**document).stale_entries([model(), model("1.3.0")])
    assert message.startswith(problem)


def test_an_entry_that_matches_one_edition_is_not_stale() -> None:
    entries = overlay(
        default="1.3.0",
        editions={"1.2.3": {"through": "1.2.9"}},
        corrections=[correction(editions=["1.3.0"])],
        descriptions={"Answer.Name": "What it is called.", "State": "Whether it runs."},
    )
    assert entries.stale_entries([model(), model("1.3.0")]) == []


INVALID: list[tuple[dict[str, Any], str]] = [
    ({"correction": []}, "unknown key 'correction'\n  known keys: corrections, counts, default"),
    ({"corrections": [{"shape": "Name", "set": {}}]}, "/corrections/0 lacks 'reason'"),
    ({"corrections": [{"shape": "Name", "reason": "x"}]}, "/corrections/0 lacks 'set'"),
    ({"corrections": ["Name"]}, "/corrections/0: expected an object, got a string"),
    ({"corrections": {}}, "/corrections: expected an array, got an object"),
    ({"corrections": [correction(editions=[1])]}, "/corrections/0/editions/0: expected a string, got a number"),
    ({"editions": {"1.2.3": {"from": "1.2.0"}}}, "/editions/1.2.3: unknown key 'from'\n  known keys: since, through"),
    ({"editions": {"1.2.3": {"through": 1}}}, "/editions/1.2.3/through: expected the name of an edition, got 1"),
    ({"editions": {"1.2.3": {"since": "1.2.4"}}}, "/editions/1.2.3: 1.2.4 to 1.2.3 doesn't include 1.2.3"),
    ({"editions": {"1.2.3": {"through": "1.2.2"}}}, "/editions/1.2.3: 1.2.3 to 1.2.2 doesn't include 1.2.3"),
    ({"editions": {"1.2.3": {"released": {"1.2.3": "2023"}}}}, "/editions/1.2.3/released/1.2.3: expected a date"),
    ({"editions": {"1.2.3": {"released": {"..": "2023-06-01"}}}}, "/editions/1.2.3/released: '..' can't be the name"),
    ({"editions": {"1.2.3": "1.2.9"}}, "/editions/1.2.3: expected an object, got a string"),
    ({"editions": ["1.2.3"]}, "/editions: expected an object, got an array"),
    ({"default": False}, "/default: expected a string or null, got a boolean"),
    ({"descriptions": {"Name": None}}, "/descriptions/Name: expected a string, got null"),
    ({"scenarios": {"done": {}}}, "/scenarios/done lacks 'description'"),
    (
        {"scenarios": {"done": {"description": "x", "present": "Name"}}},
        "/scenarios/done/present: expected an array, got a string",
    ),
    (
        {"scenarios": {"done": {"description": "x", "present": ["Name"], "shown_by": ["State"]}}},
        "the scenario done has 'State' in shown_by, but in none of present, absent and pins\n  add the path",
    ),
]


@pytest.mark.parametrize(("document", "message"), INVALID)
def test_an_overlay_of_another_form_is_an_error_that_says_where(document: dict[str, Any], message: str) -> None:
    with pytest.raises(CaptureError, match=f"^overlay.json: {re.escape(message)}"):
        overlay(**document)
