"""Findings that a project lives with: what `--verbose` prints suppresses each, and what nothing needs is told."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

SCHEMA = jsonschema_rs.Draft202012Validator(json.loads(Path(__file__).with_name("report.schema.json").read_bytes()))
STATUS = "examples/bad/status_not_a_value.json"
CONTRACT = "sagemaker.describe_hyper_parameter_tuning_job"
HOSTILE = "a*b\\c:d@e,f'g\"h[]{}.\n\x1b[31m\u200b##[x]"


def findings(run: Any, *arguments: str) -> list[dict[str, Any]]:
    document: dict[str, Any] = json.loads(run("validate", *arguments, "--format", "json").stdout)
    assert not list(SCHEMA.iter_errors(document))
    found: list[dict[str, Any]] = document["findings"]
    return found


def kind(finding: dict[str, Any]) -> tuple[str, ...]:
    name, contract = finding.get("rule", finding["code"]), finding["contract"]
    return (name, contract, finding["path"]) if contract else (name, finding["file"])


def kinds(found: list[dict[str, Any]]) -> Counter[tuple[str, ...]]:
    return Counter(map(kind, found))


@pytest.mark.parametrize("step", [9, pytest.param(1, marks=pytest.mark.survey)])
def test_what_is_printed_suppresses_each_finding_and_no_other(run: Any, examples: Path, step: int) -> None:
    response = json.loads((examples / "good" / "churn_completed.json").read_text())
    response |= {HOSTILE: 1, "::error::": 2}
    response["HyperParameterTuningJobConfig"][HOSTILE] = None
    (examples / "bad" / f"{HOSTILE}.json").write_text(json.dumps(response))
    (examples / "bad" / f"broken {HOSTILE}.json").write_text("{")
    found = findings(run, "examples")
    text = run("validate", "examples", "--verbose").stdout
    selectors = {kind(finding): finding["selector"] for finding in found}
    assert len(selectors) > 30
    for number, (own, selector) in enumerate(selectors.items()):
        assert f"\n      suppress with '{selector}'\n" in text
        if number % step:
            continue
        rest = findings(run, "examples", "--ignore", selector)
        assert kinds(rest) == Counter({other: count for other, count in kinds(found).items() if other != own})
    done = run(
        "validate", "examples", *(option for one in selectors.values() for option in ("--ignore", one)), "--quiet"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert f"no new findings; {len(found)} suppressed" in done.stdout


def test_what_is_printed_can_stand_in_the_settings(run: Any, examples: Path, tmp_path: Path) -> None:
    printed = [
        line.strip() for line in run("validate", "examples", "-v").stdout.splitlines() if "suppress with" in line
    ]
    entries = ", ".join({line.removeprefix("suppress with ") for line in printed})
    (tmp_path / "pyproject.toml").write_text(f"[tool.shapeproof]\npaths = ['examples']\nignore = [{entries}]\n")
    done = run("validate", "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"no new findings; {len(printed)} suppressed" in done.stdout


@pytest.mark.survey
def test_reports_count_and_list_what_is_suppressed(run: Any, golden: Any, examples: Path, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("""\
[tool.shapeproof]
paths = ["examples/bad"]
ignore = [
    "SP104@sagemaker.Describe*:*Time",
    { code = "SP302", operation = "sagemaker.*", path = "HyperParameterTuningJobStatus", reason = "our fake is older" },
    { code = ["reading", "SP3xx"], file = "examples/bad/*", reason = "broken on purpose", expires = 2999-12-31 },
]
""")
    done = run("validate", "--verbose")
    assert (done.returncode, done.stderr) == (1, "")
    golden("validate_suppressed.txt", done.stdout)
    found = findings(run, "--verbose")
    suppressed = [finding["suppressed"] for finding in found if "suppressed" in finding]
    assert {"by": "pyproject.toml:4: SP104@sagemaker.Describe*:*Time"} in suppressed
    operation = "pyproject.toml:5: SP302@sagemaker.*:HyperParameterTuningJobStatus"
    assert {"by": operation, "reason": "our fake is older"} in suppressed
    assert all("suppressed" not in finding for finding in findings(run))
    document = json.loads(run("validate", "--format", "json").stdout)
    assert document["summary"]["suppressed"] == len(suppressed)
    assert f"; {len(suppressed)} suppressed\n" in done.stdout
    page = tmp_path / "report.html"
    run("validate", "--report", "html=report.html")
    assert f"<dt>suppressed</dt><dd>{len(suppressed)}</dd>" in page.read_text()


def test_unused_and_expired_entries_are_told_once(run: Any, examples: Path, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("""\
[tool.shapeproof]
paths = ["examples"]

[[tool.shapeproof.ignore]]
code = "SP302"
operation = "sagemaker.*"
expires = 2020-02-29

[[tool.shapeproof.ignore]]
code = "SP302"
path = "NoSuch"

[[tool.shapeproof.ignore]]
code = "SP302"
operation = "ec2.*"

[[tool.shapeproof.ignore]]
code = "SP302"
file = "elsewhere/**"

[[tool.shapeproof.ignore]]
code = "SP302"
test = "tests/test_x.py::*"
""")
    expired = "shapeproof: warning: pyproject.toml:4: SP302@sagemaker.*: expired on 2020-02-29, and no longer applies\n"
    unused = "shapeproof: warning: pyproject.toml:9: SP302:NoSuch: unused, no finding of this run fits it\n"
    done = run("validate", "--quiet")
    assert (done.returncode, done.stderr) == (1, expired + unused)
    assert run("validate", ".", "--quiet", "--jobs", "2").stderr == expired + unused
    # A run of some files can't know what the others need.
    for arguments in (["examples/bad"], [STATUS], ["--include", "*.json"], ["--exclude", "*.txt"]):
        assert run("validate", *arguments, "--quiet").stderr == expired
    # What could not be done says nothing about the entries.
    assert "unused" not in run("validate", ".", "nosuch", "--quiet").stderr


def test_a_misspelt_name_in_the_settings_is_told(run: Any, examples: Path, tmp_path: Path) -> None:
    pytest.importorskip("botocore")
    (tmp_path / "pyproject.toml").write_text("""\
[tool.shapeproof]
paths = ["examples"]
ignore = [
    "SP302@sagemaker.DescribeHyperParmeterTuningJob",
    "SP302@sagemakr.*",
    "SP302@sagemaker.ListApps",
]
""")
    lines = run("validate", "--quiet").stderr.splitlines()
    misspelt = "DescribeHyperParmeterTuningJob"
    unknown = f"sagemaker has no operation '{misspelt}' in the installed botocore"
    assert [line.partition(" (")[0] for line in lines] == [
        f"shapeproof: warning: pyproject.toml:4: SP302@sagemaker.{misspelt}: unused, {unknown}",
        "shapeproof: warning: pyproject.toml:5: SP302@sagemakr.*: unused, the installed botocore",
    ]
    assert "; did you mean DescribeHyperParameterTuningJob" in lines[0]
    assert "has no service 'sagemakr'; did you mean sagemaker" in lines[1]
    assert not run("validate", "examples/bad", "--quiet").stderr


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("SP302@sagemaker.*:HyperParameterTuningJobStatus", ""),
        ("SP302@./examples/bad/*", ""),
        ("SP302:NoSuch", "unused, no finding of this run fits it"),
        ("SP302@ec2.*", "unused, nothing was checked that it covers"),
        (
            "SP302@sagemaker.DescribeHyperParmeterTuningJob",
            f"unused, nothing was checked that it covers; did you mean {CONTRACT}?",
        ),
    ],
)
def test_unused_options_are_told(run: Any, examples: Path, selector: str, expected: str) -> None:
    done = run("validate", STATUS, "--ignore", selector, "--quiet")
    assert done.returncode == (1 if expected else 0)
    assert done.stderr == (f"shapeproof: warning: --ignore {selector}: {expected}\n" if expected else "")


def test_globs_of_files_are_those_of_the_directory_where_they_are_written(
    run: Any, examples: Path, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    project.mkdir()
    examples.rename(project / "examples")
    (project / "pyproject.toml").write_text('[tool.shapeproof]\nignore = ["SP302@./examples/bad/*"]\n')
    inside = project / "examples" / "bad"
    assert run("validate", str(inside / "status_not_a_value.json")).returncode == 1
    (tmp_path / "pyproject.toml").write_text('[tool.shapeproof]\nignore = ["SP302@project/examples/bad/*"]\n')
    assert run("validate", str(inside / "status_not_a_value.json")).returncode == 0
    assert run("validate", "project/examples/good/../bad/status_not_a_value.json").returncode == 0


def test_a_code_alone_is_never_made_and_never_counted(run: Any, examples: Path) -> None:
    done = run("validate", STATUS, "--ignore", "SP302,SP301", "--quiet")
    assert (done.stdout, done.stderr) == ("1 response in 1 file: 1 clean, no findings\n", "")


def test_a_suppressed_finding_is_neither_known_nor_in_a_new_baseline(run: Any, examples: Path, tmp_path: Path) -> None:
    baseline = ("--baseline", "known.json")
    run("validate", "examples/bad", *baseline, "--write-baseline")
    before = (tmp_path / "known.json").read_text()
    suppress = ("--ignore", f"SP302@{CONTRACT}")
    done = run("validate", "examples/bad", *baseline, *suppress)
    assert "stale" not in done.stdout
    assert "no new findings; 33 known; 1 suppressed" in done.stdout
    run("validate", "examples/bad", *baseline, *suppress, "--write-baseline")
    after = (tmp_path / "known.json").read_text()
    assert '"SP302"' in before
    assert '"SP302"' not in after
    assert len(after.splitlines()) == len(before.splitlines()) - 1


def test_results_of_processes_are_filtered_as_those_of_one(run: Any, examples: Path) -> None:
    arguments = ("validate", "examples", "--ignore", "SP104:*Time", "--ignore", "SP9xx@examples/**", "--verbose")
    assert run(*arguments, "--jobs", "2").stdout == run(*arguments).stdout


def test_nothing_in_an_entry_reaches_the_terminal(run: Any, examples: Path, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.shapeproof]\npaths = ["examples"]\nignore = [\n'
        '{code = "SP302", path = "Hyper*", reason = "a\\u001b[31m\\n::error::b", operation = "sagemaker.*\\\\u001b*"},\n'
        '{code = "drift", file = "examples/**", reason = "c\\u001b[31m\\n::error::d"},\n'
        '{code = "SP101", path = "\\u001b[31m\\n::error::", expires = 2020-01-01},\n'
        "]\n"
    )
    for arguments in ([], ["--verbose"], ["--verbose", "--format", "github"], ["--verbose", "--format", "json"]):
        done = run("validate", *arguments)
        assert "\x1b" not in done.stdout + done.stderr
        assert "\n::error::" not in done.stderr
        assert ("c\\x1b[31m\\n::error::d" in done.stdout) is (
            arguments[:1] == ["--verbose"] and "json" not in arguments
        )
