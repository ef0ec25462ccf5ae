"""Corpora: the same seed gives the same bytes in every process, hash seed and directory; covering ones cover."""

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
STOPPING: Final = ("Off", "Auto", None)
NAME: Final = "sagemaker.describe_hyper_parameter_tuning_job"


def test_two_processes_give_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "local.py").write_text("MAGIC = [b'abcdefgh', 'a word', 123456789]\n")  # Hypothesis would pick these up
    outputs = [
        subprocess.run(
            [sys.executable, "-m", "shapeproof", "fuzz", "corpus", NAME, "-n", "60", "--seed", "5", *extra],
            cwd=directory, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True,
        ).stdout
        for extra in ([], ["--view", "tolerant", "--representation", "sdk"], ["--scenario", "failed", "--bare"])
        for seed, directory in (("1", tmp_path), ("2", CHECKOUT))
    ]  # fmt: skip
    assert [outputs[0], outputs[2], outputs[4]] == [outputs[1], outputs[3], outputs[5]]
    assert outputs[0].count(b"\n") == 60


def test_a_covering_corpus_is_the_same_in_two_processes() -> None:
    outputs = [
        subprocess.run(
            [sys.executable, "-m", "shapeproof", "fuzz", "cover", NAME, "--bare"],
            env={"PYTHONHASHSEED": seed}, capture_output=True, check=True,
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert outputs[0] == outputs[1]


def test_another_seed_gives_other_responses_and_the_first_is_the_simplest(flagship: Contract) -> None:
    first, second = (list(islice(corpus(flagship, seed=seed), 20)) for seed in (1, 2))
    assert first[0] == second[0]
    assert not any(response in second for response in first[1:])


def test_the_covering_corpus_of_the_flagship_covers_all(flagship: Contract) -> None:
    covering = cover(flagship)
    engine = compile_schema(flagship.response)
    assert all(engine.is_valid(response) for response in covering.responses)
    shown = {feature for response in covering.responses for feature in shown_features(flagship.response, response)}
    assert shown >= set(features(flagship.response))
    assert covering.features_shown == covering.features == len(set(features(flagship.response)))
    assert covering.pairs_shown == covering.pairs > 2_000
    assert 20 < len(covering.responses) < 40
    configs = [response["HyperParameterTuningJobConfig"] for response in covering.responses]
    paired = {
        (config["Strategy"], "StrategyConfig" in config, config.get("TrainingJobEarlyStoppingType"))
        for config in configs
    }
    # Every pair of values of two of the three members.
    assert {pair[:2] for pair in paired} == {(name, is_present) for name in STRATEGIES for is_present in (True, False)}
    assert {pair[1:] for pair in paired} == {(is_present, stop) for is_present in (True, False) for stop in STOPPING}
    assert {pair[::2] for pair in paired} == {(name, stop) for name in STRATEGIES for stop in STOPPING}


@pytest.mark.parametrize(
    "name", ["dynamodb.Query", "bedrock-agent.GetFlow", "wafv2.GetWebACL", "sagemaker.DescribeTrainingJob"]
)
def test_other_operations_are_covered_as_far_as_they_nest(capture: Callable[[str], Contract], name: str) -> None:
    contract = capture(name)
    covering = cover(contract)
    engine = compile_schema(contract.response)
    assert all(engine.is_valid(response) for response in covering.responses)
    assert covering.features_shown > 0.9 * covering.features
    assert covering.pairs_shown > 0.9 * covering.pairs


def test_a_corpus_takes_no_pinned_strategy(flagship: Contract) -> None:
    with pytest.raises(UsageError, match="a strategy can't be pinned here"):
        list(islice(corpus(flagship, pins={"FailureReason": st.text()}), 2))


def test_a_corpus_of_requests_is_valid(flagship: Contract) -> None:
    engine = compile_schema(flagship.request)
    documents = [json.dumps(request) for request in islice(corpus(flagship, part="request"), 50)]
    assert all(engine.is_valid(json.loads(document)) for document in documents)
    assert len(set(documents)) > 10
