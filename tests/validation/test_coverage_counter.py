"""A counter counts each response once, and counters merge in any order."""

from __future__ import annotations

import pickle
from itertools import islice
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shapeproof.contract import Contract
from shapeproof.fuzz.drawing.corpus import corpus
from shapeproof.registry import load
from shapeproof.validation.coverage.coverage_counter import CoverageCounter, counted_features, shown_coverage
from shapeproof.validation.coverage.features import Feature

FLAGSHIP = load("sagemaker.describe_hyper_parameter_tuning_job@1.29.145")
RESPONSES: list[Any] = list(islice(corpus(FLAGSHIP, seed=1), 6))


def test_each_response_counts_once_however_often_it_shows_something(flagship: Contract) -> None:
    coverage = CoverageCounter()
    part = {"InputDataConfig": [{"InputMode": "File"}, {"InputMode": "File"}]}
    coverage.count(flagship, {"TrainingJobDefinitions": [part, part]})
    coverage.count(flagship, {})
    counts = coverage.by_feature(flagship)
    assert coverage.responses == 2
    assert counts[Feature("value", "TrainingInputMode", "File")] == 1
    assert counts[Feature("member", "TrainingJobDefinitions", "present")] == 1
    assert counts[Feature("value", "TrainingInputMode", "Pipe")] == 0
    assert list(counts) == list(counted_features(flagship))
    assert [feature.state for feature in counts if feature.kind == "scenario"] == list(flagship.scenarios)


def test_a_member_that_the_form_leaves_out_is_not_absent(flagship: Contract) -> None:
    absent = Feature("member", "FailureReason", "absent")
    assert absent in shown_coverage(flagship, {})
    assert absent not in shown_coverage(flagship, {}, frozenset({"FailureReason"}))


@given(st.permutations(range(len(RESPONSES))), st.integers(0, len(RESPONSES)))
def test_parts_merge_in_any_order(order: list[int], cut: int) -> None:
    whole, merged, parts = CoverageCounter(), CoverageCounter(), (CoverageCounter(), CoverageCounter())
    for response in RESPONSES:
        whole.count(FLAGSHIP, response)
    for part, numbers in zip(parts, (order[cut:], order[:cut]), strict=True):
        for number in numbers:
            part.count(FLAGSHIP, RESPONSES[number])
    for part in parts:
        merged.merge(pickle.loads(pickle.dumps(part)))
    assert merged == whole


def test_what_one_response_showed_is_small_to_hand_on(flagship: Contract) -> None:
    coverage = CoverageCounter()
    for response in RESPONSES:
        coverage.count(flagship, response)
    assert len(pickle.dumps(coverage)) < 5_000
