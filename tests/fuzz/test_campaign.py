"""Campaigns: every planted failure is found, kept apart, shrunk to its essence, and explained."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest

from shapeproof.contract import Contract, Representation
from shapeproof.fuzz import PRESENT
from shapeproof.fuzz.campaign import Campaign, Options
from shapeproof.fuzz.difference import Difference, differences
from shapeproof.fuzz.endings import CRASH, Ending

PASSED: Final = Ending(status=0)


class Reader:
    """A consumer that is a function: what it raises is what it dies of."""

    def __init__(self, read: Callable[[Any], object]) -> None:
        self._read = read
        self.seen: list[str] = []

    def run(self, text: str) -> Ending:
        self.seen.append(text)
        try:
            self._read(json.loads(text))
        except (LookupError, TypeError, ValueError) as error:
            place = error.__traceback__.tb_next.tb_lineno if error.__traceback__ and error.__traceback__.tb_next else 0
            trace = f'Traceback (most recent call last):\n  File "reader.py", line {place}, in read\n'
            return Ending(status=1, stderr=f"{trace}{type(error).__name__}: {error}\n")
        return PASSED


def campaign(
    contract: Contract,
    reader: Reader,
    count: int = 400,
    representation: Representation = "cli",
    seconds: float | None = None,
) -> Campaign:
    crash = re.compile(CRASH, re.MULTILINE)
    return Campaign(contract, reader, Options("strict", representation, count, seconds, 1, crash))


def three_bugs(response: Mapping[str, Any]) -> object:
    if response["HyperParameterTuningJobStatus"] == "Failed":
        return response["FailureReason"].splitlines()[0]
    best = response.get("BestTrainingJob")
    if best:
        return float(best.get("FinalHyperParameterTuningJobObjectiveMetric", {}).get("Value"))
    return None


def test_each_failure_is_found_apart_and_shrunk(flagship: Contract) -> None:
    under_way = campaign(flagship, Reader(three_bugs))
    found = list(under_way.run({}))
    assert len(found) == 3
    by_words = {failure.ending.stderr.strip().splitlines()[-1].split(":")[0]: failure.response for failure in found}
    assert sorted(by_words) == ["IndexError", "KeyError", "TypeError"]
    optional = {"FailureReason", "BestTrainingJob"}
    assert {name: set(response) & optional for name, response in by_words.items()} == {
        "KeyError": set(),
        "IndexError": {"FailureReason"},
        "TypeError": {"BestTrainingJob"},
    }
    assert by_words["IndexError"]["FailureReason"] == ""
    assert not set(by_words["TypeError"]) & {"WarmStartConfig", "TrainingJobDefinition", "TrainingJobDefinitions"}
    assert under_way.tried <= 400
    assert len(under_way.shown) > 600


def test_a_correct_reader_passes(flagship: Contract) -> None:
    reader = Reader(lambda response: response.get("BestTrainingJob", {}).get("TrainingJobName"))
    under_way = campaign(flagship, reader, count=100)
    assert not list(under_way.run({}))
    assert len(set(reader.seen)) == len(reader.seen) == under_way.tried


def test_pins_hold_in_a_campaign(flagship: Contract) -> None:
    reader = Reader(lambda response: response["BestTrainingJob"])
    assert not list(campaign(flagship, reader, count=60).run({"BestTrainingJob": PRESENT}))


def test_the_time_is_kept_and_what_was_found_is_told(flagship: Contract) -> None:
    reader = Reader(three_bugs)
    under_way = campaign(flagship, reader, count=10**9, seconds=2)
    assert list(under_way.run({}))
    assert under_way.is_cut_short


def test_the_consumer_gets_the_representation_that_was_asked_for(flagship: Contract) -> None:
    reader = Reader(lambda response: response["CreationTime"] + 1)
    assert not list(campaign(flagship, reader, count=40, representation="wire").run({}))


@pytest.mark.parametrize(
    ("passes", "expected"),
    [
        (lambda response: "BestTrainingJob" in response, Difference("/BestTrainingJob", "is absent", "with it")),
        (
            lambda response: response["HyperParameterTuningJobStatus"] != "Stopping",
            Difference("/HyperParameterTuningJobStatus", 'is "Stopping"', 'with "Completed"'),
        ),
        (
            lambda response: "FailureReason" not in response,
            Difference("/FailureReason", 'is there: ""', "without it"),
        ),
        (
            lambda response: response.get("FailureReason") != "",
            Difference("/FailureReason", 'is ""', 'with "AlgorithmError: exit code 1, see the log"'),
        ),
    ],
)
def test_what_makes_the_difference_is_told(
    flagship: Contract, passes: Callable[[Any], bool], expected: Difference
) -> None:
    response = {
        "HyperParameterTuningJobName": "example",
        "HyperParameterTuningJobArn": "arn:aws:sagemaker:us-east-1:123456789012:hyper-parameter-tuning-job/example",
        "HyperParameterTuningJobConfig": {"Strategy": "Random", "ResourceLimits": {"MaxParallelTrainingJobs": 1}},
        "HyperParameterTuningJobStatus": "Stopping",
        "CreationTime": "2024-01-01T00:00:00+00:00",
        "TrainingJobStatusCounters": {},
        "ObjectiveStatusCounters": {},
        "FailureReason": "",
    }
    told = {(one.pointer, one.state): one.change for one in differences(flagship.response, response, passes)}
    change = told[expected.pointer, expected.state]
    assert change == expected.change or (expected.change == "with it" and change.startswith("with {"))
