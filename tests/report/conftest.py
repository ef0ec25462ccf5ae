"""Generated unit results with arbitrary strings, rendered reports, and the example recordings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import strategies as st

from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.checking.unit_result import Located, ResponseKind, UnitResult
from shapeproof.recordings.discovery.planner import plan_units
from shapeproof.recordings.discovery.units import Skipped
from shapeproof.registry import load
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.formats.html import HtmlReport
from shapeproof.report.formats.report_format import Report
from shapeproof.validation.catalog import CODES
from shapeproof.validation.finding import Finding

CONTRACT = "sagemaker.describe_hyper_parameter_tuning_job@1.29.145"
PATHS = ["a.json", "./b/c d.jsonl", "é/:,%.json", "/abs/x.json", "-", "a\nb\udcff.txt"]

STRINGS = st.text(st.characters(codec=None), max_size=12)  # lone surrogates and control characters too


@st.composite
def located_findings(draw: st.DrawFn, path: str, index: int) -> Located:
    entry = CODES[draw(st.sampled_from(sorted(CODES)))]
    pointer = tuple(draw(st.lists(STRINGS | st.integers(0, 9), max_size=3)))
    is_reading = entry.kind == "reading"
    finding = Finding(
        entry.number, entry.kind, entry.strict, pointer, "" if is_reading else "A[].B", "", draw(STRINGS) + "!"
    )
    places = st.sampled_from([(None, None), (1, None), (3, 14)])
    line, column = draw(places)
    if entry.kind != "rule":
        return Located(finding, path, index, line, column, None if is_reading else CONTRACT)
    related = tuple(draw(st.lists(st.tuples(STRINGS, STRINGS), max_size=2)))
    finding = replace(finding, rule=draw(st.sampled_from(["TST001", "TST002"])), related_parts=related)
    return Located(finding, path, index, line, column, CONTRACT, related=tuple(draw(places) for _ in related))


@st.composite
def unit_results(draw: st.DrawFn) -> UnitResult:
    result = UnitResult(draw(st.sampled_from(PATHS)))
    for index in range(draw(st.integers(0, 4))):
        if draw(st.booleans()):  # an exchange with another host
            result.ignore("vcr", "traffic of other hosts than AWS's")
            continue
        findings = draw(st.lists(located_findings(result.path, index), max_size=2))
        if any(located.finding.kind == "reading" for located in findings):
            result.responses += 1
        else:
            result.count(ResponseKind("json", CONTRACT, "response", "cli"), index, clean=not findings)
        result.findings += findings
    if draw(st.booleans()):
        result.skipped.append(Skipped(result.path, "not a recording, by its content"))
    return result


RUNS = st.tuples(st.lists(unit_results(), max_size=4), st.booleans())
"""The results of a run, and whether it was interrupted."""


def render(report: Report, results: list[UnitResult], *, interrupted: bool = False) -> tuple[str, RunSummary]:
    """The report of these results, and their summary."""
    summary = RunSummary()
    text = ""
    for result in results:
        summary.add(result)
        text += "".join(report.add(result))
    summary.interrupted = interrupted
    return text + "".join(report.end(summary, lambda _: load(CONTRACT))), summary


@pytest.fixture(scope="session")
def render_html_report() -> Callable[..., str]:
    """Renders the HTML report of recordings."""

    def render_page(*paths: Path, options: CheckOptions | None = None) -> str:
        checker, report, summary = Checker(options or CheckOptions(coverage=True)), HtmlReport(), RunSummary()
        for unit in plan_units([str(path) for path in paths]):
            for result in checker.check(unit):
                summary.add(result)
                assert not list(report.add(result))
        return "".join(report.end(summary, load))

    return render_page


@pytest.fixture(scope="session")
def examples() -> Path:
    return Path(__file__).parents[2] / "examples" / "recordings"
