"""The programs in examples/consumers, run as a user runs them: the planted bugs are found, the careful one passes.

tuning_report.py has three bugs: it expects a best training job of a search that still runs, expects a metric of every
best training job, and has no case for `Stopping`. tuning_summary.mjs has one: a best training job that has not ended.
"""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from shapeproof.contract import Contract, Pointer, Schema, pointer_text, walk

ROOT: Final = Path(__file__).parents[2]
CONSUMERS: Final = ROOT / "examples" / "consumers"
RECORDINGS: Final = ROOT / "examples" / "recordings" / "good"
PROGRAM: Final = str(Path(sys.executable).parent / "shapeproof")
FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job"
STATUS: Final = "HyperParameterTuningJobStatus"
BEST: Final = "/BestTrainingJob"
METRIC: Final = f"{BEST}/FinalHyperParameterTuningJobObjectiveMetric"

Fuzz = Callable[..., subprocess.CompletedProcess[str]]


class Kept(NamedTuple):
    """A failure in the directory shapeproof-failures."""

    file: Path
    response: dict[str, Any]
    stderr: str
    minimal_changes: list[str]


class Bug(NamedTuple):
    """The error of a planted bug, and what the smallest response that shows it must be like."""

    words: str
    status: str
    optional: set[str]
    decisive: set[str]


BUGS: Final = [
    Bug("KeyError: 'BestTrainingJob'", "InProgress", set(), {BEST, f"/{STATUS}"}),
    Bug("TypeError: float() argument must be a string or a real number, not 'NoneType'", "Completed", {BEST}, {METRIC}),
    Bug("UnboundLocalError: cannot access local variable 'state'", "Stopping", set(), {f"/{STATUS}"}),
]


@pytest.fixture
def fuzz(tmp_path: Path) -> Fuzz:
    """`shapeproof fuzz ARGUMENTS…` in the test's directory."""

    def started(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [PROGRAM, "fuzz", *arguments]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=300, check=False)
        sys.stdout.write(done.stdout)  # the differences: pytest shows them when the test fails
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return started


def python(name: str) -> str:
    return shlex.join([sys.executable, str(CONSUMERS / name)])


def kept(directory: Path) -> list[Kept]:
    failures: list[Kept] = []
    for file in sorted((directory / "shapeproof-failures").glob("*.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        failure = document["failure"]
        failures.append(Kept(file, document["response"], failure["stderr"], failure["minimal_changes"]))
    return failures


def optional_members(contract: Contract, response: dict[str, Any]) -> set[str]:
    """The pointers to the optional members of a response."""
    pointers: set[str] = set()
    owners: dict[Pointer, Schema | None] = {}
    for pointer, _, _, shape, _ in walk(contract.schema(), response):
        owners[pointer] = shape
        owner = owners.get(pointer[:-1]) if pointer else None
        if owner is not None and pointer[-1] not in owner.get("required", ()):
            pointers.add(pointer_text(pointer))
    return pointers


def test_the_planted_bugs_are_found_and_no_other(fuzz: Fuzz, tmp_path: Path, flagship: Contract) -> None:
    done = fuzz("run", FLAGSHIP, "--exec", python("tuning_report.py"), "-n", "60", "--seed", "0")
    assert done.returncode == 1
    failures = kept(tmp_path)
    assert len(failures) == len(BUGS), [failure.stderr for failure in failures]
    for bug in BUGS:
        (failure,) = (failure for failure in failures if bug.words in failure.stderr)
        assert bug.words in done.stdout
        assert failure.response[STATUS] == bug.status
        assert optional_members(flagship, failure.response) == bug.optional
        assert bug.decisive <= {change.partition(" ")[0] for change in failure.minimal_changes}, failure.minimal_changes

    again = fuzz("replay", str(failures[0].file), "--exec", python("tuning_report.py"))
    assert (again.returncode, again.stdout.splitlines()[-1]) == (1, failures[0].stderr.splitlines()[-1])
    fixed = fuzz("replay", str(failures[0].file), "--exec", python("careful_report.py"))
    assert (fixed.returncode, fixed.stdout) == (0, "the program passes now\n")


@pytest.mark.parametrize(("view", "count"), [("strict", "150"), ("tolerant", "100")])
def test_the_careful_program_passes_on_all_valid_responses(fuzz: Fuzz, tmp_path: Path, view: str, count: str) -> None:
    done = fuzz("run", FLAGSHIP, "--exec", python("careful_report.py"), "-n", count, "--seed", "0", "--view", view)
    assert (done.returncode, kept(tmp_path)) == (0, [])
    assert "no failures" in done.stdout


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (b"", "not JSON"),
        (b"\xff", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "not a tuning job: expected an object"),
        (b"{}", "not a tuning job: 'HyperParameterTuningJobName' is missing"),
        (b'{"HyperParameterTuningJobName": true}', "not a tuning job: 'HyperParameterTuningJobName' is not a string"),
    ],
    ids=["nothing", "no_text", "too_deep", "a_list", "empty", "a_wrong_type"],
)
def test_the_careful_program_rejects_other_input_in_one_line(given: bytes, words: str) -> None:
    command = [sys.executable, str(CONSUMERS / "careful_report.py")]
    done = subprocess.run(command, input=given, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.decode().splitlines()) == (
        1,
        b"",
        [f"careful_report: {words}"],
    )


def test_both_programs_report_the_same() -> None:
    for recording in ("churn_completed", "demand_in_progress", "ranker_hyperband", "vision_failed"):
        given = (RECORDINGS / f"{recording}.json").read_bytes()
        reports = {
            subprocess.run([sys.executable, CONSUMERS / name], input=given, capture_output=True, check=True).stdout
            for name in ("tuning_report.py", "careful_report.py")
        }
        assert len(reports) == 1, reports


def test_the_planted_bug_of_another_language_is_found(fuzz: Fuzz, tmp_path: Path, flagship: Contract) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node isn't on this machine, and examples/consumers/tuning_summary.mjs runs there")
    done = fuzz(
        "run", FLAGSHIP, "--exec", shlex.join([node, str(CONSUMERS / "tuning_summary.mjs")]), "-n", "20", "--seed", "0"
    )
    assert done.returncode == 1
    (failure,) = kept(tmp_path)
    assert "RangeError: Invalid time value" in failure.stderr
    assert f"tuning_summary.mjs:{_line_of('toISOString')}" in done.stdout
    assert optional_members(flagship, failure.response) == {BEST}
    assert {change.partition(" ")[0] for change in failure.minimal_changes} == {f"{BEST}/TrainingEndTime"}


def _line_of(words: str) -> int:
    lines = (CONSUMERS / "tuning_summary.mjs").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)
