"""The committed edition of an operation on the day when a response was recorded."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from shapeproof.contract import Contract
from shapeproof.registry.edition_choice import release_days
from shapeproof.registry.registry import ContractRegistry

__all__ = ["EditionsByDay", "UncoveredDay"]


class UncoveredDay(NamedTuple):
    """A day of a recording that no committed edition covers, and the contract that was used."""

    contract: str
    day: str


class _Days(NamedTuple):
    first: str
    last: str
    name: str


class EditionsByDay:
    """Chooses editions by days. An operation with one committed edition is always of that one.

    Attributes:
        uncovered: days that no committed edition covers, since they were last taken.
    """

    def __init__(self, registry: ContractRegistry) -> None:
        """Create it.

        Args:
            registry: where contracts are found.
        """
        self.uncovered: set[UncoveredDay] = set()
        self._registry = registry
        self._days: dict[tuple[str, str], list[_Days]] = {}

    def has_choice(self, contract: Contract) -> bool:
        """Whether there are several committed editions of an operation."""
        return bool(self._editions(contract))

    def contract(self, contract: Contract, day: Callable[[], str | None]) -> Contract:
        """The contract of the day when a response was recorded.

        Args:
            contract: the contract that a name without an edition means.
            day: returns the day, or None if it isn't known. It is only called where there are several editions.

        Returns:
            The contract whose releases were current on that day; `contract` itself if there is none, or no day.

        Raises:
            CaptureError: a contract can't be read.
        """
        editions = self._editions(contract)
        recorded = day() if editions else None
        if recorded is None:
            return contract
        for edition in reversed(editions):
            if edition.first <= recorded <= edition.last:
                return self._registry.load(edition.name)
        self.uncovered.add(UncoveredDay(contract.name, recorded))
        return contract

    def take_uncovered(self) -> set[UncoveredDay]:
        """The uncovered days since the last call."""
        taken, self.uncovered = self.uncovered, set()
        return taken

    def _editions(self, contract: Contract) -> list[_Days]:
        operation = (contract.service, contract.method)
        if operation not in self._days:
            editions = self._registry.committed_editions(*operation)
            self._days[operation] = [
                _Days(days[0], days[-1], f"{edition.operation_name}@{edition.edition}")
                for edition in (editions if len(editions) > 1 else ())
                if (days := release_days(edition))
            ]
        return self._days[operation]
