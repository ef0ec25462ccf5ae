"""The programs in examples/consumers, run as by a user: planted bugs are found, and the careful program passes.

tuning_report.py has three bugs: it expects a best training job of every running tuning job, expects a metric of every
best training job, and does not handle `Stopping`. tuning_summary.mjs has one: it expects that the best training job has
ended. poller.py, which reads histories, expects a best training job as soon as one has completed.
"""

from __future__ import annotations

import json
import runpy
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from shapeproof.contract import Contract, Pointer, Schema, pointer_text, walk
from shapeproof.fuzz.drawing.history_corpus import history_corpus
from shapeproof.rules.evaluator import evaluator_of

ROOT: Final = Path(__file__).parents[2]
CONSUMERS: Final = ROOT / "examples" / "consumers"
RECORDINGS: Final = ROOT / "examples" / "recordings" / "good"
PROGRAM: Final = str(Path(sys.executable).parent / "shapeproof")
FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job"
STATUS: Final = "HyperParameterTuningJobStatus"
BEST: Final = "/BestTrainingJob"
DEFINITIONS: Final = "/TrainingJobDefinitions"
"""Rules demand these, or one alone."""
END: Final = "/HyperParameterTuningEndTime"
"""Rules demand it of a job that has ended."""
METRIC: Final = f"{BEST}/FinalHyperParameterTuningJobObjectiveMetric"

Fuzz = Callable[..., subprocess.CompletedProcess[str]]


class KeptFailure(NamedTuple):
    """A failure saved in the directory shapeproof-failures."""

    file: Path
    response: dict[str, Any]
    stderr: str
    minimal_changes: list[str]


class Bug(NamedTuple):
    """The error of a planted bug, and the expected content of the smallest response that triggers it."""

    error: str
    status: str
    optional: set[str]
    decisive: set[str]


BUGS: Final = [
    Bug("KeyError: 'BestTrainingJob'", "InProgress", {DEFINITIONS}, {BEST, f"/{STATUS}"}),
    Bug(
        "TypeError: float() argument must be a string or a real number, not 'NoneType'",
        "Completed",
        {BEST, DEFINITIONS, END},
        {METRIC},
    ),
    Bug("UnboundLocalError: cannot access local variable 'state'", "Stopping", {DEFINITIONS}, {f"/{STATUS}"}),
]


@pytest.fixture
def fuzz(tmp_path: Path) -> Fuzz:
    """Runs `shapeproof fuzz ARGUMENTS…` in the test's directory."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [PROGRAM, "fuzz", *arguments]
        result = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=300, check=False)
        sys.stdout.write(result.stdout)  # contains the minimal changes: pytest shows it when the test fails
        assert "Traceback" not in result.stderr, result.stderr
        return result

    return run


def python_command(name: str) -> str:
    return shlex.join([sys.executable, str(CONSUMERS / name)])


def kept_failures(directory: Path) -> list[KeptFailure]:
    failures: list[KeptFailure] = []
    for file in sorted((directory / "shapeproof-failures").glob("*.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        failure = document["failure"]
        failures.append(KeptFailure(file, document["response"], failure["stderr"], failure["minimal_changes"]))
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


def broken_rules(contract: Contract, response: dict[str, Any]) -> list[str]:
    """The ids of the rules that a response breaks."""
    outcomes = evaluator_of(contract).broken(response)
    return [outcome.rule.id for outcome in outcomes if outcome.state == "broken"]


@pytest.mark.survey
def test_only_the_planted_bugs_are_found(fuzz: Fuzz, tmp_path: Path, flagship: Contract) -> None:
    result = fuzz("run", FLAGSHIP, "--exec", python_command("tuning_report.py"), "-n", "60", "--seed", "0")
    assert result.returncode == 1
    failures = kept_failures(tmp_path)
    assert len(failures) == len(BUGS), [failure.stderr for failure in failures]
    for bug in BUGS:
        (failure,) = (failure for failure in failures if bug.error in failure.stderr)
        assert bug.error in result.stdout
        assert failure.response[STATUS] == bug.status
        assert optional_members(flagship, failure.response) == bug.optional
        assert not broken_rules(flagship, failure.response)
        assert bug.decisive <= {change.partition(" ")[0] for change in failure.minimal_changes}, failure.minimal_changes

    replayed = fuzz("replay", str(failures[0].file), "--exec", python_command("tuning_report.py"))
    assert (replayed.returncode, replayed.stdout.splitlines()[-1]) == (1, failures[0].stderr.splitlines()[-1])
    fixed = fuzz("replay", str(failures[0].file), "--exec", python_command("careful_report.py"))
    assert (fixed.returncode, fixed.stdout) == (0, "the program passes now\n")


@pytest.mark.survey
@pytest.mark.parametrize(("view", "count"), [("strict", "150"), ("tolerant", "100")])
def test_careful_program_passes(fuzz: Fuzz, tmp_path: Path, view: str, count: str) -> None:
    result = fuzz(
        "run", FLAGSHIP, "--exec", python_command("careful_report.py"), "-n", count, "--seed", "0", "--view", view
    )
    assert (result.returncode, kept_failures(tmp_path)) == (0, [])
    assert "no failures" in result.stdout


@pytest.mark.survey
def test_careful_program_survives_two_thousand_histories(flagship: Contract) -> None:
    report = runpy.run_path(str(CONSUMERS / "careful_report.py"))["report"]
    for history in islice(history_corpus(flagship, seed=1), 2_000):
        for response in history:
            assert list(report(response))


@pytest.mark.parametrize(
    ("stdin", "message"),
    [
        (b"", "not JSON"),
        (b"\xff", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "not a tuning job: expected an object"),
        (b"{}", "not a tuning job: 'HyperParameterTuningJobName' is missing"),
        (b'{"HyperParameterTuningJobName": true}', "not a tuning job: 'HyperParameterTuningJobName' is not a string"),
    ],
    ids=["empty input", "invalid UTF-8", "too deep", "list", "empty object", "wrong type"],
)
def test_careful_program_rejects_invalid_input_with_one_line(stdin: bytes, message: str) -> None:
    command = [sys.executable, str(CONSUMERS / "careful_report.py")]
    result = subprocess.run(command, input=stdin, capture_output=True, check=False)
    assert (result.returncode, result.stdout, result.stderr.decode().splitlines()) == (
        1,
        b"",
        [f"careful_report: {message}"],
    )


def test_both_programs_print_the_same_report() -> None:
    for recording in ("churn_completed", "demand_in_progress", "ranker_hyperband", "vision_failed"):
        stdin = (RECORDINGS / f"{recording}.json").read_bytes()
        reports = {
            subprocess.run([sys.executable, CONSUMERS / name], input=stdin, capture_output=True, check=True).stdout
            for name in ("tuning_report.py", "careful_report.py")
        }
        assert len(reports) == 1, reports


@pytest.mark.survey
def test_planted_bug_in_javascript_is_found(fuzz: Fuzz, tmp_path: Path, flagship: Contract) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js isn't installed, and examples/consumers/tuning_summary.mjs needs it")
    result = fuzz(
        "run", FLAGSHIP, "--exec", shlex.join([node, str(CONSUMERS / "tuning_summary.mjs")]), "-n", "60", "--seed", "0"
    )
    assert result.returncode == 1
    (failure,) = kept_failures(tmp_path)
    assert "RangeError: Invalid time value" in failure.stderr
    assert f"tuning_summary.mjs:{line_number_of('toISOString')}" in result.stdout
    assert optional_members(flagship, failure.response) == {BEST, DEFINITIONS, END}
    assert not broken_rules(flagship, failure.response)
    assert {change.partition(" ")[0] for change in failure.minimal_changes} == {f"{BEST}/TrainingEndTime"}


@pytest.mark.survey
def test_the_poller_fails_on_the_shortest_history(fuzz: Fuzz, tmp_path: Path) -> None:
    result = fuzz("run", FLAGSHIP, "--histories", "-n", "25", "--exec", python_command("poller.py"))
    assert result.returncode == 1
    assert "/0/BestTrainingJob is absent; the program passes if it is present" in result.stdout
    (kept,) = (tmp_path / "shapeproof-failures").glob("*.json")
    lines = json.loads(kept.read_text(encoding="utf-8"))
    assert [line["poll"] for line in lines] == [1]
    job = lines[0]["response"]
    assert job["TrainingJobStatusCounters"] == {"Completed": 1}
    assert "BestTrainingJob" not in job
    replayed = fuzz("replay", str(kept), "--exec", python_command("poller.py"))
    assert (replayed.returncode, replayed.stdout.splitlines()[-1]) == (1, "KeyError: 'BestTrainingJob'")


def line_number_of(text: str) -> int:
    lines = (CONSUMERS / "tuning_summary.mjs").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)
