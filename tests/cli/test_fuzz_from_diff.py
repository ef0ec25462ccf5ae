"""`shapeproof fuzz run --from-diff`: a program is run on responses that show what changed."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from tests.cli.conftest import Run

NAME: Final = "sagemaker.describe_hyper_parameter_tuning_job"
EDITIONS: Final = (f"{NAME}@1.29.145", f"{NAME}@installed")
CONSUMERS: Final = Path(__file__).parents[2] / "examples" / "consumers"

Command = Callable[[str], str]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Makes the command that runs Python source on a response, `job`."""

    def command(source: str) -> str:
        (tmp_path / "reader.py").write_text(f"import json, sys\njob = json.load(sys.stdin)\n{source}\n")
        return shlex.join([sys.executable, "-IS", "reader.py"])

    return command


@pytest.mark.survey
def test_a_new_value_of_an_enum_breaks_the_example_and_the_response_is_shrunk(run: Run, tmp_path: Path) -> None:
    program = shlex.join([sys.executable, "-IS", str(CONSUMERS / "status_page.py")])
    result = run("fuzz", "run", "--exec", program, "--from-diff", *EDITIONS, "-n", "6")
    assert result.returncode == 1, result.stderr
    first, failure, *_ = result.stdout.splitlines()
    assert first == "SP621 values added to an enum: HyperParameterTuningJobStatus: Deleting, DeleteFailed"
    assert failure == "1. exit status 1: KeyError: 'Deleting'"
    assert "with 1 new failure" in result.stdout.splitlines()[-1]
    (file,) = (tmp_path / "shapeproof-failures").glob("*.json")
    line = json.loads(file.read_text())
    kept = line["response"]
    assert kept["HyperParameterTuningJobStatus"] == "Deleting"
    checked = run("validate", str(file))
    assert checked.returncode == 0, "the response is valid in the edition that it is named after\n" + checked.stdout
    again = run("fuzz", "replay", str(file), "--exec", program)
    assert again.returncode == 1


@pytest.mark.survey
def test_a_reader_that_expects_more_than_the_contract_says_is_not_broken(run: Run) -> None:
    program = shlex.join([sys.executable, "-IS", str(CONSUMERS / "careful_report.py")])
    result = run("fuzz", "run", "--exec", program, "--from-diff", *EDITIONS, "-n", "5")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "none of them with 0 new failures" in result.stdout


@pytest.mark.survey
@pytest.mark.parametrize(
    ("source", "code", "message"),
    [
        ('job["TrainingJobDefinition"]["ResourceConfig"]["VolumeSizeInGB"]', "SP607", "KeyError: 'VolumeSizeInGB'"),
        ('assert "CompressionType" not in job["TrainingJobDefinition"]["OutputDataConfig"]', "SP601", "AssertionError"),
        (
            'assert job["TrainingJobDefinition"]["ResourceConfig"]["KeepAlivePeriodInSeconds"] <= 3600',
            "SP625",
            "AssertionError",
        ),
    ],
    ids=["now-optional", "added", "wider"],
)
def test_each_kind_of_change_is_shown(run: Run, command: Command, source: str, code: str, message: str) -> None:
    guarded = f"try:\n    {source}\nexcept KeyError as error:\n    if str(error) == \"'VolumeSizeInGB'\": raise"
    result = run("fuzz", "run", "--exec", command(guarded), "--from-diff", *EDITIONS, "-n", "10")
    assert result.returncode == 1, result.stdout + result.stderr
    assert result.stdout.startswith(code)
    assert message in result.stdout


@pytest.mark.survey
def test_what_fails_on_the_old_edition_is_not_shown(run: Run, command: Command) -> None:
    program = command('assert "FailureReason" not in job')
    result = run("fuzz", "run", "--exec", program, "--from-diff", *EDITIONS, "-n", "40")
    assert result.returncode == 0, result.stdout
    assert f"not shown: 1 failure on responses of {EDITIONS[0]}" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([NAME, "--from-diff", *EDITIONS], "--from-diff and a contract exclude each other"),
        (["--from-diff", *EDITIONS, "--mutants"], "--from-diff and --mutants exclude each other"),
        (["--from-diff", *EDITIONS, "--pin", "FailureReason=x"], "--from-diff and --pin exclude each other"),
        (["--from-diff", EDITIONS[0], "s3.list_buckets@installed"], "expected two editions of one operation"),
        (["--from-diff", EDITIONS[0]], "requires 2 arguments"),
        ([], "no contract is named"),
    ],
)
def test_wrong_use_is_explained(run: Run, command: Command, arguments: list[str], message: str) -> None:
    result = run("fuzz", "run", "--exec", command("pass"), *arguments)
    assert result.returncode == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.survey
def test_a_program_that_works_on_nothing_is_told_apart_from_a_change(run: Run, command: Command) -> None:
    result = run("fuzz", "run", "--exec", command("sys.exit(3)"), "--from-diff", *EDITIONS)
    assert result.returncode == 2
    assert f"the program fails on every response of {EDITIONS[0]}" in result.stderr
