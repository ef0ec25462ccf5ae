"""Annotations as GitHub's runner reads them: unescaped by its rules, they equal the findings."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from tests.report.conftest import CONTRACT, RUNS, render

from shapeproof.errors import one_line
from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.report.common.locations import portable_path
from shapeproof.report.formats.github import GithubReport, neutralize
from shapeproof.validation.catalog import CODES
from shapeproof.validation.catalog.rules import RULE_NOT_EVALUATED
from shapeproof.validation.finding import Finding

WorkflowCommand = tuple[str, dict[str, str], str]


def parse_commands(text: str) -> list[WorkflowCommand]:
    """The commands that a runner recognizes: lines with optional blanks and two colons at the start; \\r ends a line too."""
    parsed: list[WorkflowCommand] = []
    for line in re.split("[\r\n]", text):
        if command := re.match(r"\s*::(\w+) ?([^:]*)::(.*)", line, re.DOTALL):
            pairs = [pair.partition("=") for pair in command[2].split(",") if pair]
            properties = {
                key: unescape_line_ends(value).replace("%3A", ":").replace("%2C", ",") for key, _, value in pairs
            }
            parsed.append(
                (
                    command[1],
                    {k: v.replace("%25", "%") for k, v in properties.items()},
                    unescape_line_ends(command[3]).replace("%25", "%"),
                )
            )
        else:
            assert not line.lstrip().startswith("::"), line
            assert "##[" not in line
    return parsed


def unescape_line_ends(text: str) -> str:
    return text.replace("%0D", "\r").replace("%0A", "\n")


@settings(max_examples=50)
@given(RUNS)
def test_runner_reads_all_findings(run: tuple[list[UnitResult], bool]) -> None:
    results, _ = run
    expected: list[WorkflowCommand] = []
    alike: Counter[tuple[str | None, str, str]] = Counter()
    for located in (located for result in results for located in result.findings):
        finding, file = located.finding, portable_path(located.file)
        file = None if file is None else one_line(file)
        location = {"file": file, "line": located.line, "col": located.column} if file else {}
        properties = {key: str(value) for key, value in location.items() if value is not None}
        properties["title"] = f"{finding.label}: {CODES[finding.code].title}"
        message = one_line(f"{finding.pointer}: {finding.message}" if finding.pointer else finding.message)
        kind = {"error": "error", "warning": "warning", "note": "notice"}[finding.severity]
        if finding.code == RULE_NOT_EVALUATED.number:  # the text counts them
            continue
        alike[located.contract, finding.label, finding.path] += 1
        is_shown = finding.kind == "reading" or alike[located.contract, finding.label, finding.path] <= 5
        if is_shown and [command[0] for command in expected].count(kind) < 10:
            expected.append((kind, properties, message))
    assert parse_commands(render(GithubReport(), results)[0]) == expected


def located_finding(code: str, message: str = "a message", path: str = "A") -> Located:
    entry = CODES[code]
    return Located(Finding(code, entry.kind, entry.strict, ("A",), path, "", message), "x.json", 0, 1, 1, CONTRACT)


def test_annotations_are_at_most_ten_per_severity_and_deduplicated() -> None:
    duplicates = [located_finding("SP101") for _ in range(50)]
    others = [located_finding("SP102", path=f"B{number}") for number in range(9)] + [located_finding("SP220")]
    text, _ = render(GithubReport(), [UnitResult("x.json", findings=[*duplicates, *others])])
    annotations = parse_commands(text)
    assert [kind for kind, _, _ in annotations] == ["error"] * 10 + ["warning"]
    assert sum(properties["title"].startswith("SP101") for _, properties, _ in annotations) == 5
    assert "and 45 more SP101 at A" in text
    assert text.endswith("49 findings have no annotation: GitHub shows ten annotations per severity.\n")


def test_finding_text_is_never_a_command() -> None:
    result = UnitResult(
        "::stop-commands::x", findings=[located_finding("SP102", "##[error]no"), located_finding("SP102", "no")]
    )
    result.findings = [Located(located.finding, result.path, 0, 1, 1, CONTRACT) for located in result.findings]
    text, _ = render(GithubReport(), [result])
    assert [kind for kind, _, _ in parse_commands(re.sub("##\\[error\\]no$", "", text, flags=re.MULTILINE))] == [
        "error"
    ] * 2


def test_quiet_report_is_annotations_and_one_line() -> None:
    text, _ = render(GithubReport(quiet=True), [UnitResult("x.json", findings=[located_finding("SP101")], responses=1)])
    annotation, line, end = text.split("\n")
    assert (annotation[:7], line, end) == ("::error", "1 response in 1 file: 0 clean, 1 error", "")


@pytest.mark.parametrize(
    ("options", "note"),
    [
        ({}, "1 finding has no annotation: GitHub shows ten annotations per severity.\n"),
        (
            {"quiet": True},
            "1 finding has no annotation: GitHub shows ten annotations per severity. Run without --quiet to list them.\n",
        ),
    ],
)
def test_findings_without_annotation_are_counted(options: dict[str, bool], note: str) -> None:
    findings = [located_finding("SP102", path=f"B{number}") for number in range(11)]
    text, _ = render(GithubReport(**options), [UnitResult("x.json", findings=findings, responses=1)])
    assert len(parse_commands(text)) == 10
    assert text.endswith(note)


def test_command_after_carriage_return_is_not_on_a_line_of_its_own() -> None:
    assert "".join(neutralize(["a\r::warning::b\n"])) == "a\\r::warning::b\n"
