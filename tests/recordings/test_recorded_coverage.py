"""Coverage is counted in every form and representation, and only if it was asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from shapeproof.contract import Contract
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.recordings.discovery.planner import plan_units
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.validation.coverage.features import Feature

EXAMPLES: Final = Path(__file__).parents[2] / "examples" / "recordings"
FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job@1.29.145"
FAILED: Final = Feature("scenario", "", "failed")


def summarise(path: Path, contract: str | None = None, *, coverage: bool = True) -> RunSummary:
    checker, summary = Checker(CheckOptions(contract, coverage=coverage)), RunSummary()
    for planned in plan_units([str(path)]):
        for result in checker.check(planned):
            summary.add(result)
    return summary


@pytest.mark.parametrize("name", sorted(file.name for file in (EXAMPLES / "good").iterdir()))
def test_each_form_is_counted(name: str, flagship: Contract) -> None:
    summary = summarise(EXAMPLES / "good" / name)
    counts = summary.coverage[FLAGSHIP].by_feature(flagship)
    assert summary.coverage[FLAGSHIP].responses == summary.responses
    assert counts[Feature("member", "HyperParameterTuningJobName", "present")] == summary.responses
    assert counts[FAILED] == (name == "vision_failed.json")


def test_the_fast_path_counts_as_the_thorough_check_does(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = summarise(EXAMPLES)

    def decline(*_: object) -> bool:
        return False

    monkeypatch.setattr("shapeproof.recordings.checking.fast_path.FastPath.is_clean", decline)
    assert summarise(EXAMPLES).coverage == fast.coverage


def test_responses_with_findings_are_counted_too_but_no_errors(tmp_path: Path, flagship: Contract) -> None:
    wrong = {"HyperParameterTuningJobStatus": "Failed", "FailureReason": "x", "TrainingJobStatusCounters": "none"}
    error = {"Error": {"Code": "ResourceNotFound", "Message": "x"}}
    (tmp_path / "x.jsonl").write_text("\n".join(map(json.dumps, [wrong, error, [], 5])))
    summary = summarise(tmp_path, contract=FLAGSHIP)
    assert summary.coverage[FLAGSHIP].responses == 1
    assert summary.coverage[FLAGSHIP].by_feature(flagship)[FAILED] == 1


def test_nothing_is_counted_unless_asked_for() -> None:
    assert summarise(EXAMPLES, coverage=False).coverage == {}
    checker = Checker(CheckOptions())
    parts: list[UnitResult] = [part for planned in plan_units([str(EXAMPLES)]) for part in checker.check(planned)]
    assert parts
    assert not [part for part in parts if part.coverage]
