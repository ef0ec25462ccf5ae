"""What is written by hand about an operation: corrections, descriptions, editions; and what of it is stale."""

from __future__ import annotations

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
    assert overlay().unmatched([model()]) == []


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
def test_a_correction_may_be_for_some_editions(editions: list[str], is_corrected: bool) -> None:
    corrected = overlay(corrections=[correction(editions=editions)]).corrected(model())
    assert ("pattern" in corrected.shapes["Name"]) == is_corrected


def test_a_correction_that_refers_to_no_shape_is_refused() -> None:
    wrong = {"type": "list", "member": {"shape": "Gone"}}
    with pytest.raises(CaptureError, match=r"^things.describe_thing: there is no shape Gone"):
        build(model(), overlay(corrections=[correction(set=wrong)]))


def test_descriptions_are_written_at_the_operation_structures_enums_values_and_members() -> None:
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
    ranges = overlay(editions={"1.2.3": {"through": "1.2.9"}})
    assert build(model(), ranges).through == "1.2.9"
    assert build(model("1.3.0"), ranges).through is None


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
    (found,) = overlay(**document).unmatched([model(), model("1.3.0")])
    assert found.startswith(problem)


def test_an_entry_that_matches_one_edition_is_not_stale() -> None:
    entries = overlay(
        default="1.3.0",
        editions={"1.2.3": {"through": "1.2.9"}},
        corrections=[correction(editions=["1.3.0"])],
        descriptions={"Answer.Name": "What it is called.", "State": "Whether it runs."},
    )
    assert entries.unmatched([model(), model("1.3.0")]) == []


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"correction": []}, "unknown key 'correction'\n  known keys: corrections, default"),
    ({"corrections": [{"shape": "Name", "set": {}}]}, "an entry lacks 'reason'"),
    ({"corrections": [{"shape": "Name", "reason": "x"}]}, "an entry lacks 'set'"),
    ({"editions": {"1.2.3": {}}}, "an entry lacks 'through'"),
    ({"editions": {"1.2.3": "1.2.9"}}, "an entry of editions, corrections or scenarios is of another form"),
    ({"editions": ["1.2.3"]}, "an entry of editions, corrections or scenarios is of another form"),
    ({"corrections": ["Name"]}, "an entry of editions, corrections or scenarios is of another form"),
]


@pytest.mark.parametrize(("document", "problem"), REFUSED)
def test_an_overlay_of_another_form_is_refused_with_its_place(document: dict[str, Any], problem: str) -> None:
    with pytest.raises(CaptureError, match=f"^overlay.json: {problem}"):
        overlay(**document)
