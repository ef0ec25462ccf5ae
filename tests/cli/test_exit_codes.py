"""How a command ends that failed: by the user's input, by its surroundings, or by a bug of ours."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from shapeproof.errors import InternalError, MissingExtraError, ShapeproofError, UsageError
from shapeproof.validation.finding import ContractViolation

BROKEN = """
import sys
from shapeproof.recordings.checking import checker
from shapeproof.cli import main


def broken(self, unit, result):
    raise {error}


checker.Checker._check_unit = broken  # stands for any bug that a file uncovers
if __name__ == "__main__":
    sys.argv = ["shapeproof", *sys.argv[1:]]
    main()
"""


def run_broken(
    directory: Path, *arguments: str, error: str = 'KeyError("x")', **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line with a checker that raises. Worker processes import the same script, so theirs does, too."""
    script = directory / "broken.py"
    script.write_text(BROKEN.format(error=error))
    return subprocess.run(
        [sys.executable, script, *arguments],
        cwd=directory, capture_output=True, text=True, check=False, timeout=60, env={**os.environ, **environment},
    )  # fmt: skip


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    directory = tmp_path / "recordings"
    directory.mkdir()
    for number in range(200):
        (directory / f"s3.ListBuckets_{number}.json").write_text('{"status_code": 200, "data": {}}')
    return directory


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_bug_is_reported_as_one_with_the_file_and_the_command(recordings: Path, jobs: str) -> None:
    done = run_broken(recordings.parent, "validate", "recordings", "--jobs", jobs)
    assert done.returncode == 3
    assert done.stderr == (
        "shapeproof: internal error: recordings/s3.ListBuckets_0.json: KeyError in recordings/checking/checker.py, _check_planned\n"
        "  This is a bug in Shapeproof. Please report it to its issue tracker, with the output of:\n"
        f"  shapeproof --traceback validate recordings --jobs {jobs}\n"
    )


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_bug_is_a_finding_of_its_file_and_the_others_are_checked(recordings: Path, jobs: str) -> None:
    (recordings / "missing_gzip.json.gz").write_text("{}")
    command = ["validate", "recordings", "--jobs", jobs, "--format", "json"]
    done = run_broken(
        recordings.parent, *command, error='KeyError("their secret") if unit.path.endswith("_7.json") else ValueError()'
    )
    document = json.loads(done.stdout)
    assert (done.returncode, document["summary"]["exit_code"]) == (3, 3)
    bugs = [finding for finding in document["findings"] if finding["code"] == "SP994"]
    assert len(bugs) == 200
    assert [finding["message"] for finding in bugs if finding["file"].endswith("_7.json")] == [
        "internal error: KeyError in recordings/checking/checker.py, _check_planned; the rest of the run is not affected"
    ]
    assert document["summary"]["codes"]["SP913"] == 1
    assert "secret" not in done.stdout + done.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("variable", [True, False])
def test_its_cause_is_shown_on_request(recordings: Path, jobs: str, *, variable: bool) -> None:
    arguments = ["validate", "recordings", "--jobs", jobs, *([] if variable else ["--traceback"])]
    done = run_broken(recordings.parent, *arguments, **({"SHAPEPROOF_TRACEBACK": "1"} if variable else {}))
    assert done.returncode == 3
    assert 'raise KeyError("x")' in done.stderr


def test_a_cause_of_an_error_of_the_user_is_shown_on_request_too(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.shapeproof\n")
    command = [sys.executable, "-m", "shapeproof", "validate", "x"]
    plain = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    full = subprocess.run([*command, "--traceback"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (plain.returncode, full.returncode) == (2, 2)
    assert "Traceback" not in plain.stderr
    assert "TOMLDecodeError" in full.stderr
    assert full.stderr.endswith(plain.stderr)


def test_memory_that_runs_out_is_not_a_bug(recordings: Path) -> None:
    done = run_broken(recordings.parent, "validate", "recordings", error="MemoryError()")
    assert (done.returncode, done.stderr) == (1, "")
    assert "too large for the memory; split it, or use fewer --jobs" in done.stdout
    assert "200 errors" in done.stdout


def test_a_closed_standard_error_keeps_the_exit_code(recordings: Path) -> None:
    script = recordings.parent / "broken.py"
    script.write_text(BROKEN.format(error='KeyError("x")'))
    command = f"{sys.executable} {script} validate recordings 2>&-"
    assert subprocess.run(["sh", "-c", command], cwd=recordings.parent, check=False).returncode == 3


@pytest.mark.parametrize(
    "error",
    [
        ShapeproofError("m", where="w", hint="h"),
        UsageError("m"),
        MissingExtraError("reading YAML", extra="vcr"),
        InternalError("m", details="d"),
        ContractViolation("m", ()),
    ],
)
def test_errors_travel_between_processes_whole(error: ShapeproofError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert vars(copy) == vars(error)
    assert str(copy) == str(error)
