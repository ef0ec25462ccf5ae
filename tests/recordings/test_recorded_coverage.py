"""Coverage is counted of what was recorded, whatever the form and the representation, and only if it was asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from shapeproof.contract import Contract
from shapeproof.recordings.checking.checker import Checker, CheckOptions
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.recordings.discovery import files
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.validation.coverage.coverage_counter import shown_coverage
from shapeproof.validation.coverage.features import Feature
from shapeproof.validation.validator import Validator, unseen_members

EXAMPLES: Final = Path(__file__).parents[2] / "examples" / "recordings"
FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job@1.29.145"
FAILED: Final = Feature("scenario", "", "failed")


def tally(path: Path, contract: str | None = None, *, coverage: bool = True) -> RunSummary:
    checker, found = Checker(CheckOptions(contract, coverage=coverage)), RunSummary()
    for planned in files.units([str(path)]):
        found.add(checker.check(planned))
    return found


@pytest.mark.parametrize("name", sorted(file.name for file in (EXAMPLES / "good").iterdir()))
def test_each_form_is_counted(name: str, flagship: Contract) -> None:
    found = tally(EXAMPLES / "good" / name)
    counts = found.coverage[FLAGSHIP].by_feature(flagship)
    assert found.coverage[FLAGSHIP].responses == found.responses
    assert counts[Feature("member", "HyperParameterTuningJobName", "present")] == found.responses
    assert counts[FAILED] == (name == "vision_failed.json")


def test_the_fast_way_counts_as_the_thorough_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = tally(EXAMPLES)

    def no(*_: object) -> bool:
        return False

    monkeypatch.setattr("shapeproof.recordings.checking.fast_path.FastPath.is_clean", no)
    assert tally(EXAMPLES).coverage == fast.coverage


def test_responses_with_findings_are_counted_too_but_no_errors(tmp_path: Path, flagship: Contract) -> None:
    wrong = {"HyperParameterTuningJobStatus": "Failed", "FailureReason": "x", "TrainingJobStatusCounters": "none"}
    error = {"Error": {"Code": "ResourceNotFound", "Message": "x"}}
    (tmp_path / "x.jsonl").write_text("\n".join(map(json.dumps, [wrong, error, [], 5])))
    found = tally(tmp_path, contract=FLAGSHIP)
    assert found.coverage[FLAGSHIP].responses == 1
    assert found.coverage[FLAGSHIP].by_feature(flagship)[FAILED] == 1


def test_nothing_is_counted_unless_asked_for() -> None:
    assert tally(EXAMPLES, coverage=False).coverage == {}
    checker = Checker(CheckOptions())
    parts: list[UnitResult] = [checker.check(planned) for planned in files.units([str(EXAMPLES)])]
    assert parts
    assert not [part for part in parts if part.coverage]


def test_no_body_shows_what_travels_in_headers(rest: Contract) -> None:
    verdict = Validator(rest).check({"name": "x", "made": 5}, "wire")
    unseen = unseen_members(rest, "response", "wire")
    assert unseen == {"Request", "Code"}
    assert unseen_members(rest, "response", "sdk") == frozenset()
    shown = shown_coverage(rest, verdict.value, unseen)
    assert Feature("member", "Name", "present") in shown
    assert Feature("member", "Data", "absent") in shown
    assert not [one for one in shown if one.subject in unseen]
