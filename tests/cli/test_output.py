"""What a person sees, in full: golden files."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from shapeproof.capture.versions import version_key

FLAGSHIP = "sagemaker.describe_hyper_parameter_tuning_job"
SCHEMAS = Path(__file__).parents[2] / "schemas"
SHIPPED = [
    f"{FLAGSHIP}@{version}{'  *' if version == '1.29.145' else ''}"
    for version in sorted(
        (file.parent.name for file in SCHEMAS.glob(f"{FLAGSHIP.replace('.', '/')}/*/model.json")), key=version_key
    )
]
"""What `list` prints of the shipped contracts."""


@pytest.mark.parametrize(
    "command",
    ["", "validate", "init", "list", "show", "capture", "mutants", "fuzz"]
    + [f"fuzz {subcommand}" for subcommand in ("run", "corpus", "cover", "fill", "replay")],
)
def test_help(run: Any, golden: Any, command: str) -> None:
    done = run(*command.split(), "--help")
    assert (done.returncode, done.stderr) == (0, "")
    golden(f"{'_'.join(['help', *command.split()])}.txt", done.stdout)
    assert not command.startswith("fuzz") or len(done.stdout.splitlines()) <= 40


@pytest.mark.parametrize(
    ("name", "arguments", "code"),
    [
        ("validate_good.txt", ["examples/good"], 0),
        ("validate_bad.txt", ["examples/bad"], 1),
        ("validate_tolerant.txt", ["examples/bad", "--view", "tolerant"], 1),
        ("validate_quiet.txt", ["examples", "--quiet"], 1),
        ("validate_verbose.txt", ["examples", "--verbose"], 1),
        ("validate_bad.json", ["examples/bad", "--format", "json"], 1),
        ("validate_coverage.txt", ["examples/good", "--coverage"], 0),
        ("validate_grouped.txt", ["examples", "--output-format", "grouped"], 1),
        ("validate_grouped_verbose.txt", ["examples/bad", "--format", "grouped", "--verbose", "--coverage"], 1),
        ("validate_concise.txt", ["examples", "--output-format", "concise"], 1),
        ("validate_statistics.txt", ["examples", "--statistics"], 1),
        ("validate_verbose.json", ["examples", "--format", "json", "--verbose"], 1),
    ],
)
def test_validate(run: Any, golden: Any, examples: Path, name: str, arguments: list[str], code: int) -> None:
    (examples / "notes.md").write_text("not a recording")
    done = run("validate", *arguments)
    assert (done.returncode, done.stderr) == (code, "")
    golden(name, done.stdout)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("show_response.txt", []),
        ("show_tolerant.txt", ["--view", "tolerant"]),
        ("show_wire.txt", ["--representation", "wire"]),
        ("show_request.txt", ["--part", "request"]),
        ("show_error.json", ["--part", "error", "--json"]),
    ],
)
def test_show(run: Any, golden: Any, name: str, arguments: list[str]) -> None:
    done = run("show", FLAGSHIP, *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    golden(name, done.stdout)


def test_show_json_is_the_committed_schema(run: Any) -> None:
    committed = Path(__file__).parents[2].joinpath("schemas", *FLAGSHIP.split("."), "1.29.145", "response.schema.json")
    assert json.loads(run("show", f"{FLAGSHIP}@1.29.150", "--json").stdout) == json.loads(committed.read_bytes())


def test_show_adds_rules_to_the_schema_and_names_the_others(run: Any) -> None:
    done = run("show", FLAGSHIP, "--json", "--with-rules")
    structure = json.loads(done.stdout)["$defs"]["HyperParameterTrainingJobSummary"]
    assert [rule["title"] for rule in structure["allOf"]] == ["HPT011", "HPT012"]
    assert "not stated, since each reads the whole response: HPT015, HPT016, HPT075\n" in done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize("more", [[], ["--json", "--part", "request"], ["--json", "--representation", "wire"]])
def test_show_has_rules_only_where_they_hold(run: Any, more: list[str]) -> None:
    done = run("show", FLAGSHIP, "--with-rules", *more)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--with-rules is for JSON Schema of responses" in done.stderr


def test_list(run: Any) -> None:
    done = run("list")
    assert done.returncode == 0
    assert done.stdout.splitlines() == SHIPPED


@pytest.mark.skipif(
    importlib.util.find_spec("botocore") is None, reason="capture needs botocore, which isn't installed"
)
def test_a_captured_contract_is_listed_shown_and_used(run: Any, tmp_path: Path) -> None:
    done = run("capture", "s3.list_buckets", "sts.GetCallerIdentity", "--output", "mine")
    assert done.returncode == 0
    first, second = done.stdout.splitlines()
    edition = first.partition("@")[2].partition(" ")[0]
    assert first == f"s3.list_buckets@{edition} -> mine/s3/list_buckets/{edition}"
    assert second.startswith(f"sts.get_caller_identity@{edition} -> ")
    listed = run("list", "--schemas", "mine").stdout.splitlines()
    assert listed == [
        f"s3.list_buckets@{edition}  *",
        *SHIPPED,
        f"sts.get_caller_identity@{edition}  *",
    ]
    assert run("show", "s3.list_buckets", "--schemas", "mine").stdout.startswith(f"s3.list_buckets@{edition}  response")
    (tmp_path / "me.json").write_text('{"UserId": "x", "Account": "1", "Arn": 5}')
    done = run("validate", "me.json", "--schemas", "mine")
    assert done.returncode == 1
    assert "error SP102 /Arn" in done.stdout


@pytest.mark.skipif(
    importlib.util.find_spec("botocore") is None, reason="capture needs botocore, which isn't installed"
)
def test_capturing_goes_on_after_an_operation_that_cannot_be_captured(run: Any, tmp_path: Path) -> None:
    done = run("capture", "nosuch.operation", "s3.list_bucket", "s3.list_buckets", "--output", "mine")
    assert done.returncode == 1
    assert [line.partition("@")[0] for line in done.stdout.splitlines()] == ["s3.list_buckets"]
    errors = [line for line in done.stderr.splitlines() if line.startswith("shapeproof: ")]
    assert [error.split(": ")[1] for error in errors] == ["nosuch.operation", "s3.list_bucket"]
    assert [path.name for path in sorted((tmp_path / "mine").glob("*/*"))] == ["list_buckets"]
    assert run("capture", "nosuch.operation", "s3.list_bucket", "--output", "other").returncode == 2
    assert not (tmp_path / "other").exists()


def test_version(run: Any) -> None:
    assert run("--version").stdout.startswith("shapeproof, version ")


def test_the_same_input_gives_the_same_bytes(run: Any, examples: Path) -> None:
    first, second = (
        run("validate", str(examples.name), "--format", "json", env={"PYTHONHASHSEED": seed}) for seed in "12"
    )
    assert first.stdout == second.stdout


def test_an_operation_of_one_service_needs_no_service(run: Any) -> None:
    done = run("show", "DescribeHyperParameterTuningJob", "--json")
    assert done.returncode == 0
    assert done.stderr == f"DescribeHyperParameterTuningJob: only {FLAGSHIP} has this operation\n"
    assert done.stdout == run("show", FLAGSHIP, "--json").stdout
    if importlib.util.find_spec("botocore"):
        several = run("show", "ListTagsForResource")
        assert (several.returncode, several.stdout) == (2, "")
        assert "did you mean" in several.stderr
