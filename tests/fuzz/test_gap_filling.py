"""Gap filling: few, reproducible responses that show every feature that recordings lack."""

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
ALL_FEATURES = coverable_features(FLAGSHIP)


def features_shown_by(contract: Contract, responses: Iterable[Any]) -> frozenset[Feature]:
    return frozenset(feature for response in responses for feature in shown_coverage(contract, response))


@pytest.mark.survey
@settings(max_examples=4)
@given(st.sets(st.sampled_from(ALL_FEATURES), max_size=40), st.booleans())
def test_all_gaps_are_filled(features: set[Feature], are_missing: bool) -> None:
    shown = frozenset(ALL_FEATURES) - features if are_missing else frozenset(features)
    filling = fill(FLAGSHIP, shown)
    is_valid = compile_schema(FLAGSHIP.response).is_valid
    assert all(is_valid(response) for response in filling.responses)
    assert filling.left == ()
    assert filling.gaps == len(ALL_FEATURES) - len(shown)
    assert shown | features_shown_by(FLAGSHIP, filling.responses) == frozenset(ALL_FEATURES)


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
    filling = fill(flagship, frozenset(ALL_FEATURES) - {feature})
    assert len(filling.responses) == 1
    assert feature in features_shown_by(flagship, filling.responses)


@pytest.mark.survey
def test_no_response_is_redundant(flagship: Contract) -> None:
    assert fill(flagship, frozenset(ALL_FEATURES)).responses == ()
    shown = features_shown_by(flagship, islice(corpus(flagship, seed=8), 3))
    filling = fill(flagship, shown)
    assert 0 < len(filling.responses) < 20
    features_by_response = [features_shown_by(flagship, [response]) for response in filling.responses]
    for index in range(len(features_by_response)):
        without_response = shown.union(*features_by_response[:index], *features_by_response[index + 1 :])
        assert without_response != frozenset(ALL_FEATURES), "all features are shown without this response"


def test_same_seed_gives_same_responses(flagship: Contract) -> None:
    shown = features_shown_by(flagship, islice(corpus(flagship, seed=8), 10))
    filling = fill(flagship, shown, seed=4)
    assert fill(flagship, shown, seed=4) == filling != fill(flagship, shown, seed=5)


@pytest.mark.parametrize("name", ["dynamodb.Query", "s3.ListObjectsV2"])
def test_other_operations_are_filled_up_to_nesting_limit(capture: Callable[[str], Contract], name: str) -> None:
    contract = capture(name)
    filling = fill(contract, frozenset())
    assert len(filling.left) < 0.1 * filling.gaps
    assert features_shown_by(contract, filling.responses) == frozenset(coverable_features(contract)).difference(
        filling.left
    )
