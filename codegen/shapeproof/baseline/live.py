"""The baseline of a test run: which findings in live responses are known, and what of it a run confirms or drops.

A run sees only the tests that it runs. So an entry is stale only if its test ran and passed without the finding: a test
that failed may not have come to the place where it gets the response. What happens outside of tests, in a fixture that
tests share, or in any test, is judged only by a run of all tests, all of which passed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final

from shapeproof.baseline.file_format import ANY_TEST, OUTSIDE_TESTS, LiveEntry
from shapeproof.errors import cut
from shapeproof.live.watching import Observation
from shapeproof.validation.catalog import INCOMPLETE
from shapeproof.validation.finding import Finding

__all__ = ["LiveBaseline", "RanTests", "fixture_id"]

_FIXTURE: Final = "(fixture "


def fixture_id(node: str, name: str) -> str:
    """Return the id, in place of a test's, of a fixture that several tests share.

    Which of them needs it first depends on their order and selection, so it must not count as theirs.

    Args:
        node: the id of the module, class or package that shares it; "" for the session.
        name: the name of the fixture.
    """
    return f"{node}::{_FIXTURE}{name})" if node else f"{_FIXTURE}{name})"


@dataclass(slots=True)
class RanTests:
    """The tests that ran.

    Attributes:
        passed: the ids of those that passed and have entries in the baseline.
        not_passed: the ids of those that have entries and did not pass.
        total: their number.
        is_complete: whether all of them passed, and none was deselected.
    """

    passed: set[str] = field(default_factory=set[str])
    not_passed: set[str] = field(default_factory=set[str])
    total: int = 0
    is_complete: bool = True


class LiveBaseline:
    """Separates known findings from new ones, and remembers what was found and which tests passed. Mergeable.

    Attributes:
        known_findings: the number of findings that were known.
        has_incomplete: whether a response could not be checked completely.
        tests: the tests that ran.
    """

    def __init__(self, entries: Collection[LiveEntry], *, is_written: bool = False) -> None:
        """Start with the known entries.

        Args:
            entries: the entries of the baseline.
            is_written: whether the run writes the baseline, so that every finding becomes known.
        """
        self._entries = frozenset(entries)
        self._is_written = is_written
        self._tests_with_entries = {entry.test for entry in entries}
        self._met: set[LiveEntry] = set()
        self.known_findings = 0
        self.has_incomplete = False
        self.tests = RanTests()

    def filter(
        self, observation: Observation, test: str, allowed: Collection[str] = ()
    ) -> tuple[Observation, list[Finding]]:
        """Return the observation without its known findings, and these.

        Args:
            observation: the response and its findings.
            test: the id of the test or fixture, or `OUTSIDE_TESTS`.
            allowed: codes and rules that the test allows.
        """
        reported: list[Finding] = []
        allowed_ones: list[Finding] = []
        known: list[Finding] = []
        for finding in observation.findings:
            is_allowed = finding.is_named_in(allowed)
            if is_allowed:
                allowed_ones.append(finding)
            is_known = not is_allowed and self._is_known(observation, finding, test)
            (known if is_known else reported).append(finding)
        self.note_hidden(observation, allowed_ones, test)
        if not known:
            return observation, known
        self.known_findings += len(known)
        return replace(observation, findings=tuple(reported)), known

    def note_hidden(self, observation: Observation, findings: Iterable[Finding], test: str) -> None:
        """Note findings that are suppressed or allowed: their entries are not stale. A new baseline doesn't hold them.

        Args:
            observation: the response.
            findings: those of its findings that are not reported.
            test: the id of the test or fixture, or `OUTSIDE_TESTS`.
        """
        if not self._is_written:
            for finding in findings:
                self._met |= self._held(_entry(observation, finding, test))

    def _is_known(self, observation: Observation, finding: Finding, test: str) -> bool:
        if finding.code in INCOMPLETE:  # what could not be checked must stay visible: a baseline never hides it
            self.has_incomplete = True
            return False
        entry = _entry(observation, finding, test)
        if self._is_written:
            self._met.add(entry)
            return True
        held = self._held(entry)
        self._met |= held
        return bool(held)

    def _held(self, entry: LiveEntry) -> frozenset[LiveEntry]:
        return self._entries.intersection((entry, _in_any_test(entry)))

    def add_test(self, test: str, *, passed: bool) -> None:
        """Add a test that ran: its id, and whether all its phases passed."""
        self.tests.total += 1
        self.tests.is_complete = self.tests.is_complete and passed
        if test in self._tests_with_entries:
            (self.tests.passed if passed else self.tests.not_passed).add(test)

    def to_data(self) -> dict[str, Any]:
        """Return what was found as plain values, to send it to another process."""
        return {
            "met": [tuple(entry) for entry in self._met],
            "known_findings": self.known_findings,
            "has_incomplete": self.has_incomplete,
            "passed": list(self.tests.passed),
            "not_passed": list(self.tests.not_passed),
            "total": self.tests.total,
            "is_complete": self.tests.is_complete,
        }

    def merge(self, data: dict[str, Any]) -> None:
        """Add what `to_data` returned in another process."""
        self._met.update(LiveEntry(*entry) for entry in data["met"])
        self.known_findings += data["known_findings"]
        self.has_incomplete = self.has_incomplete or data["has_incomplete"]
        self.tests.passed.update(data["passed"])
        self.tests.not_passed.update(data["not_passed"])
        self.tests.total += data["total"]
        self.tests.is_complete = self.tests.is_complete and data["is_complete"]

    def stale_entries(
        self, is_reported: Callable[[LiveEntry], bool], exists: Callable[[str], bool], *, is_whole: bool
    ) -> set[LiveEntry]:
        """Return the entries whose findings are gone.

        Args:
            is_reported: whether the run looks for the findings of an entry: settings may ignore their code.
            exists: whether a file of tests exists, by its name in ids.
            is_whole: whether the run was asked for all tests.
        """
        is_whole = is_whole and self.tests.is_complete and self.tests.total > 0
        passed = self.tests.passed - self.tests.not_passed

        def is_stale(entry: LiveEntry) -> bool:
            file = _file(entry.test)
            if file and not exists(file):
                return True
            ran = entry.test in passed or (is_whole and _is_shared(entry.test))
            return ran and is_reported(entry) and entry not in self._confirmed

        return {entry for entry in self._entries if is_stale(entry)}

    @property
    def _confirmed(self) -> set[LiveEntry]:
        """The entries of the baseline whose findings were found again, and those for any test that stand for others."""
        return self._met | {_in_any_test(entry) for entry in self._met} if self._is_written else self._met

    def updated(self, stale: Collection[LiveEntry], *, for_any_test: bool) -> tuple[set[LiveEntry], set[LiveEntry]]:
        """Return the entries of the new baseline: those of findings in this run, and those that are kept beside them.

        An entry for any test stays one, and stands for those of single tests.

        Args:
            stale: the entries to drop.
            for_any_test: whether new entries hold for any test.
        """
        wide = {entry: _in_any_test(entry) for entry in self._met}
        found = {wide[entry] if for_any_test or wide[entry] in self._entries else entry for entry in self._met}
        kept = self._entries.difference(stale, found)
        return found, {entry for entry in kept if entry.test == ANY_TEST or _in_any_test(entry) not in found | kept}


def _entry(observation: Observation, finding: Finding, test: str) -> LiveEntry:
    contract = observation.response.contract.operation_name
    return LiveEntry(test, contract, finding.code, cut(finding.path), finding.rule)


def _in_any_test(entry: LiveEntry) -> LiveEntry:
    return entry._replace(test=ANY_TEST)


def _is_shared(test: str) -> bool:
    return test in {ANY_TEST, OUTSIDE_TESTS} or test.rpartition("::")[2].startswith(_FIXTURE)


def _file(test: str) -> str:
    """The file or directory that an id starts with; "" if it names none."""
    return "" if test == ANY_TEST or test.startswith("(") else test.partition("::")[0]
