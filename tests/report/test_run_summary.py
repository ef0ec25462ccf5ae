"""The run summary: its exit code, and its independence of the order of results."""

from __future__ import annotations

import pytest
from click import unstyle
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.recordings.checking.unit_result import Located, ResponseKind, UnitResult
from shapeproof.recordings.discovery.units import Skipped
from shapeproof.registry import load
from shapeproof.report.common.footer import summary_line
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.formats.text import TextReport
from shapeproof.validation.catalog import CODES
from shapeproof.validation.finding import Finding

CONTRACT = "sagemaker.describe_hyper_parameter_tuning_job@1.29.145"


def located(code: str, file: str = "x.json") -> Located:
    entry = CODES[code]
    return Located(Finding(code, entry.kind, entry.strict, ("A",), "A", "", "a message"), file, 0, 1, 1, CONTRACT)


@st.composite
def unit_results(draw: st.DrawFn) -> UnitResult:
    result = UnitResult(draw(st.sampled_from(["a.json", "b.json", "c.jsonl"])))
    for index in range(draw(st.integers(0, 3))):
        kind = ResponseKind(draw(st.sampled_from(["json", "json lines"])), CONTRACT, "response", "cli")
        result.count(kind, index, clean=draw(st.booleans()))
    result.findings = [
        located(code, result.path) for code in draw(st.lists(st.sampled_from(sorted(CODES)), max_size=3))
    ]
    if draw(st.booleans()):
        result.skipped.append(Skipped(result.path, "not a recording, by its content"))
    return result


@given(
    st.lists(unit_results(), max_size=5).flatmap(lambda results: st.tuples(st.just(results), st.permutations(results)))
)
def test_summary_is_independent_of_result_order(orders: tuple[list[UnitResult], list[UnitResult]]) -> None:
    first_summary, second_summary = RunSummary(), RunSummary()
    for summary, results in zip((first_summary, second_summary), orders, strict=True):
        for result in results:
            summary.add(result)
    assert first_summary == second_summary
    assert summary_line(first_summary) == summary_line(second_summary)
    assert first_summary.not_checked(load) == second_summary.not_checked(load)


@pytest.mark.parametrize(
    ("codes", "responses", "exit_code"),
    [
        ([], 1, 0),
        ([], 0, 2),
        (["SP101"], 1, 1),
        (["SP220", "SP303"], 1, 0),
        (["SP902"], 0, 1),
        (["SP101", "SP990"], 3, 2),
        (["SP991"], 1, 2),
        (["SP992"], 1, 2),
    ],
)
def test_exit_codes(codes: list[str], responses: int, exit_code: int) -> None:
    summary = RunSummary()
    summary.add(UnitResult("x.json", responses=responses, findings=[located(code) for code in codes]))
    assert summary.exit_code == exit_code


def test_file_with_several_skipped_units_counts_once() -> None:
    summary = RunSummary()
    for count in (3, 4):
        summary.add(
            UnitResult("x.jsonl", unknown=count, skipped=[Skipped("x.jsonl", f"{count} of its responses: unknown")])
        )
    assert "1 file skipped" in summary_line(summary)


def test_path_is_on_one_line_and_long_pointer_is_cut() -> None:
    finding = Finding("SP908", "reading", "error", (0,) * 500, "", "", "too deep")
    result = UnitResult("a\nb\udcff.json", findings=[Located(finding, "a\nb\udcff.json", 0, 1, 201, None)])
    file_line, finding_lines = unstyle("".join(TextReport().add(result))).split("\n", 1)
    assert file_line.endswith(r"a\nb\udcff.json")
    heading, message, end = finding_lines.split("\n")
    assert heading.count("/0") == 100
    assert heading.endswith("/0…" + 50 * "/0")
    assert (message.strip(), end) == ("too deep", "")
