"""The count of a whole run: what was checked, what was found, what could not be checked. Merges partial results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from shapeproof.contract import Contract
from shapeproof.recordings.partial import Partial, Seen
from shapeproof.recordings.recording import FormName
from shapeproof.recordings.verdict import NotChecked, not_checked
from shapeproof.validate.codes import UNDONE, Severity

__all__ = ["NotCheckedRow", "Tally"]


class NotCheckedRow(NamedTuple):
    """What was not checked in `responses` recordings of one form, under one contract ("" for what is of none)."""

    form: FormName
    contract: str
    what: NotChecked
    responses: int


@dataclass(slots=True)
class Tally:
    """Counts, added up over partial results; the order in which these come doesn't matter.

    `skipped` maps the path of each skipped file to the reason.
    """

    responses: int = 0
    clean: int = 0
    files: set[str] = field(default_factory=set[str])
    skipped: dict[str, str] = field(default_factory=dict[str, str])
    codes: Counter[str] = field(default_factory=Counter[str])
    severities: Counter[Severity] = field(default_factory=Counter["Severity"])
    seen: Counter[Seen] = field(default_factory=Counter[Seen])
    passed: Counter[tuple[FormName, str]] = field(default_factory=Counter[tuple[FormName, str]])

    def add(self, partial: Partial) -> None:
        """Take one unit's result in."""
        self.responses += partial.responses
        self.clean += partial.clean
        if partial.responses or partial.findings:
            self.files.add(partial.path)
        for seen, count in partial.seen.items():
            self.seen[seen] += count
        for passed, count in partial.passed.items():
            self.passed[passed] += count
        for one in partial.skipped:
            self.skipped[one.path] = one.reason
        for located in partial.findings:
            self.codes[located.finding.code] += 1
            self.severities[located.finding.severity] += 1

    @property
    def exit_code(self) -> int:
        """0: no error; 1: at least one; 2: a part of the job was not done, or nothing was checked."""
        if self.is_empty or any(code in UNDONE for code in self.codes):
            return 2
        return 1 if self.severities["error"] else 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was checked."""
        return not self.responses and not self.codes

    def not_checked(self, contract_of: Callable[[str], Contract]) -> list[NotCheckedRow]:
        """What could not be checked, by form, contract and place; `contract_of` finds a contract by its full name."""
        rows: Counter[tuple[FormName, str, NotChecked]] = Counter()
        for (form, reason), count in self.passed.items():
            rows[form, "", NotChecked("", "", reason)] += count
        for seen, count in self.seen.items():
            for what in not_checked(contract_of(seen.contract), seen.part, seen.representation):
                rows[seen.form, seen.contract, what] += count
        return [NotCheckedRow(*key, count) for key, count in sorted(rows.items())]
