"""What a test run tells report files: its findings, each at its test, and its counts. It keeps no response.

A finding is listed once for each test, contract, code, rule and path, with the number of times. Mergeable across processes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, field, replace
from itertools import groupby
from typing import Any, Final, NamedTuple

from shapeproof.contract import Pointer
from shapeproof.recordings.checking.unit_result import ContractRun, Located, UnitResult
from shapeproof.report.common.plurals import pluralize
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.validation.catalog import reading
from shapeproof.validation.finding import Finding

__all__ = ["OUTSIDE_TESTS", "LiveResults", "Place"]

OUTSIDE_TESTS: Final = "outside of tests"
_MAX_ENTRIES: Final = 10_000
_MAX_CHARACTERS: Final = 16 * 2**20
"""Of all findings that are listed. Others are counted."""


class Place(NamedTuple):
    """Where the responses of a test are reported.

    Attributes:
        file: the path of the test's module.
        line: the line of the test, from 1; None if it is not in this module, or if there is no test.
        test: the id of the test; `OUTSIDE_TESTS` if there is none.
    """

    file: str
    line: int | None
    test: str


@dataclass(slots=True)
class _Entry:
    """A finding, the number of the first response with it, from 0, and how often it was found."""

    finding: Finding
    response: int
    count: int = 1


@dataclass(slots=True)
class _Responses:
    """The responses of one operation in one test, and the findings by code, rule and path."""

    count: int = 0
    clean: int = 0
    entries: dict[tuple[str, str, str], _Entry] = field(default_factory=dict[tuple[str, str, str], _Entry])


class LiveResults:
    """Counts by test and operation, and at most 10,000 findings with at most 16 Mi characters."""

    def __init__(self) -> None:
        self._responses: dict[tuple[Place, str], _Responses] = {}
        self._suppressed = 0
        self._known = 0
        self._unlisted = 0
        self._entries = 0
        self._characters = 0

    def add(
        self, place: Place, contract: str, findings: Iterable[Finding], *, suppressed: int = 0, known: int = 0
    ) -> None:
        """Add a response.

        Args:
            place: the test that got it.
            contract: the name of its contract.
            findings: its findings.
            suppressed: the number of other findings, which suppressions or marks cover.
            known: the number of other findings, which the baseline holds.
        """
        responses = self._responses.setdefault((place, contract), _Responses())
        is_clean = not (suppressed or known)
        for finding in findings:
            is_clean = False
            self._add(responses, finding, responses.count, 1)
        responses.count += 1
        responses.clean += is_clean
        self._suppressed += suppressed
        self._known += known

    def _add(self, responses: _Responses, finding: Finding, response: int, count: int) -> None:
        key = (finding.code, finding.rule, finding.path)
        if (entry := responses.entries.get(key)) is not None:
            entry.count += count
            return
        size = _size(finding)
        if self._entries >= _MAX_ENTRIES or self._characters + size > _MAX_CHARACTERS:
            self._unlisted += count
            return
        self._entries += 1
        self._characters += size
        responses.entries[key] = _Entry(finding, response, count)

    def merge(self, other: LiveResults) -> None:
        """Add the results of another process."""
        self._suppressed += other._suppressed
        self._known += other._known
        self._unlisted += other._unlisted
        for key, theirs in other._responses.items():
            ours = self._responses.setdefault(key, _Responses())
            for entry in theirs.entries.values():
                self._add(ours, entry.finding, ours.count + entry.response, entry.count)
            ours.count += theirs.count
            ours.clean += theirs.clean

    def to_json(self) -> str:
        """Return the results as text in ASCII, to send it to another process: responses may hold any strings."""
        groups = [
            [
                place,
                contract,
                responses.count,
                responses.clean,
                [astuple(entry) for entry in responses.entries.values()],
            ]
            for (place, contract), responses in self._responses.items()
        ]
        return json.dumps([groups, self._suppressed, self._known, self._unlisted])

    @classmethod
    def from_json(cls, text: str) -> LiveResults:
        """Return the results that `to_json` was called on."""
        results = cls()
        groups, results._suppressed, results._known, results._unlisted = json.loads(text)
        for place, contract, count, clean, entries in groups:
            responses = results._responses[Place(*place), contract] = _Responses(count, clean)
            for finding, response, times in entries:
                results._add(responses, _finding(*finding), response, times)
        return results

    def results(self, outside: Place) -> Iterator[UnitResult]:
        """Yield a result for each file, in the order of their names; findings by line, contract, path and code.

        Args:
            outside: where findings that are not listed are told.
        """
        ordered = sorted(self._responses.items(), key=lambda item: (item[0][0].file, item[0][0].line or 0, item[0]))
        for file, group in groupby(ordered, key=lambda item: item[0][0].file):
            yield _file_result(file, group)
        if self._unlisted:
            code = reading.TOO_MANY_FINDINGS
            times = pluralize(self._unlisted, "other finding")
            message = f"the run has more findings than are listed; {times} can't be listed"
            finding = Finding(code.number, code.kind, code.strict, (), "", "", message)
            located = Located(finding, outside.file, 0, outside.line, None, None, outside.test)
            yield UnitResult(outside.file, continues=True, findings=[located])

    def summary(self, *, unchecked: Mapping[str, int], interrupted: bool) -> RunSummary:
        """Return the summary of the run, to which the results are still to be added.

        Args:
            unchecked: why responses could not be checked, and how often.
            interrupted: whether the run ended early.
        """
        summary = RunSummary(interrupted=interrupted, suppressed=self._suppressed, known=self._known)
        for reason, count in unchecked.items():
            summary.ignored["client", reason] = count
        return summary


def _file_result(file: str, group: Iterable[tuple[tuple[Place, str], _Responses]]) -> UnitResult:
    """The result of a file. Responses are numbered in the order of the tests and, in each, of the contracts."""
    result = UnitResult(file)
    for (place, contract), responses in group:
        result.runs.append(ContractRun(result.responses, responses.count, contract))
        for entry in responses.entries.values():
            times = f" ({entry.count:,} times in this test)" if entry.count > 1 else ""
            finding = replace(entry.finding, message=f"{entry.finding.message}{times}")
            related = ((None, None),) * len(finding.related_parts)
            index = result.responses + entry.response
            result.findings.append(
                Located(finding, file, index, place.line, None, contract, place.test, related=related)
            )
        result.responses += responses.count
        result.clean += responses.clean
    result.findings.sort(key=_order)
    return result


def _order(located: Located) -> tuple[int, str, str, str, str, str]:
    finding = located.finding
    return located.line or 0, located.contract or "", finding.path, finding.code, finding.rule, located.section


def _size(finding: Finding) -> int:
    pointers = (finding.pointer_parts, *finding.related_parts)
    parts = sum(len(part) if isinstance(part, str) else 1 for pointer in pointers for part in pointer)
    return len(finding.path) + len(finding.message) + parts


def _finding(*values: Any) -> Finding:
    """The finding whose attributes `json` has read."""
    code, kind, severity, pointer, path, keyword, message, rule, related = values
    related_parts: tuple[Pointer, ...] = tuple(map(tuple, related))
    return Finding(code, kind, severity, tuple(pointer), path, keyword, message, rule, related_parts)
