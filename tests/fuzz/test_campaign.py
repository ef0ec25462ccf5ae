"""Campaigns: every planted failure is found, distinguished, shrunk and explained."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Any, Final

import pytest

from shapeproof.contract import Contract, Representation
from shapeproof.errors import UsageError
from shapeproof.fuzz import PRESENT
from shapeproof.fuzz.campaign.campaign import Campaign, CampaignOptions
from shapeproof.fuzz.campaign.fuzz_targets import LineProgram
from shapeproof.fuzz.campaign.minimal_changes import Explanation
from shapeproof.fuzz.campaign.run_outcome import CRASH, RunOutcome
from shapeproof.registry import load
from shapeproof.report.campaign.text import failure_text, summary_text

PASSED: Final = RunOutcome(status=0)


class FunctionProgram:
    """A function as the program under test: its exceptions are crashes."""

    reads_lines = True

    def __init__(self, read: Callable[[Any], object]) -> None:
        self._read = read
        self.documents: list[str] = []

    def run(self, document: str) -> RunOutcome:
        self.documents.append(document)
        try:
            self._read(json.loads(document))
        except (LookupError, TypeError, ValueError) as error:
            line = error.__traceback__.tb_next.tb_lineno if error.__traceback__ and error.__traceback__.tb_next else 0
            trace = f'Traceback (most recent call last):\n  File "reader.py", line {line}, in read\n'
            return RunOutcome(status=1, stderr=f"{trace}{type(error).__name__}: {error}\n")
        return PASSED

    def settle(self) -> None:
        """It has ended."""


def make_campaign(
    contract: Contract,
    program: FunctionProgram,
    count: int = 400,
    representation: Representation = "cli",
    seconds: float | None = None,
    *,
    coherent: bool = True,
) -> Campaign:
    crash = re.compile(CRASH, re.MULTILINE)
    options = CampaignOptions("strict", representation, count, seconds, 1, crash, coherent=coherent)
    return Campaign(contract, program, options)


def read_with_three_bugs(response: Mapping[str, Any]) -> object:
    if response["HyperParameterTuningJobStatus"] == "Failed":
        return response["FailureReason"].splitlines()[0]
    best = response.get("BestTrainingJob")
    if best:
        return float(best.get("FinalHyperParameterTuningJobObjectiveMetric", {}).get("Value"))
    return None


@pytest.mark.survey
def test_each_failure_is_found_separately_and_shrunk(flagship: Contract) -> None:
    campaign = make_campaign(flagship, FunctionProgram(read_with_three_bugs), count=1_200, coherent=False)
    failures = list(campaign.run({}))
    assert len(failures) == 3
    by_error = {failure.outcome.stderr.strip().splitlines()[-1].split(":")[0]: failure.response for failure in failures}
    assert sorted(by_error) == ["IndexError", "KeyError", "TypeError"]
    optional = {"FailureReason", "BestTrainingJob"}
    assert {name: set(response) & optional for name, response in by_error.items()} == {
        "KeyError": set(),
        "IndexError": {"FailureReason"},
        "TypeError": {"BestTrainingJob"},
    }
    assert by_error["IndexError"]["FailureReason"] == ""
    assert not set(by_error["TypeError"]) & {"WarmStartConfig", "TrainingJobDefinition", "TrainingJobDefinitions"}
    assert campaign.response_count <= 1_200
    assert 600 < len(campaign.shown_features) <= campaign.feature_count


@pytest.mark.survey
def test_coherent_responses_show_only_the_bugs_that_can_happen(flagship: Contract) -> None:
    # A job that failed always has a failure reason (HPT rules): the KeyError is no bug of the reader.
    failures = list(make_campaign(flagship, FunctionProgram(read_with_three_bugs), count=1_200).run({}))
    assert sorted(failure.identity.rpartition(" ")[2] for failure in failures) == ["IndexError", "TypeError"]


def test_correct_program_passes(flagship: Contract) -> None:
    program = FunctionProgram(lambda response: response.get("BestTrainingJob", {}).get("TrainingJobName"))
    campaign = make_campaign(flagship, program, count=100)
    assert not list(campaign.run({}))
    assert len(set(program.documents)) == len(program.documents) == campaign.response_count


def test_values_in_message_do_not_distinguish_failures(flagship: Contract) -> None:
    def read(response: Any) -> object:
        raise ValueError(f"cannot parse: {response['FailureReason']} of {response['HyperParameterTuningJobName']}")

    failures = list(make_campaign(flagship, FunctionProgram(read), count=150).run({"FailureReason": PRESENT}))
    assert len(failures) < 4


def test_interrupted_campaign_keeps_its_failures(flagship: Contract) -> None:
    class InterruptedProgram(FunctionProgram):
        def run(self, document: str) -> RunOutcome:
            outcome = super().run(document)
            if outcome.status and len(self.documents) > 3:
                raise KeyboardInterrupt
            return outcome

    campaign = make_campaign(flagship, InterruptedProgram(lambda response: response["BestTrainingJob"]))
    identities: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        identities.extend(failure.identity for failure in campaign.run({}))
    assert len(campaign.failures) == 1


@pytest.mark.parametrize("error", [AssertionError("a bug"), UsageError("two lines")], ids=["a bug", "a usage error"])
def test_internal_error_is_raised_after_failures(flagship: Contract, error: Exception) -> None:
    class BrokenProgram(FunctionProgram):
        def run(self, document: str) -> RunOutcome:
            outcome = super().run(document)
            if outcome.status == 0:
                raise error
            return outcome

    campaign = make_campaign(flagship, BrokenProgram(read_with_three_bugs), count=1_200)
    identities: list[str] = []
    with pytest.raises(type(error), match=str(error)):
        identities.extend(failure.identity for failure in campaign.run({"BestTrainingJob": PRESENT}))
    assert identities == list(campaign.failures) != []


def test_internal_error_without_failures_is_raised(flagship: Contract) -> None:
    def read(_: Any) -> object:
        raise AssertionError("a bug")

    with pytest.raises(AssertionError, match="a bug"):
        list(make_campaign(flagship, FunctionProgram(read), count=20).run({}))


def test_campaign_respects_pins(flagship: Contract) -> None:
    program = FunctionProgram(lambda response: response["BestTrainingJob"])
    assert not list(make_campaign(flagship, program, count=60).run({"BestTrainingJob": PRESENT}))


@pytest.mark.survey
def test_campaign_stops_at_time_limit_and_keeps_failures(flagship: Contract) -> None:
    program = FunctionProgram(read_with_three_bugs)
    campaign = make_campaign(flagship, program, count=10**9, seconds=2)
    assert list(campaign.run({}))
    assert campaign.is_out_of_time


def test_program_receives_requested_representation(flagship: Contract) -> None:
    program = FunctionProgram(lambda response: response["CreationTime"] + 1)
    assert not list(make_campaign(flagship, program, count=40, representation="wire").run({}))


@pytest.mark.survey
def test_answers_before_a_late_failure_are_asked_for_again(tmp_path: Path) -> None:
    """Nothing but the end of the process shows the failure, and the answer was there before."""
    file = tmp_path / "consumer.py"
    file.write_text(
        "import sys\nfor line in sys.stdin:\n    print('ok', flush=True)\n    if 'Buckets' in line: sys.exit(3)\n"
    )
    with LineProgram([sys.executable, "-IS", str(file)], timeout=20) as program:
        crash = re.compile(CRASH, re.MULTILINE)
        options = CampaignOptions("strict", "cli", 12, None, 1, crash)
        (failure,) = Campaign(load("s3.list_buckets@installed"), program, options).run({})
    assert failure.response == {"Buckets": []}
    assert failure.identity.startswith("exit status 3 after an answer")


def test_a_program_that_fails_in_another_way_each_time_ends_the_campaign(flagship: Contract) -> None:
    places = count(1)

    class UnstableProgram(FunctionProgram):
        def run(self, document: str) -> RunOutcome:
            self.documents.append(document)
            return RunOutcome(status=1, stderr=f"reader.py:{next(places)}: failed\n")

    program = UnstableProgram(len)
    campaign = make_campaign(flagship, program, count=50)
    (failure,) = campaign.run({})
    assert (failure.is_stable, failure.is_reduced, campaign.is_unstable) == (False, False, True)
    assert (len(program.documents), len(set(program.documents))) == (3, 1)
    assert "stopped: failures that are others each time can't be told apart" in summary_text(campaign)
    assert "fails in another way each time" in failure_text(1, failure, Explanation(), "kept.json", "replay it")


def test_a_failure_that_is_another_one_once_is_reduced_as_any(flagship: Contract) -> None:
    class HesitantProgram(FunctionProgram):
        def run(self, document: str) -> RunOutcome:
            self.documents.append(document)
            return RunOutcome(status=1, stderr=f"reader.py:{1 if len(self.documents) == 2 else 2}: failed\n")

    campaign = make_campaign(flagship, HesitantProgram(len), count=5)
    (failure,) = campaign.run({})
    assert failure.is_stable
    assert failure.is_reduced
    assert not campaign.is_unstable
