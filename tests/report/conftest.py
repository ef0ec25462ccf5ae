"""What reports are made of: partial results with anything in them, and the recordings of the examples."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import strategies as st

from shapeproof.recordings.checking.checker import Checker, CheckOptions
from shapeproof.recordings.checking.unit_result import Located, ResponseKind, UnitResult
from shapeproof.recordings.discovery.files import Skipped, units
from shapeproof.registry import load
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.formats.html import HtmlReport
from shapeproof.report.formats.report_format import Report
from shapeproof.validation.catalog import CODES
from shapeproof.validation.finding import Finding

CONTRACT = "sagemaker.describe_hyper_parameter_tuning_job@1.29.145"
PATHS = ["a.json", "./b/c d.jsonl", "é/:,%.json", "/abs/x.json", "-", "a\nb\udcff.txt"]

TEXTS = st.text(st.characters(codec=None), max_size=12)  # lone surrogates and control characters too


@st.composite
def locateds(draw: st.DrawFn, path: str, index: int) -> Located:
    entry = CODES[draw(st.sampled_from(sorted(CODES)))]
    place = tuple(draw(st.lists(TEXTS | st.integers(0, 9), max_size=3)))
    is_reading = entry.kind == "reading"
    finding = Finding(
        entry.number, entry.kind, entry.strict, place, "" if is_reading else "A[].B", "", draw(TEXTS) + "!"
    )
    line, column = draw(st.sampled_from([(None, None), (1, None), (3, 14)]))
    return Located(finding, path, index, line, column, None if is_reading else CONTRACT)


@st.composite
def partials(draw: st.DrawFn) -> UnitResult:
    part = UnitResult(draw(st.sampled_from(PATHS)))
    for index in range(draw(st.integers(0, 4))):
        if draw(st.booleans()):  # an exchange, but of another host
            part.pass_over("vcr", "traffic of other hosts than AWS's")
            continue
        found = draw(st.lists(locateds(part.path, index), max_size=2))
        if any(one.finding.kind == "reading" for one in found):
            part.responses += 1
        else:
            part.count(ResponseKind("json", CONTRACT, "response", "cli"), index, clean=not found)
        part.findings += found
    if draw(st.booleans()):
        part.skipped.append(Skipped(part.path, "no recording, by its text"))
    return part


WHOLE_RUNS = st.tuples(st.lists(partials(), max_size=4), st.booleans())
"""The parts of a run, and whether it was interrupted."""


def rendered(report: Report, parts: list[UnitResult], *, interrupted: bool = False) -> tuple[str, RunSummary]:
    """What a report writes about these parts, and their tally."""
    tally = RunSummary()
    text = ""
    for part in parts:
        tally.add(part)
        text += "".join(report.add(part))
    tally.interrupted = interrupted
    return text + "".join(report.end(tally, lambda _: load(CONTRACT))), tally


@pytest.fixture(scope="session")
def page_of() -> Callable[..., str]:
    """The HTML report of recordings."""

    def page(*paths: Path, options: CheckOptions | None = None) -> str:
        checker, report, tally = Checker(options or CheckOptions(coverage=True)), HtmlReport(), RunSummary()
        for planned in units([str(path) for path in paths]):
            partial = checker.check(planned)
            tally.add(partial)
            assert not list(report.add(partial))
        return "".join(report.end(tally, load))

    return page


@pytest.fixture(scope="session")
def examples() -> Path:
    return Path(__file__).parents[2] / "examples" / "recordings"
