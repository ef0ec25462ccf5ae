"""What a test run tells report files: the same however its tests are shared out, true counts, a bound."""

from __future__ import annotations

from collections import Counter
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.report.live import live_results
from shapeproof.report.live.live_results import OUTSIDE_TESTS, LiveResults, Place
from shapeproof.validation.finding import Finding

OUTSIDE: Final = Place("conftest.py", None, OUTSIDE_TESTS)
ANY_TEXT: Final = st.text(st.characters(exclude_categories=()), max_size=5)
"""With lone surrogates: names of map keys come from responses."""
FINDINGS: Final = st.builds(
    Finding,
    st.sampled_from(["SP101", "SP302"]),
    st.just("structure"),
    st.sampled_from(["error", "note"]),
    st.tuples(ANY_TEXT, st.integers(0, 3)),
    st.sampled_from(["A", "B{}"]),
    st.just("type"),
    ANY_TEXT,
    st.sampled_from(["", "HPT001"]),
    st.just((("Other", 0),)),
)
PLACES: Final = st.sampled_from(
    [
        Place(file, number or None, f"{file}::test_{number}")
        for file in ("test_a.py", "test_b.py")
        for number in range(4)
    ]
)
RESPONSES: Final = st.lists(
    st.tuples(
        PLACES,
        st.sampled_from(["s3.a@1", "s3.b@1"]),
        st.lists(FINDINGS, max_size=3),
        st.integers(0, 2),
        st.integers(0, 2),
    ),
    max_size=12,
)
Response = tuple[Place, str, list[Finding], int, int]


def results_of(responses: list[Response]) -> LiveResults:
    results = LiveResults()
    for place, contract, findings, suppressed, known in responses:
        results.add(place, contract, findings, suppressed=suppressed, known=known)
    return results


def listed(results: LiveResults) -> list[UnitResult]:
    return list(results.results(OUTSIDE))


@given(RESPONSES, st.lists(st.integers(0, 2), min_size=4, max_size=4), st.permutations(range(3)))
def test_workers_together_say_what_one_process_says(
    responses: list[Response], worker_of: list[int], order: list[int]
) -> None:
    workers = [
        results_of([response for response in responses if worker_of[(response[0].line or 0)] == worker])
        for worker in range(3)
    ]
    merged = LiveResults()
    for worker in order:
        merged.merge(LiveResults.from_json(workers[worker].to_json()))
    single = results_of(responses)
    assert listed(merged) == listed(single)
    assert merged.summary(unchecked={}, interrupted=False) == single.summary(unchecked={}, interrupted=False)


@given(RESPONSES)
def test_counts_are_true_and_findings_stand_at_a_response_of_their_contract(responses: list[Response]) -> None:
    results = results_of(responses)
    summary = results.summary(unchecked={"why": 2}, interrupted=False)
    for result in listed(results):
        summary.add(result)
        contracts = {index: run.contract for run in result.runs for index in run.indices}
        assert sorted(contracts) == list(range(result.responses))
        for located in result.findings:
            assert contracts[located.index] == located.contract
    assert summary.responses == len(responses)
    assert summary.files == {place.file for place, *_ in responses}
    assert summary.clean == sum(
        not (findings or suppressed or known) for _, _, findings, suppressed, known in responses
    )
    assert (summary.suppressed, summary.known) == (
        sum(response[3] for response in responses),
        sum(response[4] for response in responses),
    )
    assert summary.ignored == Counter({("client", "why"): 2})
    entries = {
        (place, contract, finding.code, finding.rule, finding.path)
        for place, contract, findings, *_ in responses
        for finding in findings
    }
    assert sum(summary.codes.values()) == len(entries)


@pytest.mark.parametrize("limit", ["_MAX_ENTRIES", "_MAX_CHARACTERS"])
def test_what_is_not_listed_is_told(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_results, limit, 2 * (1 if limit == "_MAX_ENTRIES" else len("A1") + len("message")))
    results = LiveResults()
    place = Place("test_a.py", 3, "test_a.py::test_it")
    for number in [1, 2, 3, 4, 4, 1]:
        results.add(place, "s3.a@1", [Finding("SP101", "structure", "error", (), f"A{number}", "type", "message")])
    results = LiveResults.from_json(results.to_json())
    found, rest = listed(results)
    assert [located.finding.message for located in found.findings] == ["message (2 times in this test)", "message"]
    (told,) = rest.findings
    assert (told.file, told.finding.code, told.section) == ("conftest.py", "SP995", OUTSIDE_TESTS)
    assert told.finding.message == "the run has more findings than are listed; 3 other findings can't be listed"
    summary = results.summary(unchecked={}, interrupted=False)
    for result in (found, rest):
        summary.add(result)
    assert summary.exit_code == 2, "the report is incomplete"
