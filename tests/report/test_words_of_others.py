"""Paths, keys and messages come from files that anybody wrote: they can't end a line, nor speak to a terminal or a runner."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from tests.report.conftest import CONTRACT, rendered

from shapeproof.baseline import Entry
from shapeproof.errors import UsageError, one_line
from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.recordings.discovery.files import Skipped
from shapeproof.report.common.locations import plain
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.formats.github import GithubReport
from shapeproof.report.formats.report_format import Report
from shapeproof.report.formats.text import TextReport
from shapeproof.report.live.tally import FindingGroup, LiveTally, OperationTally
from shapeproof.report.live.text import live_lines
from shapeproof.validation.finding import Finding

HOSTILE = "x\n::warning::a\r::warning::b\x07\x9b31m\u2028\n##[error]c"
FINDING = Finding("SP101", "structure", "error", (HOSTILE,), HOSTILE, "", HOSTILE)


def is_tame(text: str) -> bool:
    return re.sub("\x1b\\[[0-9;]*m|\n", "", text).isprintable() and not re.search("^(::warning|##)", text, re.MULTILINE)


@pytest.mark.parametrize(
    "report",
    [TextReport(), TextReport(verbose=True), GithubReport(), GithubReport(verbose=True), GithubReport(quiet=True)],
    ids=["text", "verbose text", "github", "verbose github", "quiet github"],
)
def test_reports_tell_them_on_one_line(report: Report) -> None:
    part = UnitResult(HOSTILE, responses=10, skipped=[Skipped(HOSTILE, HOSTILE)])
    part.passed["json", HOSTILE] = 1
    part.findings = [Located(FINDING, HOSTILE, 0, 1, 1, CONTRACT + HOSTILE) for _ in range(10)]
    part.known = part.findings[:1]
    told, _ = rendered(report, [part])
    ended = "".join(report.end(RunSummary(gone=[Entry(*[HOSTILE] * 4)]), lambda _: pytest.fail("no contract was seen")))
    told = re.sub(
        "^::error file=[^,]*", "", told, flags=re.MULTILINE
    )  # GitHub is to find the file, so it is named as it is
    assert is_tame(told + ended)
    assert "x\\n::warning::a\\r::warning::b" in told


def test_lines_about_test_runs_are_lines() -> None:
    tally = LiveTally(troubles=Counter([HOSTILE]))
    tally.contracts["a"] = OperationTally(Counter(["moto"]))
    tally.contracts["a"].add(FindingGroup("error", "SP101", HOSTILE, HOSTILE, [HOSTILE], [HOSTILE]))
    assert all(line.text.isprintable() for line in live_lines(tally))


def test_an_error_is_a_line_and_another_one_for_its_mend() -> None:
    text = str(UsageError(HOSTILE, where=HOSTILE, hint=HOSTILE))
    assert is_tame(text)
    assert len(text.splitlines()) == 2


def test_a_finding_as_plain_text_is_two_lines() -> None:
    assert len(plain(Located(FINDING, HOSTILE, 0, 1, 1, CONTRACT)).splitlines()) == 2


@pytest.mark.parametrize("text", ["", "é 日本 😀", "a\\b"])
def test_what_can_be_printed_stays(text: str) -> None:
    assert one_line(text) == text
