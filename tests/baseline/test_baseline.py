"""Known findings don't count, new ones do, stale entries are reported; a baseline is readable by people."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.baseline.file_format import Entry, parse, to_text
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
    """The results of some units, files in several of them among these."""
    results: list[UnitResult] = []
    for file in draw(st.lists(st.sampled_from(["a.json", "b/c.jsonl", "../d.json"]), max_size=6)):
        result = UnitResult(file, responses=1)
        codes = st.sampled_from(["SP101", "SP302", "SP901"])
        result.findings += [
            located(file, draw(codes), draw(st.sampled_from(["A", "B[].C"]))) for _ in range(draw(st.integers(0, 4)))
        ]
        results.append(result)
    return results


def baseline_of(run: list[UnitResult]) -> dict[Entry, int]:
    baseline = NewBaseline(HERE)
    for result in run:
        baseline.filter(result)
    return dict(baseline.counts)


@given(runs())
def test_findings_of_a_written_baseline_are_known_and_no_entry_is_stale(run: list[UnitResult]) -> None:
    counts = parse(to_text(baseline_of(run)).encode(), "x")
    baseline, summary = BaselineFilter(counts, HERE), RunSummary()
    for result in run:
        filtered = baseline.filter(result)
        assert not filtered.findings
        summary.add(filtered)
    assert not baseline.stale_entries(["."], lambda _: False)
    assert summary.known == sum(len(result.findings) for result in run)
    assert summary.exit_code == (0 if run else 2)


@given(runs(), runs())
def test_every_finding_is_either_known_or_new(before: list[UnitResult], after: list[UnitResult]) -> None:
    counts = baseline_of(before)
    baseline = BaselineFilter(counts, HERE)
    new = sum(len(baseline.filter(result).findings) for result in after)
    now = baseline_of(after)
    assert new == sum(max(0, count - counts.get(entry, 0)) for entry, count in now.items())
    stale = [entry for entry, count in counts.items() if now.get(entry, 0) < count]
    assert set(baseline.stale_entries([".", "../d.json"], lambda _: False)) == set(stale)


@given(runs())
def test_the_text_does_not_depend_on_the_order_of_findings(run: list[UnitResult]) -> None:
    text = to_text(baseline_of(run))
    assert text == to_text(baseline_of(run[::-1]))
    assert len(text.splitlines()) == len(baseline_of(run)) + 2
    assert json.loads(text)["shapeproof_baseline"] == 1


def test_the_first_findings_are_known_up_to_the_count() -> None:
    baseline = BaselineFilter({Entry("a.json", CONTRACT, "SP101", "A"): 2}, HERE)
    three = [located("a.json", "SP101", "A") for _ in range(3)]
    filtered = baseline.filter(UnitResult("a.json", findings=three))
    assert (filtered.known, filtered.findings) == (three[:2], three[2:])


def test_another_edition_of_the_contract_makes_no_finding_new() -> None:
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
    baseline.filter(UnitResult("b.json"))  # the first unit of it; the next can't be read
    baseline.filter(UnitResult("b.json", continues=True, findings=[located("b.json", "SP990", "")]))
    assert baseline.stale_entries(["."], lambda _: True) == [Entry("a.json", CONTRACT, "SP101", "A")]


@given(runs(), runs(), st.sampled_from([["."], ["b"], ["a.json", "../d.json"]]))
def test_a_rewritten_baseline_keeps_entries_that_were_not_checked(
    before: list[UnitResult], now: list[UnitResult], paths: list[str]
) -> None:
    counts = baseline_of(before)
    rewritten, baseline = NewBaseline(HERE, counts), BaselineFilter(counts, HERE)
    for result in now:
        rewritten.filter(result)
        baseline.filter(result)
    assert dict(rewritten.counts) == baseline_of(now)
    retained = rewritten.retained(paths, lambda _: False)
    assert retained.items() <= counts.items()
    stale = set(baseline.stale_entries(paths, lambda _: False))
    assert not stale & retained.keys()
    assert counts.keys() == retained.keys() | stale | (counts.keys() & rewritten.counts.keys())


@pytest.mark.parametrize(
    ("paths", "existing", "stale"),
    [
        (["tests"], [], ["tests/a.json"]),
        (["."], [], ["other/b.json", "tests/a.json"]),
        (["tests"], ["tests/a.json"], []),  # it was skipped, by --exclude for example
        (["test"], [], []),
        (["tests/a.json"], [], ["tests/a.json"]),
        (["/project/tests"], [], ["tests/a.json"]),
    ],
)
def test_entries_outside_the_checked_paths_are_not_stale(
    paths: list[str], existing: list[str], stale: list[str]
) -> None:
    counts = {Entry(file, CONTRACT, "SP101", "A"): 1 for file in ("tests/a.json", "other/b.json", "../c.json")}
    assert [entry.file for entry in BaselineFilter(counts, HERE).stale_entries(paths, existing.__contains__)] == stale


def test_files_are_named_relative_to_the_baseline_s_directory_from_any_working_directory() -> None:
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
def test_an_error_in_a_baseline_names_its_location(text: str, message: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse(text.encode("latin-1"), "known.json")
    assert message in str(raised.value)
    is_baseline = "not a baseline" not in message
    assert ("--write-baseline" if is_baseline else "--baseline FILE") in str(raised.value)
