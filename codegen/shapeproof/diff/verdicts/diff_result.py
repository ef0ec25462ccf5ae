"""The result of a comparison, as reports show it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from shapeproof.diff.catalog import CHANGE_CLASSES, ChangeClass, Reader, at_least_as_bad
from shapeproof.diff.verdicts.verdict import Verdict

__all__ = ["DiffEntry", "DiffResult"]


@dataclass(frozen=True, slots=True)
class DiffEntry:
    """A verdict, and the operations that it reaches.

    Attributes:
        verdict: the verdict, with the places in the first operation.
        operations: the operations, as `service.operation`; empty for schemas that are of none.
    """

    verdict: Verdict
    operations: tuple[str, ...] = ()

    @property
    def operation(self) -> str:
        """The first operation; "" if there is none."""
        return self.operations[0] if self.operations else ""


@dataclass(frozen=True, slots=True)
class DiffResult:
    """The verdicts on all changes between two editions.

    Attributes:
        old: what the old edition is called.
        new: what the new edition is called.
        reader: who reads responses and errors.
        entries: the verdicts, the worst first.
        suppressed: the number of those that a suppression left out.
        known: the number of those that the baseline knows.
        compared: the number of operations that were compared.
        problems: what could not be compared, a line each.
    """

    old: str
    new: str
    reader: Reader
    entries: tuple[DiffEntry, ...]
    suppressed: int = 0
    known: int = 0
    compared: int = 1
    problems: tuple[str, ...] = field(default=())

    @property
    def classes(self) -> dict[ChangeClass, int]:
        """The number of changes of each class that has any, the worst first."""
        counts = Counter(entry.verdict.change_class for entry in self.entries)
        return {change_class: counts[change_class] for change_class in CHANGE_CLASSES if counts[change_class]}

    def fails(self, fail_on: ChangeClass) -> bool:
        """Whether there is a change of a class, or of a worse one."""
        return not self.classes.keys().isdisjoint(at_least_as_bad(fail_on))
