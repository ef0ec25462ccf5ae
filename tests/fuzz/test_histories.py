"""Histories: coherent in themselves and from one response to the next, for Hypothesis, for programs, and as recordings."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any, Final, cast

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from tests.rule_contracts import contract_with, rule_entry

from shapeproof import fuzz
from shapeproof.errors import UsageError
from shapeproof.fuzz.drawing.history_composer import MAX_POLLS
from shapeproof.registry import load
from shapeproof.sample.coherence import repairer_of
from shapeproof.validation.engines.compilation import compile_schema

FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job"
HISTORY: Final = {"state": "State", "start": ["New", "Running"], "final": ["Done", "Failed"]}
RULES: Final = (
    rule_entry("self.Name == oldSelf.Name", number=1),
    rule_entry("has(self.Parts) == has(oldSelf.Parts) && (!has(self.Parts) || self.Parts == oldSelf.Parts)", number=2),
    rule_entry("has(self.Done) && oldSelf.Done <= self.Done", when="has(oldSelf.Done)", number=3),
    rule_entry("self.State != 'New'", when="oldSelf.State != 'New'", number=4),
    rule_entry("has(self.End)", when="self.State in ['Done', 'Failed']", number=5),
    rule_entry("!has(self.End)", when="self.State in ['New', 'Running']", number=6),
)


def quietly(count: int) -> Callable[[Any], Any]:
    return settings(
        max_examples=count,
        database=None,
        deadline=None,
        suppress_health_check=cast("list[HealthCheck]", list(HealthCheck)),
    )


def test_each_response_follows_the_one_before() -> None:
    contract = contract_with(*RULES, history=HISTORY)
    repairer, engine = contract.derived(repairer_of), compile_schema(contract.response)
    assert repairer is not None
    lengths = set[int]()

    @quietly(150)
    @given(fuzz.histories(contract, representation="cli"))
    def check(history: list[Any]) -> None:
        lengths.add(len(history))
        assert history[0]["State"] in HISTORY["start"]
        assert all(response["State"] not in HISTORY["final"] for response in history[:-1])
        for previous, response in pairwise([None, *history]):
            assert engine.is_valid(response)
            assert not repairer.broken(response, previous)
        assert len({response["Name"] for response in history}) == 1

    check()
    assert {1, 2, 3} <= lengths <= set(range(1, MAX_POLLS + 1))


def test_pins_are_those_of_every_response() -> None:
    contract = contract_with(*RULES, history=HISTORY)

    @quietly(40)
    @given(fuzz.histories(contract, representation="cli", pins={"Name": "a", "Limit": 5, "State": {"enum": ["New"]}}))
    def check(history: list[Any]) -> None:
        assert {(response["Name"], response["Limit"], response["State"]) for response in history} == {("a", 5, "New")}

    check()


def test_a_failure_shrinks_to_the_shortest_history() -> None:
    contract = contract_with(*RULES, history=HISTORY)
    shortest: list[list[Any]] = []

    @settings(max_examples=300, database=None, deadline=None, phases=(Phase.generate, Phase.shrink), derandomize=True)
    @given(fuzz.histories(contract, representation="cli"))
    def finds(history: list[Any]) -> None:
        done = [response.get("Done", 0) for response in history]
        if any(after > before for before, after in pairwise(done)):
            shortest.append(history)
            raise ValueError("more is done")

    with pytest.raises(ValueError, match="more is done"):
        finds()
    assert len(shortest[-1]) == 2


def test_histories_are_what_boto3_returns() -> None:
    @quietly(20)
    @given(fuzz.histories(FLAGSHIP))
    def check(history: list[Any]) -> None:
        for response in history:
            assert response["ResponseMetadata"]["HTTPStatusCode"] == 200
            assert response["CreationTime"].tzinfo is not None
        assert len({response["HyperParameterTuningJobArn"] for response in history}) == 1

    check()


def test_what_has_no_states_has_no_histories() -> None:
    with pytest.raises(UsageError, match="has no history: nothing is known of the states"):
        fuzz.histories(contract_with())
    with pytest.raises(UsageError, match="has no rules"):
        fuzz.histories(contract_with(history=HISTORY))


@pytest.mark.survey
def test_a_thousand_histories_of_the_flagship_break_nothing() -> None:
    contract = load(FLAGSHIP)
    repairer, engine = contract.derived(repairer_of), compile_schema(contract.response)
    assert repairer is not None

    @settings(
        max_examples=1_000,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=cast("list[HealthCheck]", list(HealthCheck)),
    )
    @given(fuzz.histories(contract, representation="cli"))
    def check(history: list[Any]) -> None:
        for previous, response in pairwise([None, *history]):
            assert engine.is_valid(response)
            assert not repairer.broken(response, previous)

    check()
