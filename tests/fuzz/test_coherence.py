"""Coherent responses: valid, and without a broken rule, by two engines; what they can't show is explained by rules."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any, Final, cast

import pytest
from hypothesis import HealthCheck, given, settings
from tests.rule_contracts import contract_with, rule_entry

from shapeproof import fuzz
from shapeproof.contract import Contract
from shapeproof.errors import UsageError
from shapeproof.fuzz.covering.covering import cover
from shapeproof.fuzz.drawing.corpus import corpus
from shapeproof.registry import load
from shapeproof.rules.evaluator import evaluator_of
from shapeproof.validation.coverage.features import Feature, features, shown_features
from shapeproof.validation.engines.compilation import compile_schema

FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job"
GOLDEN: Final = Path(__file__).parents[1] / "golden" / "coherent_reach.txt"
_EACH: Final = 8
FAILED: Final = "HyperParameterTuningJobStatus"


def broken(contract: Contract, response: Any) -> list[str]:
    outcomes = evaluator_of(contract).broken(response)
    return [outcome.rule.id for outcome in outcomes if outcome.state == "broken"]


def quietly(count: int) -> Callable[[Any], Any]:
    checks = cast("list[HealthCheck]", list(HealthCheck))
    return settings(max_examples=count, database=None, deadline=None, suppress_health_check=checks)


@pytest.mark.parametrize("view", ["strict", "tolerant"])
def test_coherent_responses_keep_all_rules(view: Any) -> None:
    contract = load(FLAGSHIP)
    engine = compile_schema(contract.response)

    @quietly(60)
    @given(fuzz.responses(contract, representation="cli", view=view, coherent=True))
    def check(response: Any) -> None:
        assert view == "tolerant" or engine.is_valid(response)
        assert broken(contract, response) == []

    check()


def test_only_scenarios_are_coherent_unless_it_is_asked_for() -> None:
    contract = load(FLAGSHIP)
    assert any(broken(contract, response) for response in islice(corpus(contract), 5))
    assert not any(broken(contract, response) for response in islice(corpus(contract, coherent=True), 20))
    assert not any(broken(contract, response) for response in islice(corpus(contract, scenario="failed"), 20))
    incoherent = corpus(contract, scenario="failed", coherent=False)
    assert any(broken(contract, response) for response in islice(incoherent, 20))


def test_a_covering_corpus_may_be_coherent() -> None:
    contract = contract_with(rule_entry("has(self.Reason) == (self.State == 'Failed')"))
    covering = cover(contract, coherent=True)
    assert not any(broken(contract, response) for response in covering.responses)
    assert covering.features_shown == covering.features


def test_contracts_without_rules_are_drawn_as_before() -> None:
    contract = contract_with()
    with_rules, without = (islice(corpus(contract, coherent=coherent), 10) for coherent in (True, False))
    assert list(with_rules) == list(without)


def test_pins_that_contradict_a_rule_are_an_error_that_names_both() -> None:
    contract = contract_with(rule_entry("has(self.Reason) == (self.State == 'Failed')"))
    pins: dict[str, Any] = {"State": "Done", "Reason": fuzz.PRESENT}
    for draw in (
        lambda: fuzz.responses(contract, pins=pins, coherent=True),
        lambda: next(corpus(contract, pins=pins, coherent=True)),
    ):
        with pytest.raises(UsageError) as caught:
            draw()
        assert "no response with it keeps rule THING1 (this can't be)" in str(caught.value)
        assert "the pin 'State'" in str(caught.value)
    assert next(corpus(contract, pins=pins, coherent=False))["Reason"] == "example"


def test_pins_are_kept(flagship: Contract) -> None:
    pins = {FAILED: "Failed", "FailureReason": {"minLength": 5, "maxLength": 9}, "WarmStartConfig": fuzz.PRESENT}
    for response in islice(corpus(flagship, pins=pins, coherent=True), 30):
        assert broken(flagship, response) == []
        assert response[FAILED] == "Failed"
        assert 5 <= len(response["FailureReason"]) <= 9
        assert "WarmStartConfig" in response


@pytest.mark.survey
def test_shrinking_stays_inside_the_rules(flagship: Contract) -> None:
    seen: list[Any] = []

    @settings(max_examples=200, database=None, deadline=None, derandomize=True)
    @given(fuzz.responses(flagship, representation="cli", coherent=True))
    def finds(response: Any) -> None:
        if "BestTrainingJob" in response:
            seen.append(response)
            raise ValueError("there is one")

    with pytest.raises(ValueError, match="there is one"):
        finds()
    assert not any(broken(flagship, response) for response in seen)
    assert len(seen[-1]["BestTrainingJob"]) <= len(seen[0]["BestTrainingJob"])


def _reach(contract: Contract, coherent: bool, count: int) -> set[Feature]:
    known = set(features(contract.response))
    shown: set[Feature] = set()
    names = [None, *contract.scenarios]
    for number, name in enumerate(names):
        share = count // 2 if name is None else count // (2 * len(names))
        for response in islice(corpus(contract, seed=number, scenario=name, coherent=coherent), share):
            shown.update(known.intersection(shown_features(contract.response, response)))
    for response in cover(contract, coherent=coherent).responses:
        shown.update(known.intersection(shown_features(contract.response, response)))
    return shown


@pytest.mark.survey
def test_ten_thousand_responses_of_all_scenarios_break_no_rule_by_either_engine(flagship: Contract) -> None:
    reference = pytest.importorskip("shapeproof.rules.reference").compile_reference(flagship.response)
    engine = compile_schema(flagship.response)
    names = [None, *flagship.scenarios]
    share = 10_000 // len(names) + 1
    found: Counter[str] = Counter()
    for number, name in enumerate(names):
        for index, response in enumerate(islice(corpus(flagship, seed=number, scenario=name, coherent=True), share)):
            assert engine.is_valid(response)
            found.update(broken(flagship, response))
            # The other engine takes a minute for a thousand, and for it, strings end at the first character zero.
            if index % _EACH == 0 and "\\u0000" not in json.dumps(response):
                found.update(outcome.rule.id for outcome in reference.broken(response) if outcome.state == "broken")
    assert found == {}


@pytest.mark.survey
def test_what_coherence_makes_impossible_is_explained_by_a_rule(flagship: Contract) -> None:
    never = _reach(flagship, coherent=False, count=4_000) - _reach(flagship, coherent=True, count=4_000)
    explained = dict(line.split("\t") for line in GOLDEN.read_text(encoding="utf-8").splitlines() if "\t" in line)
    assert {f"{feature.kind} {feature.subject} {feature.state}" for feature in never} == explained.keys()
    rules = {checked.rule.id for checked in evaluator_of(flagship).rules}
    assert all(set(reason.split(", ")) <= rules for reason in explained.values())
