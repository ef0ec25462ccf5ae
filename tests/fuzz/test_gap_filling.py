"""Responses for what others never showed: all of it, as few as sensible, the same each time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shapeproof.contract import Contract
from shapeproof.fuzz.covering.gap_filling import fill
from shapeproof.fuzz.drawing.corpus import corpus
from shapeproof.registry import load
from shapeproof.validation.coverage.coverage_counter import coverable_features, shown_coverage
from shapeproof.validation.coverage.features import Feature
from shapeproof.validation.engines.compilation import compile_schema

FLAGSHIP = load("sagemaker.describe_hyper_parameter_tuning_job@1.29.145")
EVERYTHING = coverable_features(FLAGSHIP)


def shown_by(contract: Contract, responses: Iterable[Any]) -> frozenset[Feature]:
    return frozenset(feature for response in responses for feature in shown_coverage(contract, response))


@settings(max_examples=4)
@given(st.sets(st.sampled_from(EVERYTHING), max_size=40), st.booleans())
def test_whatever_is_missing_is_filled(some: set[Feature], are_missing: bool) -> None:
    have = frozenset(EVERYTHING) - some if are_missing else frozenset(some)
    found = fill(FLAGSHIP, have)
    is_valid = compile_schema(FLAGSHIP.response).is_valid
    assert all(is_valid(response) for response in found.responses)
    assert found.left == ()
    assert found.gaps == len(EVERYTHING) - len(have)
    assert have | shown_by(FLAGSHIP, found.responses) == frozenset(EVERYTHING)


@pytest.mark.parametrize(
    "feature",
    [
        Feature("value", "TrainingInstanceType", "ml.p3.16xlarge"),
        Feature("member", "TrainingJobDefinitions[].RetryStrategy", "present"),
        Feature("member", "BestTrainingJob.FailureReason", "absent"),
        Feature("size", "TrainingJobDefinitions", "most"),
        Feature("scenario", "", "hyperband"),
    ],
)
def test_one_gap_takes_one_response(flagship: Contract, feature: Feature) -> None:
    found = fill(flagship, frozenset(EVERYTHING) - {feature})
    assert len(found.responses) == 1
    assert feature in shown_by(flagship, found.responses)


def test_where_all_is_shown_nothing_is_written_and_none_is_in_vain(flagship: Contract) -> None:
    assert fill(flagship, frozenset(EVERYTHING)).responses == ()
    have = shown_by(flagship, islice(corpus(flagship, seed=8), 3))
    found = fill(flagship, have)
    assert 0 < len(found.responses) < 20
    each = [shown_by(flagship, [response]) for response in found.responses]
    for at in range(len(each)):
        others = have.union(*each[:at], *each[at + 1 :])
        assert others != frozenset(EVERYTHING), "without it, all would be shown as well"


def test_the_same_seed_gives_the_same_responses(flagship: Contract) -> None:
    have = shown_by(flagship, islice(corpus(flagship, seed=8), 10))
    found = fill(flagship, have, seed=4)
    assert fill(flagship, have, seed=4) == found != fill(flagship, have, seed=5)


@pytest.mark.parametrize("name", ["dynamodb.Query", "s3.ListObjectsV2"])
def test_other_operations_are_filled_as_far_as_they_nest(capture: Callable[[str], Contract], name: str) -> None:
    contract = capture(name)
    found = fill(contract, frozenset())
    assert len(found.left) < 0.1 * found.gaps
    assert shown_by(contract, found.responses) == frozenset(coverable_features(contract)).difference(found.left)
