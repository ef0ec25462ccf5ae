"""Baselines of live responses, for runs of any tests in any number of processes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from shapeproof import load
from shapeproof.baseline.file_format import (
    ANY_TEST,
    OUTSIDE_TESTS,
    Baseline,
    Entry,
    LiveEntry,
    OptionNames,
    parse,
    to_text,
)
from shapeproof.baseline.live import LiveBaseline, fixture_id
from shapeproof.live.responses import LiveResponse
from shapeproof.live.watching import Observation
from shapeproof.validation.catalog import CODES
from shapeproof.validation.finding import Finding

CONTRACT = load("sagemaker.describe_hyper_parameter_tuning_job")
RESPONSE = LiveResponse(CONTRACT, "response", {}, "wire", "stub")
OPTIONS = OptionNames("--baseline", "--write-baseline")
TESTS = ["test_a.py::test_1", "test_a.py::test_2[x]", "b/test_b.py::test_1"]
OWNERS = [*TESTS, fixture_id("test_a.py", "shared"), fixture_id("", "all"), OUTSIDE_TESTS]


class Event(NamedTuple):
    """What happens in a run: a response with findings, or the end of a test if it has none."""

    test: str
    findings: tuple[Finding, ...]
    passed: bool


def finding(code: str, path: str) -> Finding:
    entry = CODES[code]
    return Finding(code, entry.kind, entry.strict, (), path, "", "a message")


findings = st.builds(finding, st.sampled_from(["SP101", "SP302"]), st.sampled_from(["A", "B[].C", ""]))
events = st.lists(
    st.builds(Event, st.sampled_from(OWNERS), st.lists(findings, min_size=1, max_size=3).map(tuple), st.just(True))
    | st.builds(Event, st.sampled_from(TESTS), st.just(()), st.booleans()),
    max_size=12,
)
entries = st.sets(
    st.builds(
        LiveEntry,
        st.sampled_from([*OWNERS, ANY_TEST]),
        st.just(CONTRACT.name.partition("@")[0]),
        st.sampled_from(["SP101", "SP302"]),
        st.sampled_from(["A", "B[].C", ""]),
    ),
    max_size=8,
)


def play(baseline: LiveBaseline, run: Sequence[Event]) -> list[Finding]:
    """Let a run happen, and return its new findings."""
    new: list[Finding] = []
    for event in run:
        if event.findings:
            new += baseline.filter(Observation(RESPONSE, event.findings), event.test)[0].findings
        else:
            baseline.add_test(event.test, passed=event.passed)
    return new


def stale(baseline: LiveBaseline) -> set[LiveEntry]:
    return baseline.stale_entries(lambda _: True, lambda _: True, is_whole=True)


def outcome(baseline: LiveBaseline) -> tuple[object, ...]:
    gone = stale(baseline)
    return gone, baseline.updated(gone, for_any_test=False), baseline.known_findings, baseline.tests


@given(
    entries, events, st.lists(st.integers(0, 2), min_size=12, max_size=12), st.permutations([0, 1, 2]), st.booleans()
)
def test_processes_in_any_order_are_as_one(
    known: set[LiveEntry], run: list[Event], shares: list[int], order: list[int], is_written: bool
) -> None:
    one = LiveBaseline(known, is_written=is_written)
    play(one, run)
    merged = LiveBaseline(known, is_written=is_written)
    for process in order:
        worker = LiveBaseline(known, is_written=is_written)
        play(worker, [event for event, share in zip(run, shares, strict=False) if share == process])
        merged.merge(json.loads(json.dumps(worker.to_data())))
    assert outcome(merged) == outcome(one)


@given(entries, events, st.booleans())
def test_after_a_run_is_written_it_has_nothing_new_and_nothing_stale(
    before: set[LiveEntry], run: list[Event], for_any_test: bool
) -> None:
    writing = LiveBaseline(before, is_written=True)
    assert not play(writing, run)
    found, kept = writing.updated(stale(writing), for_any_test=for_any_test)
    assert not found & kept
    again = LiveBaseline(parse(to_text(Baseline({}, found | kept)).encode(), "a file", OPTIONS).live)
    assert not play(again, run)
    assert not stale(again)


@given(entries, events)
def test_only_what_is_in_the_baseline_is_known_and_what_was_found_is_not_stale(
    known: set[LiveEntry], run: list[Event]
) -> None:
    baseline = LiveBaseline(known)
    new = play(baseline, run)
    assert len(new) + baseline.known_findings == sum(len(event.findings) for event in run)
    if not known:
        assert not baseline.known_findings
    gone = stale(baseline)
    assert gone <= known
    again = LiveBaseline(known - gone)
    assert play(again, run) == new


any_text = st.text() | st.sampled_from(['"', "\x1b[31m", "\u2028", "]}\n", "\ud800", "\x00", "(fixture x)", "*"])


@given(
    st.dictionaries(
        st.builds(Entry, any_text, any_text, any_text, any_text, any_text), st.integers(1, 2**40), max_size=4
    ),
    st.sets(st.builds(LiveEntry, any_text, any_text, any_text, any_text, any_text), max_size=4),
)
def test_the_file_holds_any_text_in_one_line_per_entry(recorded: dict[Entry, int], live: set[LiveEntry]) -> None:
    text = to_text(Baseline(recorded, live))
    assert parse(text.encode(), "a file", OPTIONS) == Baseline(recorded, live)
    assert text.isascii()
    assert text.replace("\n", "").isprintable()
    assert len(text.splitlines()) == len(recorded) + len(live) + 2
