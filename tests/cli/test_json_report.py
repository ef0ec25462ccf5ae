"""The JSON report has its documented, versioned shape: tests/cli/report.schema.json."""

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
def test_reports_match_the_schema_and_summaries_count_the_findings(
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
    assert summary["codes"] == Counter(finding["code"] for finding in findings)
    assert summary["severities"] == Counter(finding["severity"] for finding in findings)
    assert summary["clean"] <= summary["responses"]
    assert bool(findings) == (paths not in (["examples/good"], ["empty"]))
    assert {finding["file"] for finding in findings} <= {
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")
    } | {"nosuch"}
    assert ("coverage" in report) == ("--coverage" in options)
    if "--verbose" in options:
        assert len(report["skipped"]) == summary["skipped"]


def test_a_report_with_a_baseline_matches_the_schema(run: Any, examples: Path) -> None:
    run("validate", "examples/bad", "--write-baseline")
    (examples / "bad" / "status_in_capitals.json").unlink()
    options = ("--baseline", "shapeproof-baseline.json", "--format", "json", "--verbose")
    report = json.loads(run("validate", "examples/bad", *options).stdout)
    assert not list(SCHEMA.iter_errors(report))
    assert report["summary"]["stale"] == 2
    assert report["summary"]["known"] == len([finding for finding in report["findings"] if "known" in finding])


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8", "cp1252"])
def test_reports_are_ascii_in_any_terminal(run: Any, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "→é\udcff.json").write_text('{"→": "é"}')
    done = run(
        *("validate", ".", "--format", "json", "--contract", "sagemaker.describe_hyper_parameter_tuning_job"),
        env={"PYTHONIOENCODING": encoding},
    )
    findings = json.loads(done.stdout)["findings"]
    assert {finding["file"] for finding in findings} == {"./→é\udcff.json"}
    assert "/→" in {finding["pointer"] for finding in findings}
