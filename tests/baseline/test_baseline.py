"""Baselines: known findings are filtered, new ones reported, and stale entries listed."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.baseline.file_format import Baseline, Entry, OptionNames, parse, to_text
from shapeproof.baseline.filtering import BaselineFilter, NewBaseline
from shapeproof.errors import UsageError
from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.recordings.discovery.base_directory import BaseDirectory
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.validation.catalog import CODES, INCOMPLETE
from shapeproof.validation.finding import Finding

HERE = BaseDirectory("/project", "/project")
CONTRACT = "s3.list_buckets"


def located(file: str, code: str, path: str, edition: str = "1.40") -> Located:
    entry = CODES[code]
    contract = None if entry.kind == "reading" else f"{CONTRACT}@{edition}"
    return Located(Finding(code, entry.kind, entry.strict, (), path, "", "a message"), file, 0, 1, 1, contract)


@st.composite
def runs(draw: st.DrawFn) -> list[UnitResult]:
    """The results of a run's units; a file may have several units."""
    results: list[UnitResult] = []
    for file in draw(st.lists(st.sampled_from(["a.json", "b/c.jsonl", "../d.json"]), max_size=6)):
        result = UnitResult(file, responses=1)
        codes = st.sampled_from(["SP101", "SP302", "SP901"])
        result.findings += [
            located(file, draw(codes), draw(st.sampled_from(["A", "B[].C"]))) for _ in range(draw(st.integers(0, 4)))
        ]
        results.append(result)
    return results


OPTIONS = OptionNames("--baseline", "--write-baseline")


def text_of(counts: Mapping[Entry, int]) -> str:
    return to_text(Baseline(counts, ()))


def baseline_of(results: list[UnitResult]) -> dict[Entry, int]:
    baseline = NewBaseline(HERE)
    for result in results:
        baseline.filter(result)
    return dict(baseline.counts)


@given(runs())
def test_findings_in_baseline_are_known_and_no_entry_is_stale(results: list[UnitResult]) -> None:
    counts = parse(text_of(baseline_of(results)).encode(), "x", OPTIONS).recorded
    baseline, summary = BaselineFilter(counts, HERE), RunSummary()
    for result in results:
        filtered = baseline.filter(result)
        assert not filtered.findings
        summary.add(filtered)
    assert not baseline.stale_entries(["."], lambda _: False)
    assert summary.known == sum(len(result.findings) for result in results)
    assert summary.exit_code == (0 if results else 2)


@given(runs(), runs())
def test_every_finding_is_either_known_or_new(
    results_before: list[UnitResult], results_after: list[UnitResult]
) -> None:
    counts_before = baseline_of(results_before)
    baseline = BaselineFilter(counts_before, HERE)
    new_count = sum(len(baseline.filter(result).findings) for result in results_after)
    counts_after = baseline_of(results_after)
    assert new_count == sum(max(0, count - counts_before.get(entry, 0)) for entry, count in counts_after.items())
    stale = [entry for entry, count in counts_before.items() if counts_after.get(entry, 0) < count]
    assert set(baseline.stale_entries([".", "../d.json"], lambda _: False)) == set(stale)


@given(runs())
def test_baseline_text_is_independent_of_finding_order(results: list[UnitResult]) -> None:
    text = text_of(baseline_of(results))
    assert text == text_of(baseline_of(results[::-1]))
    assert len(text.splitlines()) == len(baseline_of(results)) + 2
    assert json.loads(text)["shapeproof_baseline"] == 1


def test_first_findings_are_known_up_to_count() -> None:
    baseline = BaselineFilter({Entry("a.json", CONTRACT, "SP101", "A"): 2}, HERE)
    findings = [located("a.json", "SP101", "A") for _ in range(3)]
    filtered = baseline.filter(UnitResult("a.json", findings=findings))
    assert (filtered.known, filtered.findings) == (findings[:2], findings[2:])


def test_finding_stays_known_in_another_edition() -> None:
    baseline = BaselineFilter({Entry("a.json", CONTRACT, "SP101", "A"): 1}, HERE)
    assert not baseline.filter(UnitResult("a.json", findings=[located("a.json", "SP101", "A", "1.41")])).findings


@pytest.mark.parametrize("code", sorted(INCOMPLETE))
def test_incomplete_checks_are_never_known(code: str) -> None:
    finding = located("a.json", code, "")
    assert NewBaseline(HERE).filter(UnitResult("a.json", findings=[finding])).findings == [finding]
    assert (
        BaselineFilter({Entry("a.json", "", code, ""): 1}, HERE)
        .filter(UnitResult("a.json", findings=[finding]))
        .findings
    )


def test_entries_of_ignored_codes_and_unreadable_files_are_not_stale() -> None:
    counts = {Entry("a.json", CONTRACT, code, "A"): 1 for code in ("SP101", "SP102")}
    counts |= {Entry("b.json", CONTRACT, "SP101", "A"): 1}
    baseline = BaselineFilter(counts, HERE, ignored_codes={"SP102"})
    baseline.filter(UnitResult("a.json"))
    baseline.filter(UnitResult("b.json"))  # its first unit; the next one can't be read
    baseline.filter(UnitResult("b.json", continues=True, findings=[located("b.json", "SP990", "")]))
    assert baseline.stale_entries(["."], lambda _: True) == [Entry("a.json", CONTRACT, "SP101", "A")]


@given(runs(), runs(), st.sampled_from([["."], ["b"], ["a.json", "../d.json"]]))
def test_rewritten_baseline_keeps_unchecked_entries(
    results_before: list[UnitResult], results_now: list[UnitResult], paths: list[str]
) -> None:
    counts = baseline_of(results_before)
    rewritten, baseline = NewBaseline(HERE, counts), BaselineFilter(counts, HERE)
    for result in results_now:
        rewritten.filter(result)
        baseline.filter(result)
    assert dict(rewritten.counts) == baseline_of(results_now)
    retained = rewritten.retained(paths, lambda _: False)
    assert retained.items() <= counts.items()
    stale = set(baseline.stale_entries(paths, lambda _: False))
    assert not stale & retained.keys()
    assert counts.keys() == retained.keys() | stale | (counts.keys() & rewritten.counts.keys())


@pytest.mark.parametrize(
    ("paths", "existing_files", "stale_files"),
    [
        (["tests"], [], ["tests/a.json"]),
        (["."], [], ["other/b.json", "tests/a.json"]),
        (["tests"], ["tests/a.json"], []),  # skipped, for example by --exclude
        (["test"], [], []),
        (["tests/a.json"], [], ["tests/a.json"]),
        (["/project/tests"], [], ["tests/a.json"]),
    ],
)
def test_entries_outside_checked_paths_are_not_stale(
    paths: list[str], existing_files: list[str], stale_files: list[str]
) -> None:
    counts = {Entry(file, CONTRACT, "SP101", "A"): 1 for file in ("tests/a.json", "other/b.json", "../c.json")}
    assert [
        entry.file for entry in BaselineFilter(counts, HERE).stale_entries(paths, existing_files.__contains__)
    ] == stale_files


def test_files_are_relative_to_baseline_directory() -> None:
    baseline = NewBaseline(BaseDirectory("/project", "/project/tests/deep"))
    baseline.filter(UnitResult("../a.json", findings=[located("../a.json", "SP101", "A")]))
    assert [entry.file for entry in baseline.counts] == ["tests/a.json"]


ENTRY = '{"file": "a", "contract": "", "code": "SP101", "path": "", "count": 1}'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"shapeproof_baseline": 1,\n<<<<<<< ours', "known.json:2: invalid JSON"),
        ('{"shapeproof_baseline": 1\xff', "known.json: invalid JSON"),
        ("[]", "known.json: this file is not a baseline"),
        ('{"findings": []}', "known.json: this file is not a baseline"),
        ('{"shapeproof_baseline": 2, "findings": []}', "by another version of Shapeproof"),
        (f'{{"shapeproof_baseline": 1, "findings": [{ENTRY}, 1]}}', "known.json: entry 2: this is not an entry"),
        (f'{{"shapeproof_baseline": 1, "findings": [{ENTRY.replace("1}", "0}")}]}}', "entry 1: this is not an entry"),
        (f'{{"shapeproof_baseline": 1, "findings": [{ENTRY}, {ENTRY}]}}', "entry 2: duplicate entry"),
    ],
)
def test_baseline_error_names_its_location(text: str, message: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse(text.encode("latin-1"), "known.json", OPTIONS)
    assert message in str(raised.value)
    is_baseline = "not a baseline" not in message
    assert ("--write-baseline" if is_baseline else "--baseline FILE") in str(raised.value)
