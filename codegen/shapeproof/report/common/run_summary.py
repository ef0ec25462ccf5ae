"""The count of a whole run: what was checked, what was found, what could not be checked. Merges partial results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from shapeproof.contract import Contract
from shapeproof.recordings.checking.unit_result import ResponseKind, UnitResult
from shapeproof.recordings.model import FormName
from shapeproof.validation.catalog import INCOMPLETE, Severity
from shapeproof.validation.validator import NotChecked, not_checked

if TYPE_CHECKING:  # most runs have no baseline, and count no coverage
    from shapeproof.baseline import Entry
    from shapeproof.validation.coverage.coverage_counter import CoverageCounter

__all__ = ["NotCheckedReason", "NotCheckedRow", "RunSummary", "by_reason"]


class NotCheckedRow(NamedTuple):
    """What was not checked in `responses` recordings of one form, under one contract ("" for what is of none)."""

    form: FormName
    contract: str
    what: NotChecked
    responses: int


class NotCheckedReason(NamedTuple):
    """Why something was not checked in so many responses of one form, at so many places (0: the whole response)."""

    form: FormName
    reason: str
    responses: int
    places: int


def by_reason(rows: Iterable[NotCheckedRow]) -> list[NotCheckedReason]:
    """The rows in short: one for each form and reason."""
    grouped: dict[tuple[FormName, str], list[NotCheckedRow]] = {}
    for row in rows:
        keyword = f"{row.what.keyword}: " if row.what.keyword else ""
        grouped.setdefault((row.form, keyword + row.what.reason), []).append(row)
    short: list[NotCheckedReason] = []
    for (form, reason), alike in grouped.items():
        by_contract: dict[str, int] = {}
        for row in alike:  # a response is counted once, however many places of its contract are meant
            by_contract[row.contract] = max(row.responses, by_contract.get(row.contract, 0))
        places = sum(bool(row.what.path) for row in alike)
        short.append(NotCheckedReason(form, reason, sum(by_contract.values()), places))
    return short


@dataclass(slots=True)
class RunSummary:
    """Counts, added up over partial results; the order in which these come doesn't matter.

    `skipped` maps the path of each skipped file to the reason, `unknown_files` are those of no known contract. `interrupted` says that the run ended before its work did.
    `known` counts the findings that a baseline holds, `gone` are entries of it that were not met again. `coverage` maps a
    contract to what its responses showed, if that was asked for.
    """

    responses: int = 0
    clean: int = 0
    files: set[str] = field(default_factory=set[str])
    skipped: dict[str, str] = field(default_factory=dict[str, str])
    unknown_files: set[str] = field(default_factory=set[str])
    codes: Counter[str] = field(default_factory=Counter[str])
    severities: Counter[Severity] = field(default_factory=Counter["Severity"])
    seen: Counter[ResponseKind] = field(default_factory=Counter[ResponseKind])
    interrupted: bool = False
    known: int = 0
    gone: list[Entry] = field(default_factory=list["Entry"])
    coverage: dict[str, CoverageCounter] = field(default_factory=dict[str, "CoverageCounter"])
    passed: Counter[tuple[FormName, str]] = field(default_factory=Counter[tuple[FormName, str]])

    def add(self, partial: UnitResult) -> None:
        """Take one unit's result in."""
        self.responses += partial.responses
        self.clean += partial.clean
        self.known += len(partial.known)
        if partial.responses or partial.findings or partial.known:
            self.files.add(partial.path)
        for seen, count in partial.seen.items():
            self.seen[seen] += count
        for contract, coverage in partial.coverage.items():
            self.coverage.setdefault(contract, type(coverage)()).merge(coverage)
        for passed, count in partial.passed.items():
            self.passed[passed] += count
        for one in partial.skipped:
            self.skipped[one.path] = one.reason
            if one.is_unknown:
                self.unknown_files.add(one.path)
        for located in partial.findings:
            self.codes[located.finding.code] += 1
            self.severities[located.finding.severity] += 1

    @property
    def exit_code(self) -> int:
        """0: no error; 1: at least one; 2: a part of the job was not done, or nothing was checked."""
        if self.interrupted or self.is_empty or any(code in INCOMPLETE for code in self.codes):
            return 2
        return 1 if self.severities["error"] else 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was checked."""
        return not self.responses and not self.codes and not self.known

    def not_checked(self, contract_of: Callable[[str], Contract]) -> list[NotCheckedRow]:
        """What could not be checked, by form, contract and place; `contract_of` finds a contract by its full name."""
        rows: Counter[tuple[FormName, str, NotChecked]] = Counter()
        for (form, reason), count in self.passed.items():
            rows[form, "", NotChecked("", "", reason)] += count
        for seen, count in self.seen.items():
            for what in not_checked(contract_of(seen.contract), seen.part, seen.representation):
                rows[seen.form, seen.contract, what] += count
        return [NotCheckedRow(*key, count) for key, count in sorted(rows.items())]
