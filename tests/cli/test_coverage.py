"""`validate --coverage` and `fuzz fill`, there and back: what is never shown is reported, filled, and shown then."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest
from tests.cli.conftest import Run

FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job"


@pytest.fixture
def coverage(run: Run, examples: Path, tmp_path: Path) -> Path:
    done = run("validate", "examples/good", "--coverage", "--format", "json")
    assert done.returncode == 0
    file = tmp_path / "coverage.json"
    file.write_text(done.stdout)
    return file


def gaps(run: Run, *paths: str) -> int:
    document = json.loads(run("validate", *paths, "--coverage", "--format", "json").stdout)
    rows = (row for one in document["coverage"] for row in (*one["features"], *one["scenarios"]))
    return sum(not row["responses"] for row in rows if row.get("kind") != "rule")


def test_a_failed_job_that_no_fixture_shows_is_reported(run: Run, examples: Path) -> None:
    assert "failed: The search failed" not in run("validate", "examples/good", "--coverage", "-v").stdout
    (examples / "good" / "vision_failed.json").unlink()
    reported = run("validate", "examples/good", "--coverage").stdout
    assert "failed: The search failed before any training job was done, and says why." in reported
    assert "HyperParameterTuningJobStatus = Failed" in run("validate", "examples/good", "--coverage", "-v").stdout
    assert "Coverage" not in run("validate", "examples/good", "--coverage", "--quiet").stdout


@pytest.mark.survey
@pytest.mark.parametrize("options", [["--output", "filled.jsonl"], ["--bare", "--output", "filled/"]])
def test_what_is_never_shown_is_filled(run: Run, coverage: Path, tmp_path: Path, options: list[str]) -> None:
    assert gaps(run, "examples/good") > 300
    done = run("fuzz", "fill", coverage.name, *options)
    assert done.returncode == 0
    assert done.stdout == ""
    assert f"of {FLAGSHIP}@1.29.145: 374 of 374 gaps filled" in done.stderr
    assert gaps(run, "examples/good", options[-1]) == 0


@pytest.mark.survey
@pytest.mark.parametrize("representation", ["wire", "sdk"])
def test_it_is_filled_in_any_representation(run: Run, coverage: Path, tmp_path: Path, representation: str) -> None:
    done = run("fuzz", "fill", "-", FLAGSHIP, "--representation", representation, stdin=coverage.read_bytes())
    assert done.returncode == 0
    assert json.loads(done.stdout.splitlines()[0])["representation"] == representation
    (tmp_path / "filled.jsonl").write_text(done.stdout)
    assert gaps(run, "examples/good", "filled.jsonl") == 0


@pytest.mark.survey
@pytest.mark.parametrize(
    ("arguments", "reported"),
    [
        (["nosuch.json"], "nosuch.json: No such file"),
        (["examples"], "examples: Is a directory"),
        (["examples/good/vision_failed.json"], "this file is not a report of shapeproof validate"),
        (["plain.json"], "plain.json: this report was written without coverage"),
        (["empty.json"], "names no contract"),
        (["unknown.json"], "x.get_y"),
        (["coverage.json", "s3.list_buckets"], f"it has {FLAGSHIP}@1.29.145"),
        (["coverage.json", f"{FLAGSHIP}@installed"], "no coverage of"),
        (["coverage.json", "--scenario", "failed"], "no such option '--scenario'"),
        (["coverage.json", "-n", "5"], "no such option '-n'"),
        (["coverage.json", "--exec", "true"], "no such option '--exec'"),
        (["coverage.json", "--pin", "FailureReason=ABSENT"], "no such option '--pin'"),
    ],
)
def test_what_cannot_be_filled_is_reported(
    run: Run, coverage: Path, tmp_path: Path, arguments: list[str], reported: str
) -> None:
    plain: dict[str, Any] = {"version": 1, "findings": []}
    unknown: dict[str, Any] = {"contract": "x.get_y@1", "responses": 1, "features": [], "scenarios": []}
    (tmp_path / "plain.json").write_text(json.dumps(plain))
    (tmp_path / "empty.json").write_text(json.dumps(plain | {"coverage": []}))
    (tmp_path / "unknown.json").write_text(json.dumps(plain | {"coverage": [unknown]}))
    done = run("fuzz", "fill", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert reported in done.stderr


def test_no_value_is_in_the_document(run: Run, coverage: Path) -> None:
    """Names and states of the contract, counts; nothing of what was recorded."""
    text = json.dumps(json.loads(coverage.read_bytes())["coverage"])
    assert FLAGSHIP in text
    assert "arn:aws" not in text
    assert "churn" not in text
