"""`shapeproof explain` and `shapeproof rules`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Final

import pytest

from shapeproof.validation.catalog import CODES, INCOMPLETE
from shapeproof.validation.catalog.examples import EXAMPLES

Run = Callable[..., CompletedProcess[str]]
FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job"
BUCKET: Final = """\
[[tool.shapeproof.rules."s3.list_objects_v2"]]
id = "BUCKET1"
rule = "!has(self.KeyCount) || self.KeyCount == size(self.Contents)"
message = "the number of keys is not that of the objects"
at = ["KeyCount", "Contents"]
source = "https://example.org"
keeps = { KeyCount = 1, Contents = [{ Key = "a" }] }
breaks = { KeyCount = 2, Contents = [{ Key = "a" }] }
"""


@pytest.mark.parametrize("number", sorted(CODES))
def test_every_code_is_explained(run: Run, number: str) -> None:
    done = run("explain", number)
    code, example = CODES[number], EXAMPLES[number]
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{number} {code.name}  {code.title}\n")
    text = " ".join(done.stdout.split())
    for part in (code.hint, code.severity_reason, example.breaks, example.keeps):
        assert " ".join(part.split()) in text.replace("\\\\", "\\")
    assert (f"--ignore {number}" in text) is (number not in INCOMPLETE)


def test_a_rule_is_explained_with_its_examples_and_its_source(run: Run) -> None:
    done = run("explain", "HPT004")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("HPT004  a tuning job that has not failed has a failure reason\n")
    for part in (
        FLAGSHIP,
        "has(self.FailureReason)",
        '"Completed", "FailureReason"',
        "--ignore HPT004",
        "https://docs",
    ):
        assert part in done.stdout


def test_a_rule_of_two_responses_shows_both(run: Run) -> None:
    done = run("explain", "HPT101")
    assert "older: {" in done.stdout
    assert "not in single ones" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (("SP320",), "'SP320' is not a code or a rule", "did you mean SP"),
        (("HPT00",), "'HPT00' is not a code or a rule", "did you mean HPT"),
        (("nothing",), "'nothing' is not a code or a rule", "shapeproof rules NAME lists"),
        (("HPT001", "--contract", "s3.list_buckets"), "s3.list_buckets has no rule HPT001", "shapeproof rules NAME"),
    ],
)
def test_an_unknown_name_is_an_error_with_a_hint(run: Run, arguments: tuple[str, ...], message: str, hint: str) -> None:
    done = run("explain", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert hint in done.stderr


def test_rules_are_listed_as_text_and_as_json(run: Run) -> None:
    lines = run("rules", FLAGSHIP).stdout.splitlines()
    objects = json.loads(run("rules", FLAGSHIP, "--json").stdout)
    assert [line.split()[0] for line in lines] == [entry["id"] for entry in objects]
    first = next(entry for entry in objects if entry["id"] == "HPT001")
    assert (first["structure"], first["paths"]) == ("DescribeHyperParameterTuningJobResponse", [""])
    assert first.keys() >= {"rule", "when", "message", "severity", "source", "keeps", "breaks", "at", "code"}


def test_a_contract_without_rules_says_so(run: Run) -> None:
    done = run("rules", "s3.list_buckets@installed")
    assert (done.returncode, "states no rules" in done.stdout) == (0, True)


def test_rules_of_the_project_are_listed_and_explained(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(BUCKET)
    assert run("rules", "s3.list_objects_v2").stdout.split()[0] == "BUCKET1"
    assert run("explain", "BUCKET1").stdout.startswith("BUCKET1  the number of keys is not that of the objects\n")


def test_an_option_with_the_id_of_no_rule_is_warned_of(run: Run, examples: Path) -> None:
    file = "examples/good/churn_completed.json"
    done = run("validate", file, "--ignore", "HPT999", "--quiet")
    assert done.returncode == 0
    assert "shapeproof: warning: no contract of this run has a rule HPT999" in done.stderr
    assert run("validate", file, "--ignore", "HPT002", "--quiet").stderr == ""


def test_rules_of_the_project_for_a_misspelt_operation_are_warned_of(run: Run, examples: Path, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(BUCKET.replace("list_objects", "list_object"))
    done = run("validate", "examples/good/churn_completed.json", "--quiet")
    assert done.returncode == 0
    assert "warning: pyproject.toml:1: tool.shapeproof.rules: the rules of s3.list_object_v2 apply to" in done.stderr
    assert "did you mean ListObjectsV2" in done.stderr
