"""Corpora: the same seed gives the same bytes in any process and directory; covering corpora cover all features."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Final

import pytest
from hypothesis import strategies as st

from shapeproof.contract import Contract
from shapeproof.errors import UsageError
from shapeproof.fuzz.covering.covering import cover
from shapeproof.fuzz.drawing.corpus import corpus
from shapeproof.validation.coverage.features import features, shown_features
from shapeproof.validation.engines.compilation import compile_schema

CHECKOUT: Final = Path(__file__).parents[2]
STRATEGIES: Final = ("Bayesian", "Random", "Hyperband", "Grid")
STOPPING_TYPES: Final = ("Off", "Auto", None)
FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job"


@pytest.mark.parametrize(
    "options",
    [
        ["-n", "20"],
        *(
            pytest.param(["-n", "60", *more], marks=pytest.mark.survey)
            for more in ([], ["--view", "tolerant", "--representation", "sdk"], ["--scenario", "failed", "--bare"])
        ),
    ],
)
def test_corpus_is_the_same_in_every_process(tmp_path: Path, options: list[str]) -> None:
    # Hypothesis would use these constants.
    (tmp_path / "local.py").write_text("MAGIC = [b'abcdefgh', 'a word', 123456789]\n")
    outputs = [
        subprocess.run(
            [sys.executable, "-m", "shapeproof", "fuzz", "corpus", FLAGSHIP, "--seed", "5", *options],
            cwd=directory, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True,
        ).stdout
        for seed, directory in (("1", tmp_path), ("2", CHECKOUT))
    ]  # fmt: skip
    assert outputs[0] == outputs[1]
    assert outputs[0].count(b"\n") == int(options[1])


@pytest.mark.survey
def test_covering_corpus_is_the_same_in_every_process() -> None:
    outputs = [
        subprocess.run(
            [sys.executable, "-m", "shapeproof", "fuzz", "cover", FLAGSHIP, "--bare"],
            env={"PYTHONHASHSEED": seed}, capture_output=True, check=True,
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert outputs[0] == outputs[1]


def test_other_seed_gives_other_responses_after_the_simplest(flagship: Contract) -> None:
    first, second = (list(islice(corpus(flagship, seed=seed), 20)) for seed in (1, 2))
    assert first[0] == second[0]
    assert not any(response in second for response in first[1:])


def test_covering_corpus_of_flagship_covers_everything(flagship: Contract) -> None:
    covering = cover(flagship)
    engine = compile_schema(flagship.response)
    assert all(engine.is_valid(response) for response in covering.responses)
    features_shown = {
        feature for response in covering.responses for feature in shown_features(flagship.response, response)
    }
    assert features_shown >= set(features(flagship.response))
    assert covering.features_shown == covering.features == len(set(features(flagship.response)))
    assert covering.pairs_shown == covering.pairs > 2_000
    assert 20 < len(covering.responses) < 40
    configs = [response["HyperParameterTuningJobConfig"] for response in covering.responses]
    triples = {
        (config["Strategy"], "StrategyConfig" in config, config.get("TrainingJobEarlyStoppingType"))
        for config in configs
    }
    # Every pair of values of any two of the three members is present.
    assert {triple[:2] for triple in triples} == {
        (name, is_present) for name in STRATEGIES for is_present in (True, False)
    }
    assert {triple[1:] for triple in triples} == {
        (is_present, stop) for is_present in (True, False) for stop in STOPPING_TYPES
    }
    assert {triple[::2] for triple in triples} == {(name, stop) for name in STRATEGIES for stop in STOPPING_TYPES}


@pytest.mark.survey
@pytest.mark.parametrize(
    "name", ["dynamodb.Query", "bedrock-agent.GetFlow", "wafv2.GetWebACL", "sagemaker.DescribeTrainingJob"]
)
def test_other_operations_are_covered_up_to_nesting_limit(capture: Callable[[str], Contract], name: str) -> None:
    contract = capture(name)
    covering = cover(contract)
    engine = compile_schema(contract.response)
    assert all(engine.is_valid(response) for response in covering.responses)
    assert covering.features_shown > 0.9 * covering.features
    assert covering.pairs_shown > 0.9 * covering.pairs


def test_pinned_strategy_is_an_error(flagship: Contract) -> None:
    with pytest.raises(UsageError, match="a strategy can't be pinned here"):
        list(islice(corpus(flagship, pins={"FailureReason": st.text()}), 2))


def test_corpus_of_requests_is_valid(flagship: Contract) -> None:
    engine = compile_schema(flagship.request)
    documents = [json.dumps(request) for request in islice(corpus(flagship, part="request"), 50)]
    assert all(engine.is_valid(json.loads(document)) for document in documents)
    assert len(set(documents)) > 10
