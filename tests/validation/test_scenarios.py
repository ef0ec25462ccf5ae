"""Which scenarios a response shows, by each kind of criterion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from typing import Any

import pytest

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract, Scenario
from shapeproof.errors import UsageError
from shapeproof.fuzz.drawing.corpus import corpus
from shapeproof.validation.coverage.features import shown_features
from shapeproof.validation.coverage.scenarios import shown_scenarios

SHAPES: dict[str, Any] = {
    "Thing": {
        "type": "structure",
        "members": {name: {"shape": name} for name in ("Name", "State", "Count", "Parts", "Inner", "Body", "Sent")},
        "required": ["Name"],
    },
    "Name": {"type": "string"},
    "State": {"type": "string", "enum": ["on", "off"]},
    "Count": {"type": "integer"},
    "Parts": {"type": "list", "member": {"shape": "Thing"}},
    "Inner": {"type": "structure", "members": {"State": {"shape": "State"}}},
    "Body": {"type": "blob", "streaming": True},
    "Sent": {"type": "timestamp"},
}


def shown_of(contract: Contract, response: object, unseen: frozenset[str] = frozenset()) -> list[str]:
    return list(shown_scenarios(contract, response, set(shown_features(contract.response, response)), unseen))


@pytest.fixture
def shows(handmade: Callable[..., OperationModel]) -> Callable[..., bool]:
    """Whether a response shows a scenario with these attributes."""
    contract = build(handmade(SHAPES))

    def is_shown(response: object, unseen: frozenset[str] = frozenset(), **facts: Any) -> bool:
        case = replace(contract, scenarios={"case": Scenario("a case", **facts)})
        return shown_of(case, response, unseen) == ["case"]

    return is_shown


@pytest.mark.parametrize(
    ("facts", "yes", "no"),
    [
        ({"present": ("State",)}, {"State": "on"}, {}),
        ({"absent": ("State",)}, {}, {"State": "on"}),
        ({"absent": ("State",)}, {"State": None}, {"State": ""}),
        ({"pins": {"State": "on"}}, {"State": "on"}, {"State": "off"}),
        ({"pins": {"Count": 1}}, {"Count": 1}, {"Count": True}),
        ({"pins": {"Count": {"minimum": 3}}}, {"Count": 3}, {"Count": 2}),
        ({"pins": {"Count": {"minimum": 3}}}, {"Count": 3}, {}),
        ({"pins": {"Count": {"minimum": 3}}}, {"Count": 3}, {"Count": "7"}),
        ({"pins": {"Name": {"pattern": r"\d+"}}}, {"Name": "12"}, {"Name": "12x"}),
        ({"pins": {"Inner": {"State": "on"}}}, {"Inner": {"State": "on"}}, {"Inner": {}}),
        ({"pins": {"Inner.State": "on"}}, {"Inner": {"State": "on"}}, {}),
        ({"pins": {"Parts[].State": "on"}}, {"Parts": [{"State": "on"}] * 2}, {"Parts": [{"State": "on"}, {}]}),
        ({"present": ("Parts[].State",)}, {"Parts": [{"State": "x"}]}, {"Parts": []}),
        ({"present": ("State", "Count"), "absent": ("Sent",)}, {"State": "on", "Count": 1}, {"State": "on"}),
        ({"present": ("State",), "pins": {"Count": 5}, "shown_by": ("State",)}, {"State": "on"}, {"Count": 5}),
        ({"absent": ("*",)}, {"Name": "x"}, {"Name": "x", "Count": 1}),
        (
            {"present": ("*",)},
            {"Name": "x", "State": "on", "Count": 1, "Inner": {"State": "on"}, "Sent": "x"},
            {"Name": "x", "State": "on", "Count": 1, "Inner": {}, "Sent": "x"},
        ),
        ({"absent": ("*",), "pins": {"Count": 1}}, {"Count": 1}, {"Count": 1, "State": "on"}),
    ],
)
def test_a_scenario_is_shown(
    shows: Callable[..., bool], facts: dict[str, Any], yes: dict[str, Any], no: dict[str, Any]
) -> None:
    assert shows(yes, **facts)
    assert not shows(no, **facts)


@pytest.mark.parametrize("response", [[], "x", None, 5])
def test_a_response_that_is_not_an_object_shows_none(shows: Callable[..., bool], response: object) -> None:
    assert not shows(response, absent=("*",))


def test_what_a_form_leaves_out_does_not_count_against_it(shows: Callable[..., bool]) -> None:
    assert shows({"State": "on"}, frozenset({"Count"}), present=("State", "Count"))
    assert shows({"State": "on"}, frozenset({"Count"}), pins={"State": "on", "Count": 7})


def test_every_response_made_for_a_scenario_of_the_flagship_shows_it(flagship: Contract) -> None:
    for name in flagship.scenarios:
        for response in islice(corpus(flagship, scenario=name, seed=3), 15):
            assert name in shown_of(flagship, response), name


def test_a_failed_job_by_any_name_is_one(flagship: Contract) -> None:
    (response,) = islice(corpus(flagship, scenario="failed"), 1)
    other = response | {"HyperParameterTuningJobName": "another", "CreationTime": "2020-01-01T00:00:00Z"}
    assert shown_of(flagship, other) == ["failed"]
    assert not shown_of(flagship, other | {"HyperParameterTuningJobStatus": "Stopping"})


@pytest.mark.parametrize(
    ("pins", "message"),
    [
        ({"Parts[].No": 1}, "invalid pin in a scenario: the contract has no such path"),
        ({"Name": {"pattern": r"(a)\1"}}, "invalid pin in a scenario: invalid pattern: "),
    ],
)
def test_a_pin_that_the_contract_does_not_allow_is_an_error(
    shows: Callable[..., bool], pins: dict[str, Any], message: str
) -> None:
    with pytest.raises(UsageError, match=message) as raised:
        shows({"Name": "a"}, pins=pins)
    assert raised.value.where == f"example.get_thing@1.0: {next(iter(pins))}"
    assert raised.value.__cause__ is not None
