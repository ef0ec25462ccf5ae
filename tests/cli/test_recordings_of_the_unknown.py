"""A recording that is plainly one is never passed over, whether or not its contract is known."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

PLACEBO = {"status_code": 200, "data": {"Account": "1"}}


def findings(run: Any, *arguments: str, code: int) -> list[tuple[str, str]]:
    done = run("validate", *arguments, "--format", "json")
    assert (done.returncode, done.stderr) == (code, "")
    return [(one["code"], one["message"]) for one in json.loads(done.stdout)["findings"]]


@pytest.mark.survey
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("sts.GetCalerIdentity_1.json", PLACEBO, "GetCalerIdentity"),
        ("nosuch.DoThings_1.json", {"a": 1}, "nosuch.DoThings"),
        ("answer.json", PLACEBO, "--contract"),
        (
            "api.ecr.DescribeImagez_1.json",
            PLACEBO,
            "ecr.describe_images" if find_spec("botocore") else "shapeproof[aws]",
        ),
        ("answer.json", {"Answer": 42, "ResponseMetadata": {"HTTPStatusCode": 200}}, "--contract"),
    ],
)
def test_it_is_reported_in_a_folder(run: Any, tmp_path: Path, name: str, content: object, words: str) -> None:
    (tmp_path / "directory").mkdir()
    (tmp_path / "directory" / name).write_text(json.dumps(content))
    ((code, message),) = findings(run, "directory", code=2)
    assert code == "SP991"
    assert words in message


def test_other_data_is_passed_over_with_a_word(run: Any, tmp_path: Path, examples: Path) -> None:
    assert examples.is_dir()
    (tmp_path / "package.json").write_text('{"name": "x", "version": "1"}')
    (tmp_path / "tsconfig.json").write_text('{\n  // comments\n  "strict": true\n}')
    done = run("validate", "package.json", "tsconfig.json")
    assert done.returncode == 2  # both were asked for
    done = run("validate", "examples/good", ".")
    assert "Skipped 2 files of data" in done.stdout


def test_a_file_that_is_named_twice_is_checked_once(run: Any, examples: Path) -> None:
    assert examples.is_dir()
    bad = "examples/bad/misspelled_member.json"
    done = run("validate", bad, f"./{bad}", "examples/bad", "--format", "json")
    found = [one for one in json.loads(done.stdout)["findings"] if one["file"].endswith("misspelled_member.json")]
    assert [one["file"] for one in found] == [bad]


@pytest.mark.parametrize(
    "arguments",
    [
        ["mutants", "sagemaker.describe_hyper_parameter_tuning_job", "--output", "/dev/full"],
        ["mutants", "sagemaker.describe_hyper_parameter_tuning_job", "--output", "file/x.jsonl"],
    ],
)
def test_an_output_that_cannot_be_written_is_reported(run: Any, tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "file").write_text("")
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("shapeproof: ")
    assert "Traceback" not in done.stderr


def test_an_odd_time_does_not_stop_the_run(run: Any, tmp_path: Path, examples: Path) -> None:
    odd = json.loads((examples / "good" / "fraud_wire.json").read_bytes())
    odd["LastModifiedTime"] = "1 Jan 99999999999 00:00:00 GMT"
    (tmp_path / "odd.json").write_text(json.dumps(odd))
    assert [code for code, _ in findings(run, "odd.json", "examples/good", code=1)] == ["SP104"]
