"""The run summary: independent of the order of results; the exit code."""

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
def test_the_order_of_results_makes_no_difference(orders: tuple[list[UnitResult], list[UnitResult]]) -> None:
    first, second = RunSummary(), RunSummary()
    for run, results in zip((first, second), orders, strict=True):
        for result in results:
            run.add(result)
    assert first == second
    assert summary_line(first) == summary_line(second)
    assert first.not_checked(load) == second.not_checked(load)


@pytest.mark.parametrize(
    ("codes", "responses", "expected"),
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
def test_exit_codes(codes: list[str], responses: int, expected: int) -> None:
    run = RunSummary()
    run.add(UnitResult("x.json", responses=responses, findings=[located(code) for code in codes]))
    assert run.exit_code == expected


def test_a_file_whose_units_are_all_skipped_counts_once() -> None:
    run = RunSummary()
    for count in (3, 4):
        run.add(
            UnitResult("x.jsonl", unknown=count, skipped=[Skipped("x.jsonl", f"{count} of its responses: unknown")])
        )
    assert "1 file skipped" in summary_line(run)


def test_a_path_is_on_one_line_and_a_long_pointer_is_cut() -> None:
    deep = Finding("SP908", "reading", "error", (0,) * 500, "", "", "too deep")
    result = UnitResult("a\nb\udcff.json", findings=[Located(deep, "a\nb\udcff.json", 0, 1, 201, None)])
    head, body = unstyle("".join(TextReport().add(result))).split("\n", 1)
    assert head.endswith(r"a\nb\udcff.json")
    heading, message, end = body.split("\n")
    assert heading.count("/0") == 100
    assert heading.endswith("…")
    assert (message.strip(), end) == ("too deep", "")
