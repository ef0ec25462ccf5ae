"""Coverage is counted of what was recorded, whatever the form and the representation, and only if it was asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from shapeproof.contract import Contract
from shapeproof.recordings import files
from shapeproof.recordings.partial import Partial
from shapeproof.recordings.verdict import judged, unseen_members
from shapeproof.recordings.work import Checker, Options
from shapeproof.report.tally import Tally
from shapeproof.validate.codes import Severities
from shapeproof.validate.coverage import Feature
from shapeproof.validate.showing import shown_features

EXAMPLES: Final = Path(__file__).parents[2] / "examples" / "recordings"
FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job@1.29.145"
FAILED: Final = Feature("scenario", "", "failed")


def tally(path: Path, contract: str | None = None, *, coverage: bool = True) -> Tally:
    checker, found = Checker(Options(contract, coverage=coverage)), Tally()
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

    monkeypatch.setattr("shapeproof.recordings.glance.Glance.is_clean", no)
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
    checker = Checker(Options())
    parts: list[Partial] = [checker.check(planned) for planned in files.units([str(EXAMPLES)])]
    assert not [part for part in parts if part.coverage]


def test_no_body_shows_what_travels_in_headers(rest: Contract) -> None:
    verdict = judged(
        {"name": "x", "made": 5},
        rest,
        "response",
        severities=Severities(),
        engine="jsonschema-rs",
        representation="wire",
    )
    unseen = unseen_members(rest, "response", "wire")
    assert unseen == {"Request", "Code"}
    assert unseen_members(rest, "response", "sdk") == frozenset()
    shown = shown_features(rest, verdict.value, unseen)
    assert Feature("member", "Name", "present") in shown
    assert Feature("member", "Data", "absent") in shown
    assert not [one for one in shown if one.place in unseen]
