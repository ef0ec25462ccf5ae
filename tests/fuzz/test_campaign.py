"""Campaigns: every planted failure is found, kept apart, shrunk to its essence, and explained."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest

from shapeproof.contract import Contract, Representation
from shapeproof.errors import UsageError
from shapeproof.fuzz import PRESENT
from shapeproof.fuzz.campaign.campaign import Campaign, CampaignOptions
from shapeproof.fuzz.campaign.difference import Difference, Outcome, differences
from shapeproof.fuzz.campaign.run_outcome import CRASH, RunOutcome

PASSED: Final = RunOutcome(status=0)


class Reader:
    """A consumer that is a function: what it raises is what it dies of."""

    def __init__(self, read: Callable[[Any], object]) -> None:
        self._read = read
        self.seen: list[str] = []

    def run(self, text: str) -> RunOutcome:
        self.seen.append(text)
        try:
            self._read(json.loads(text))
        except (LookupError, TypeError, ValueError) as error:
            place = error.__traceback__.tb_next.tb_lineno if error.__traceback__ and error.__traceback__.tb_next else 0
            trace = f'Traceback (most recent call last):\n  File "reader.py", line {place}, in read\n'
            return RunOutcome(status=1, stderr=f"{trace}{type(error).__name__}: {error}\n")
        return PASSED


def campaign(
    contract: Contract,
    reader: Reader,
    count: int = 400,
    representation: Representation = "cli",
    seconds: float | None = None,
) -> Campaign:
    crash = re.compile(CRASH, re.MULTILINE)
    return Campaign(contract, reader, CampaignOptions("strict", representation, count, seconds, 1, crash))


def three_bugs(response: Mapping[str, Any]) -> object:
    if response["HyperParameterTuningJobStatus"] == "Failed":
        return response["FailureReason"].splitlines()[0]
    best = response.get("BestTrainingJob")
    if best:
        return float(best.get("FinalHyperParameterTuningJobObjectiveMetric", {}).get("Value"))
    return None


def test_each_failure_is_found_apart_and_shrunk(flagship: Contract) -> None:
    under_way = campaign(flagship, Reader(three_bugs), count=1_200)
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
    assert under_way.tried <= 1_200
    assert 600 < len(under_way.shown) <= under_way.features


def test_a_correct_reader_passes(flagship: Contract) -> None:
    reader = Reader(lambda response: response.get("BestTrainingJob", {}).get("TrainingJobName"))
    under_way = campaign(flagship, reader, count=100)
    assert not list(under_way.run({}))
    assert len(set(reader.seen)) == len(reader.seen) == under_way.tried


def test_values_in_a_message_do_not_make_failures_without_end(flagship: Contract) -> None:
    def read(response: Any) -> object:
        raise ValueError(f"cannot parse: {response['FailureReason']} of {response['HyperParameterTuningJobName']}")

    found = list(campaign(flagship, Reader(read), count=150).run({"FailureReason": PRESENT}))
    assert len(found) < 4


def test_an_interruption_tells_what_was_found(flagship: Contract) -> None:
    class Interrupted(Reader):
        def run(self, text: str) -> RunOutcome:
            ending = super().run(text)
            if ending.status and len(self.seen) > 3:
                raise KeyboardInterrupt
            return ending

    under_way = campaign(flagship, Interrupted(lambda response: response["BestTrainingJob"]))
    told: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        told.extend(failure.identity for failure in under_way.run({}))
    assert len(under_way.failures) == 1


@pytest.mark.parametrize("error", [AssertionError("a bug"), UsageError("two lines")], ids=["a bug", "a usage error"])
def test_what_fails_beside_the_consumer_is_raised_after_what_was_found(flagship: Contract, error: Exception) -> None:
    class Broken(Reader):
        def run(self, text: str) -> RunOutcome:
            ending = super().run(text)
            if ending.status == 0:
                raise error
            return ending

    under_way = campaign(flagship, Broken(three_bugs), count=1_200)
    told: list[str] = []
    with pytest.raises(type(error), match=str(error)):
        told.extend(failure.identity for failure in under_way.run({"BestTrainingJob": PRESENT}))
    assert told == list(under_way.failures) != []


def test_what_fails_beside_a_consumer_that_has_not_failed_is_raised(flagship: Contract) -> None:
    def read(_: Any) -> object:
        raise AssertionError("a bug")

    with pytest.raises(AssertionError, match="a bug"):
        list(campaign(flagship, Reader(read), count=20).run({}))


def test_a_member_of_tomorrow_makes_the_difference(flagship: Contract) -> None:
    response = {**RESPONSE, "AddedTomorrow": 1, "HyperParameterTuningJobStatus": "Sleeping"}
    found = differences(
        flagship.schema(view="tolerant"), response, lambda one: "fails alike" if "AddedTomorrow" in one else "passes"
    )
    assert found == [Difference("/AddedTomorrow", "is present, unknown to the contract", "is absent", "passes")]


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


RESPONSE: Final = {
    "HyperParameterTuningJobName": "example",
    "HyperParameterTuningJobArn": "arn:aws:sagemaker:us-east-1:123456789012:hyper-parameter-tuning-job/example",
    "HyperParameterTuningJobConfig": {"Strategy": "Random", "ResourceLimits": {"MaxParallelTrainingJobs": 1}},
    "HyperParameterTuningJobStatus": "Stopping",
    "CreationTime": "2024-01-01T00:00:00+00:00",
    "TrainingJobStatusCounters": {},
    "ObjectiveStatusCounters": {},
    "FailureReason": "",
}


def lacks_best(response: Any) -> Outcome:
    return "passes" if "BestTrainingJob" in response else "fails alike"


def is_stopping(response: Any) -> Outcome:
    return "fails alike" if response["HyperParameterTuningJobStatus"] == "Stopping" else "passes"


def has_empty_reason(response: Any) -> Outcome:
    return "fails alike" if response.get("FailureReason") == "" else "passes"


def fails_next(response: Any) -> Outcome:
    return "fails otherwise" if "BestTrainingJob" in response else "fails alike"


def wants_no_more(_: Any) -> Outcome | None:
    return None


@pytest.mark.parametrize(
    ("tried", "expected"),
    [
        (lacks_best, [Difference("/BestTrainingJob", "is absent", "is present", "passes")]),
        (
            is_stopping,
            [Difference("/HyperParameterTuningJobStatus", 'is "Stopping"', 'is "Completed"', "passes")],
        ),
        (
            has_empty_reason,
            [
                Difference("/FailureReason", 'is ""', "is absent", "passes"),
                Difference("/FailureReason", 'is ""', 'is "AlgorithmError: exit code 1, see the log"', "passes"),
            ],
        ),
        (fails_next, [Difference("/BestTrainingJob", "is absent", "is present", "fails otherwise")]),
        (wants_no_more, []),
    ],
)
def test_what_makes_the_difference_is_told(
    flagship: Contract, tried: Callable[[Any], Outcome | None], expected: list[Difference]
) -> None:
    found = differences(flagship.response, RESPONSE, tried)
    assert found == expected
