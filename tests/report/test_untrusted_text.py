"""Untrusted paths, keys and messages can't break lines, or send commands to a terminal or CI runner."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from tests.report.conftest import CONTRACT, render

from shapeproof.baseline.file_format import Entry
from shapeproof.errors import UsageError, one_line
from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.recordings.discovery.units import Skipped
from shapeproof.report.common.locations import finding_text
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.common.screen import Screen
from shapeproof.report.formats.concise import ConciseReport
from shapeproof.report.formats.github import GithubReport
from shapeproof.report.formats.grouped import GroupedReport
from shapeproof.report.formats.report_format import Report
from shapeproof.report.formats.text import TextReport
from shapeproof.report.live.live_summary import FindingGroup, LiveSummary, OperationSummary
from shapeproof.report.live.text import live_lines
from shapeproof.validation.finding import Finding

HOSTILE = "x\n::warning::a\r::warning::b\x07\x9b31m\u2028\n##[error]c"
FINDING = Finding("SP101", "structure", "error", (HOSTILE,), HOSTILE, "", HOSTILE)


def is_harmless(text: str) -> bool:
    return re.sub("\x1b\\[[0-9;]*m|\n", "", text).isprintable() and not re.search("^(::warning|##)", text, re.MULTILINE)


@pytest.mark.parametrize(
    "report",
    [
        TextReport(),
        TextReport(verbose=True),
        GithubReport(),
        GithubReport(verbose=True),
        GithubReport(quiet=True),
        GroupedReport(),
        GroupedReport(screen=Screen(24, 80)),
        ConciseReport(),
    ],
    ids=["text", "verbose", "github", "verbose github", "quiet github", "grouped", "grouped on a screen", "concise"],
)
def test_reports_write_untrusted_text_on_one_line(report: Report) -> None:
    result = UnitResult(HOSTILE, responses=10, skipped=[Skipped(HOSTILE, HOSTILE)])
    result.ignored["json", HOSTILE] = 1
    result.findings = [Located(FINDING, HOSTILE, 0, 1, 1, CONTRACT + HOSTILE) for _ in range(10)]
    result.known = result.findings[:1]
    text, _ = render(report, [result])
    end = "".join(report.end(RunSummary(stale=[Entry(*[HOSTILE] * 4)]), lambda _: pytest.fail("no contract was seen")))
    # GitHub must find the file, so its name stays unchanged.
    text = re.sub("^::error file=[^,]*", "", text, flags=re.MULTILINE)
    assert is_harmless(text + end)
    assert "x\\n::warning::a\\r::warning::b" in text


def test_live_summary_writes_untrusted_text_on_one_line() -> None:
    summary = LiveSummary(check_errors=Counter([HOSTILE]))
    summary.operations["a"] = OperationSummary(Counter(["moto"]))
    group = FindingGroup("error", "SP101", HOSTILE, HOSTILE, [HOSTILE], [HOSTILE])
    summary.operations["a"].findings[group.key] = group
    assert all(line.text.isprintable() for line in live_lines(summary))
    for number in range(30):
        other = FindingGroup("error", "SP101", f"{HOSTILE}{number}", HOSTILE, [HOSTILE], [HOSTILE])
        summary.operations["a"].findings[other.key] = other
    lines = [line.text for line in live_lines(summary, columns=80)]
    assert "Start here" in lines
    assert all(line.isprintable() for line in lines)


def test_error_and_hint_are_one_line_each() -> None:
    text = str(UsageError(HOSTILE, where=HOSTILE, hint=HOSTILE))
    assert is_harmless(text)
    assert len(text.splitlines()) == 2


def test_finding_as_plain_text_is_two_lines() -> None:
    assert len(finding_text(Located(FINDING, HOSTILE, 0, 1, 1, CONTRACT)).splitlines()) == 2


@pytest.mark.parametrize("text", ["", "é 日本 😀", "a\\b"])
def test_printable_text_is_unchanged(text: str) -> None:
    assert one_line(text) == text
