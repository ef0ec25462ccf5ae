"""Annotations as GitHub's runner reads them: undone by its own rules, they are what was found."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from tests.report.conftest import CONTRACT, WHOLE_RUNS, rendered

from shapeproof.errors import one_line
from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.report.common.locations import portable
from shapeproof.report.formats.github import GithubReport, harmless
from shapeproof.validation.catalog import CODES
from shapeproof.validation.finding import Finding

Command = tuple[str, dict[str, str], str]


def commands(text: str) -> list[Command]:
    """What a runner takes for commands: lines that begin with two colons, blanks aside; a carriage return ends one."""
    found: list[Command] = []
    for line in re.split("[\r\n]", text):
        if command := re.match(r"\s*::(\w+) ?([^:]*)::(.*)", line, re.DOTALL):
            pairs = [pair.partition("=") for pair in command[2].split(",") if pair]
            properties = {key: undone(value).replace("%3A", ":").replace("%2C", ",") for key, _, value in pairs}
            found.append(
                (
                    command[1],
                    {k: v.replace("%25", "%") for k, v in properties.items()},
                    undone(command[3]).replace("%25", "%"),
                )
            )
        else:
            assert not line.lstrip().startswith("::"), line
            assert "##[" not in line
    return found


def undone(text: str) -> str:
    return text.replace("%0D", "\r").replace("%0A", "\n")


@settings(max_examples=50)
@given(WHOLE_RUNS)
def test_what_the_runner_reads_is_what_was_found(run: tuple[list[UnitResult], bool]) -> None:
    parts, _ = run
    expected: list[Command] = []
    for located in (one for part in parts for one in part.findings):
        finding, file = located.finding, portable(located.file)
        place = {"file": file, "line": located.line, "col": located.column} if file else {}
        properties = {key: str(value) for key, value in place.items() if value is not None}
        properties["title"] = f"{finding.code}: {CODES[finding.code].title}"
        message = one_line(f"{finding.pointer}: {finding.message}" if finding.pointer else finding.message)
        kind = {"error": "error", "warning": "warning", "note": "notice"}[finding.severity]
        if [one[0] for one in expected].count(kind) < 10:
            expected.append((kind, properties, message))
    assert commands(rendered(GithubReport(), parts)[0]) == expected


def found(code: str, message: str = "so it is", path: str = "A") -> Located:
    entry = CODES[code]
    return Located(Finding(code, entry.kind, entry.strict, ("A",), path, "", message), "x.json", 0, 1, 1, CONTRACT)


def test_no_more_annotations_than_github_shows_and_none_of_them_wasted_on_repetitions() -> None:
    alike = [found("SP101") for _ in range(50)]
    others = [found("SP102", path=f"B{number}") for number in range(9)] + [found("SP220")]
    text, _ = rendered(GithubReport(), [UnitResult("x.json", findings=[*alike, *others])])
    told = commands(text)
    assert [kind for kind, _, _ in told] == ["error"] * 10 + ["warning"]
    assert sum(properties["title"].startswith("SP101") for _, properties, _ in told) == 5
    assert "and 45 more SP101 at A" in text
    assert text.endswith(
        "49 of these findings are told in this text alone: GitHub shows ten annotations of a severity.\n"
    )


def test_words_of_others_are_no_commands() -> None:
    part = UnitResult("::stop-commands::x", findings=[found("SP102", "##[error]no"), found("SP102", "no")])
    part.findings = [Located(one.finding, part.path, 0, 1, 1, CONTRACT) for one in part.findings]
    text, _ = rendered(GithubReport(), [part])
    assert [kind for kind, _, _ in commands(re.sub("##\\[error\\]no$", "", text, flags=re.MULTILINE))] == ["error"] * 2


def test_quiet_leaves_the_annotations_and_one_line() -> None:
    text, _ = rendered(GithubReport(quiet=True), [UnitResult("x.json", findings=[found("SP101")], responses=1)])
    annotation, line, end = text.split("\n")
    assert (annotation[:7], line, end) == ("::error", "1 response in 1 file: 0 clean, 1 error", "")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "1 of these findings is told in this text alone: GitHub shows ten annotations of a severity.\n"),
        (
            {"quiet": True},
            "Without annotation: 1 finding, for GitHub shows ten of a severity. Without --quiet, the text tells more.\n",
        ),
    ],
)
def test_what_has_no_annotation_is_counted(options: dict[str, bool], words: str) -> None:
    eleven = [found("SP102", path=f"B{number}") for number in range(11)]
    text, _ = rendered(GithubReport(**options), [UnitResult("x.json", findings=eleven, responses=1)])
    assert len(commands(text)) == 10
    assert text.endswith(words)


def test_a_carriage_return_starts_no_command() -> None:
    assert "".join(harmless(["a\r::warning::b\n"])) == "a\r:\\:warning::b\n"
