"""The report for programs keeps its documented, versioned shape: tests/cli/report.schema.json."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

SCHEMA = jsonschema_rs.Draft202012Validator(json.loads(Path(__file__).with_name("report.schema.json").read_bytes()))


@pytest.mark.parametrize(
    "options", [[], ["--verbose"], ["--view", "tolerant"], ["--ignore", "reading"], ["--quiet"], ["--coverage"]]
)
@pytest.mark.parametrize("paths", [["examples"], ["examples/good"], ["nosuch"], ["empty"], ["examples", "nosuch"]])
def test_every_report_keeps_it_and_its_summary_counts_what_it_lists(
    run: Any, examples: Path, tmp_path: Path, options: list[str], paths: list[str]
) -> None:
    (tmp_path / "empty").mkdir()
    done = run("validate", *paths, "--format", "json", *options)
    assert done.stderr == ""
    assert done.stdout.isascii()
    report = json.loads(done.stdout)
    assert not list(SCHEMA.iter_errors(report))
    summary, findings = report["summary"], report["findings"]
    assert summary["exit_code"] == done.returncode
    assert summary["codes"] == Counter(one["code"] for one in findings)
    assert summary["severities"] == Counter(one["severity"] for one in findings)
    assert summary["clean"] <= summary["responses"]
    assert bool(findings) == (paths not in (["examples/good"], ["empty"]))
    assert {one["file"] for one in findings} <= {
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")
    } | {"nosuch"}
    assert ("coverage" in report) == ("--coverage" in options)
    if "--verbose" in options:
        assert len(report["skipped"]) == summary["skipped"]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8", "cp1252"])
def test_it_is_json_whatever_the_terminal_can_show(run: Any, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "→é\udcff.json").write_text('{"→": "é"}')
    done = run(
        *("validate", ".", "--format", "json", "--contract", "sagemaker.describe_hyper_parameter_tuning_job"),
        env={"PYTHONIOENCODING": encoding},
    )
    findings = json.loads(done.stdout)["findings"]
    assert {one["file"] for one in findings} == {"./→é\udcff.json"}
    assert "/→" in {one["pointer"] for one in findings}
