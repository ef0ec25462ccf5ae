"""Which suppressions of a run apply, and which of them suppressed something. Mergeable across processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from shapeproof.errors import did_you_mean, one_line
from shapeproof.suppression.model import Scope, Suppressible, Suppression

__all__ = ["SuppressionUsage"]


class SuppressionUsage:
    """Finds the suppressions of findings, and notes which of them were used, and which could have been.

    Attributes:
        count: the number of suppressed findings.
    """

    def __init__(self, suppressions: Sequence[Suppression], today: date, working_directory: str) -> None:
        """Leave out what has expired.

        Args:
            suppressions: those of the run.
            today: the date of the run.
            working_directory: what the paths of files are relative to.
        """
        self._suppressions = tuple(suppressions)
        self._working_directory = working_directory
        self._by_code: dict[str, list[int]] = {}
        self._expired: list[Suppression] = []
        self._pending: set[int] = set()
        """Those of which nothing was checked yet that they cover."""
        for number, suppression in enumerate(suppressions):
            if suppression.expires and suppression.expires < today:
                self._expired.append(suppression)
                continue
            self._pending.add(number)
            for code in sorted(suppression.codes):
                self._by_code.setdefault(code, []).append(number)
        self._used: set[int] = set()
        self._last_scope: Scope | None = None
        self._operations: set[str] = set()
        """Those that were checked while anything was pending, for hints about misspelt ones."""
        self.count = 0

    @property
    def suppressions(self) -> tuple[Suppression, ...]:
        """Those of the run, in their order."""
        return self._suppressions

    def find(self, finding: Suppressible, scope: Scope) -> Suppression | None:
        """The first suppression of a finding, if there is one. All that fit are used."""
        numbers: list[int] = [*self._by_code.get(finding.code, ()), *self._by_code.get(finding.rule, ())]
        fitting = {
            number for number in numbers if self._suppressions[number].matches(finding, scope, self._working_directory)
        }
        if not fitting:
            return None
        self.count += 1
        self._used |= fitting
        return self._suppressions[min(fitting)]

    def note_checked(self, scope: Scope) -> None:
        """Note that something was checked there: whatever covers it could be used."""
        if not self._pending or scope == self._last_scope:
            return
        self._last_scope = scope
        self._operations.add(scope.operation)
        self._pending -= {
            number for number in self._pending if self._suppressions[number].covers(scope, self._working_directory)
        }

    def problems(self, *, is_whole: bool, unknown_name: Callable[[str, str], str | None]) -> Iterator[str]:
        """Yield what is wrong with the suppressions after the run: those that expired, and those that nothing needs.

        Args:
            is_whole: whether the run checked all that there is to check, so that no other run needs those of the settings.
            unknown_name: says why there is no such operation of a service, or no such service if the operation is empty;
                None if there is one.
        """
        for suppression in self._expired:
            yield one_line(f"{suppression.label}: expired on {suppression.expires}, and no longer applies")
        for number, suppression in enumerate(self._suppressions):
            if number in self._used or suppression in self._expired:
                continue
            if number not in self._pending and (is_whole or suppression.is_option):
                yield one_line(f"{suppression.label}: unused, no finding of this run fits it")
            elif number in self._pending and suppression.is_option:
                operation = suppression.operation.text if suppression.operation else ""
                hint = did_you_mean(operation, sorted(self._operations))
                nothing = f"{suppression.label}: unused, nothing was checked that it covers"
                yield one_line(f"{nothing}; {hint}" if hint else nothing)
            elif number in self._pending and is_whole and (unknown := self._misspelt(suppression, unknown_name)):
                yield one_line(f"{suppression.label}: unused, {unknown}")

    def _misspelt(self, suppression: Suppression, unknown_name: Callable[[str, str], str | None]) -> str | None:
        """Why there is no operation that a suppression is for; None if there is one, or it would take long to know."""
        text = suppression.operation.text if suppression.operation else ""
        service, _, operation = text.partition(".")
        if not service or "*" in service or "\\" in text:
            return None
        # The run needed the models of the services that it met. Those of others would be read for this alone.
        is_met = any(name.startswith(f"{service}.") for name in self._operations)
        return unknown_name(service, operation if is_met and "*" not in operation else "")

    def to_data(self) -> dict[str, Any]:
        """What happened here as plain JSON values, to send it to another process."""
        return {
            "count": self.count,
            "used": sorted(self._used),
            "pending": sorted(self._pending),
            "operations": sorted(self._operations),
        }

    def merge_data(self, data: dict[str, Any]) -> None:
        """Add what happened in another process, which has the same suppressions."""
        self.count += data["count"]
        self._used.update(data["used"])
        self._pending.intersection_update(data["pending"])
        self._operations.update(data["operations"])
