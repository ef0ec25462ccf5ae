"""Counts of a whole run: the same in whatever order the parts come, and what they mean for the exit code."""

from __future__ import annotations

import pytest
from click import unstyle
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.recordings.checking.unit_result import Located, ResponseKind, UnitResult
from shapeproof.recordings.discovery.files import Skipped
from shapeproof.registry import load
from shapeproof.report.common.footer import summary
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.formats.text import TextReport
from shapeproof.validation.catalog import CODES
from shapeproof.validation.finding import Finding

CONTRACT = "sagemaker.describe_hyper_parameter_tuning_job@1.29.145"


def located(code: str, file: str = "x.json") -> Located:
    entry = CODES[code]
    return Located(Finding(code, entry.kind, entry.strict, ("A",), "A", "", "so it is"), file, 0, 1, 1, CONTRACT)


@st.composite
def partials(draw: st.DrawFn) -> UnitResult:
    part = UnitResult(draw(st.sampled_from(["a.json", "b.json", "c.jsonl"])))
    for index in range(draw(st.integers(0, 3))):
        seen = ResponseKind(draw(st.sampled_from(["json", "json lines"])), CONTRACT, "response", "cli")
        part.count(seen, index, clean=draw(st.booleans()))
    part.findings = [located(code, part.path) for code in draw(st.lists(st.sampled_from(sorted(CODES)), max_size=3))]
    if draw(st.booleans()):
        part.skipped.append(Skipped(part.path, "no recording, by its text"))
    return part


@given(st.lists(partials(), max_size=5).flatmap(lambda parts: st.tuples(st.just(parts), st.permutations(parts))))
def test_the_order_of_the_parts_makes_no_difference(both: tuple[list[UnitResult], list[UnitResult]]) -> None:
    first, second = RunSummary(), RunSummary()
    for tally, parts in zip((first, second), both, strict=True):
        for part in parts:
            tally.add(part)
    assert first == second
    assert summary(first) == summary(second)
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
    tally = RunSummary()
    tally.add(UnitResult("x.json", responses=responses, findings=[located(code) for code in codes]))
    assert tally.exit_code == expected


def test_a_file_that_is_skipped_in_several_stretches_is_one_file() -> None:
    tally = RunSummary()
    for count in (3, 4):
        tally.add(
            UnitResult("x.jsonl", unknown=count, skipped=[Skipped("x.jsonl", f"{count} of its responses: unknown")])
        )
    assert "1 file skipped" in summary(tally)


def test_a_path_is_told_in_one_line_and_a_long_pointer_is_cut() -> None:
    deep = Finding("SP908", "reading", "error", (0,) * 500, "", "", "too deep")
    part = UnitResult("a\nb\udcff.json", findings=[Located(deep, "a\nb\udcff.json", 0, 1, 201, None)])
    head, body = unstyle("".join(TextReport().add(part))).split("\n", 1)
    assert head.endswith(r"a\nb\udcff.json")
    place, message, end = body.split("\n")
    assert place.count("/0") == 100
    assert place.endswith("…")
    assert (message.strip(), end) == ("too deep", "")
