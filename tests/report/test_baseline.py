"""What is known doesn't count, what is new does, what is gone is told; and a baseline can be read by people."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.baseline import Entry, KnownFindings, NewBaseline, parse, text_of
from shapeproof.errors import UsageError
from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.recordings.discovery.globs import Below
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.validation.catalog import CODES, INCOMPLETE
from shapeproof.validation.finding import Finding

HERE = Below("/project", "/project")
CONTRACT = "s3.list_buckets"


def located(file: str, code: str, path: str, edition: str = "1.40") -> Located:
    entry = CODES[code]
    contract = None if entry.kind == "reading" else f"{CONTRACT}@{edition}"
    return Located(Finding(code, entry.kind, entry.strict, (), path, "", "so it is"), file, 0, 1, 1, contract)


@st.composite
def runs(draw: st.DrawFn) -> list[UnitResult]:
    """The results of some units, files in several of them among these."""
    found: list[UnitResult] = []
    for file in draw(st.lists(st.sampled_from(["a.json", "b/c.jsonl", "../d.json"]), max_size=6)):
        part = UnitResult(file, responses=1)
        codes = st.sampled_from(["SP101", "SP302", "SP901"])
        part.findings += [
            located(file, draw(codes), draw(st.sampled_from(["A", "B[].C"]))) for _ in range(draw(st.integers(0, 4)))
        ]
        found.append(part)
    return found


def gathered(run: list[UnitResult]) -> dict[Entry, int]:
    sieve = NewBaseline(HERE)
    for partial in run:
        sieve.sift(partial)
    return dict(sieve.counts)


@given(runs())
def test_what_was_written_is_known_and_none_of_it_gone(run: list[UnitResult]) -> None:
    counts = parse(text_of(gathered(run)).encode(), "x")
    known, tally = KnownFindings(counts, HERE), RunSummary()
    for partial in run:
        sifted = known.sift(partial)
        assert not sifted.findings
        tally.add(sifted)
    assert not known.gone(["."], lambda _: False)
    assert tally.known == sum(len(partial.findings) for partial in run)
    assert tally.exit_code == (0 if run else 2)


@given(runs(), runs())
def test_every_finding_is_either_known_or_new(before: list[UnitResult], after: list[UnitResult]) -> None:
    counts = gathered(before)
    known = KnownFindings(counts, HERE)
    new = sum(len(known.sift(partial).findings) for partial in after)
    now = gathered(after)
    assert new == sum(max(0, count - counts.get(entry, 0)) for entry, count in now.items())
    gone = [entry for entry, count in counts.items() if now.get(entry, 0) < count]
    assert set(known.gone([".", "../d.json"], lambda _: False)) == set(gone)


@given(runs())
def test_the_text_is_the_same_in_whatever_order_it_was_found(run: list[UnitResult]) -> None:
    text = text_of(gathered(run))
    assert text == text_of(gathered(run[::-1]))
    assert len(text.splitlines()) == len(gathered(run)) + 2
    assert json.loads(text)["shapeproof_baseline"] == 1


def test_the_first_of_too_many_are_known() -> None:
    known = KnownFindings({Entry("a.json", CONTRACT, "SP101", "A"): 2}, HERE)
    three = [located("a.json", "SP101", "A") for _ in range(3)]
    sifted = known.sift(UnitResult("a.json", findings=three))
    assert (sifted.known, sifted.findings) == (three[:2], three[2:])


def test_another_edition_of_the_contract_makes_nothing_new() -> None:
    known = KnownFindings({Entry("a.json", CONTRACT, "SP101", "A"): 1}, HERE)
    assert not known.sift(UnitResult("a.json", findings=[located("a.json", "SP101", "A", "1.41")])).findings


@pytest.mark.parametrize("code", sorted(INCOMPLETE))
def test_what_could_not_be_checked_is_never_known(code: str) -> None:
    finding = located("a.json", code, "")
    assert NewBaseline(HERE).sift(UnitResult("a.json", findings=[finding])).findings == [finding]
    assert (
        KnownFindings({Entry("a.json", "", code, ""): 1}, HERE).sift(UnitResult("a.json", findings=[finding])).findings
    )


def test_what_isn_t_reported_or_could_not_be_read_isn_t_gone() -> None:
    counts = {Entry("a.json", CONTRACT, code, "A"): 1 for code in ("SP101", "SP102")}
    counts |= {Entry("b.json", CONTRACT, "SP101", "A"): 1}
    known = KnownFindings(counts, HERE, left_out={"SP102"})
    known.sift(UnitResult("a.json"))
    known.sift(UnitResult("b.json"))  # the first unit of it; the next can't be read
    known.sift(UnitResult("b.json", continues=True, findings=[located("b.json", "SP990", "")]))
    assert known.gone(["."], lambda _: True) == [Entry("a.json", CONTRACT, "SP101", "A")]


@given(runs(), runs(), st.sampled_from([["."], ["b"], ["a.json", "../d.json"]]))
def test_what_is_written_anew_keeps_what_the_run_says_nothing_of(
    before: list[UnitResult], now: list[UnitResult], paths: list[str]
) -> None:
    counts = gathered(before)
    sieve, known = NewBaseline(HERE, counts), KnownFindings(counts, HERE)
    for partial in now:
        sieve.sift(partial)
        known.sift(partial)
    assert dict(sieve.counts) == gathered(now)
    kept = sieve.kept(paths, lambda _: False)
    assert kept.items() <= counts.items()
    gone = set(known.gone(paths, lambda _: False))
    assert not gone & kept.keys()
    assert counts.keys() == kept.keys() | gone | (counts.keys() & sieve.counts.keys())


@pytest.mark.parametrize(
    ("paths", "there", "gone"),
    [
        (["tests"], [], ["tests/a.json"]),
        (["."], [], ["other/b.json", "tests/a.json"]),
        (["tests"], ["tests/a.json"], []),  # it was passed over, by an option that leaves it out, say
        (["test"], [], []),
        (["tests/a.json"], [], ["tests/a.json"]),
        (["/project/tests"], [], ["tests/a.json"]),
    ],
)
def test_what_lies_elsewhere_isn_t_gone(paths: list[str], there: list[str], gone: list[str]) -> None:
    counts = {Entry(file, CONTRACT, "SP101", "A"): 1 for file in ("tests/a.json", "other/b.json", "../c.json")}
    assert [entry.file for entry in KnownFindings(counts, HERE).gone(paths, there.__contains__)] == gone


def test_files_are_named_from_the_baseline_s_folder_wherever_one_stands() -> None:
    sieve = NewBaseline(Below("/project", "/project/tests/deep"))
    sieve.sift(UnitResult("../a.json", findings=[located("../a.json", "SP101", "A")]))
    assert [entry.file for entry in sieve.counts] == ["tests/a.json"]


ENTRY = '{"file": "a", "contract": "", "code": "SP101", "path": "", "count": 1}'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"shapeproof_baseline": 1,\n<<<<<<< ours', "known.json:2: this is no JSON"),
        ("\xff", "known.json: this is no JSON"),
        ("[]", "known.json: this is no baseline"),
        ('{"findings": []}', "known.json: this is no baseline"),
        ('{"shapeproof_baseline": 2, "findings": []}', "of another version of Shapeproof"),
        (f'{{"shapeproof_baseline": 1, "findings": [{ENTRY}, 1]}}', "known.json: entry 2: this is no entry"),
        (f'{{"shapeproof_baseline": 1, "findings": [{ENTRY.replace("1}", "0}")}]}}', "entry 1: this is no entry"),
        (f'{{"shapeproof_baseline": 1, "findings": [{ENTRY}, {ENTRY}]}}', "entry 2: this entry stands there twice"),
    ],
)
def test_a_broken_file_is_told_with_its_place(text: str, words: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse(text.encode("latin-1"), "known.json")
    assert words in str(raised.value)
    assert "--write-baseline" in str(raised.value)
