"""Histories: what overlays say of the states of a resource reaches the contract, or is refused."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from shapeproof.capture.build import build, contract_files, stale_entries
from shapeproof.capture.contract_files import from_files
from shapeproof.capture.model import OperationModel
from shapeproof.capture.overlay import Overlay
from shapeproof.contract import History
from shapeproof.errors import CaptureError
from shapeproof.registry import load

MODEL: Final = OperationModel(
    service="things",
    edition="1.2.3",
    metadata={"apiVersion": "2017-07-24", "endpointPrefix": "things", "protocol": "json"},
    operation={"name": "DescribeThing", "output": {"shape": "Answer"}},
    shapes={
        "Answer": {"type": "structure", "members": {"State": {"shape": "State"}, "Name": {"shape": "Name"}}},
        "Name": {"type": "string"},
        "State": {"type": "string", "enum": ["ON", "OFF"]},
    },
)


def overlay(**history: Any) -> Overlay:
    return Overlay.from_json({"shapeproof": 1, "history": history}, where="overlay.json")


def test_a_history_is_written_to_the_contract_and_read_again() -> None:
    entry = overlay(state="State", start=["ON"], final=["OFF"])
    files = contract_files(MODEL, entry)
    contract = from_files({name: json.loads(text) for name, text in files.items()}, where="here")
    assert contract.history == build(MODEL, entry).history == History("State", ("ON",), ("OFF",))


def test_a_contract_without_one_has_none() -> None:
    assert build(MODEL).history is None
    assert "history" not in json.loads(contract_files(MODEL)["contract.json"])


def test_a_history_that_no_edition_has_is_stale() -> None:
    assert stale_entries(overlay(state="Status", start=["ON"], final=["OFF"]), [MODEL]) == [
        "the history matches no committed edition"
    ]


@pytest.mark.parametrize(
    ("history", "message"),
    [
        ({"state": "State", "start": ["ON"]}, None),
        ({"start": ["ON"], "final": []}, "/history lacks 'state'"),
        ({"state": "State", "start": [], "final": []}, "/history/start: expected at least one state"),
        ({"state": "State", "start": ["ON"], "final": [], "end": []}, "/history: unknown key 'end'"),
        ({"state": "State", "start": ["on"], "final": []}, "State has no state 'on'\n  it has ON, OFF"),
        ({"state": "Name", "start": ["ON"], "final": []}, "Name has no state 'ON'\n  it is not an enum"),
    ],
)
def test_a_history_of_another_form_is_an_error(history: dict[str, Any], message: str | None) -> None:
    if message is None:
        assert build(MODEL, overlay(**history)).history == History("State", ("ON",), ())
        return
    with pytest.raises(CaptureError) as caught:
        build(MODEL, overlay(**history))
    assert message in str(caught.value)


def test_the_flagship_has_a_history() -> None:
    history = load("sagemaker.describe_hyper_parameter_tuning_job").history
    assert history is not None
    assert history.start == ("InProgress",)
