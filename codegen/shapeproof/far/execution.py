"""Checks units in this process, one after the other."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import NamedTuple, Protocol

from shapeproof.digest.digest import Digest
from shapeproof.far.unit_check import FarCheckOptions, check_far_unit
from shapeproof.far.units import FarPlanned
from shapeproof.recordings.checking.checker import Checker

__all__ = ["CheckedUnit", "Execution", "InProcess"]


class CheckedUnit(NamedTuple):
    """A unit that is done: its number in the plan, and its digest."""

    number: int
    digest: Digest


class Execution(Protocol):
    """Checks units, wherever that is."""

    def check(self, numbered: Iterable[tuple[int, FarPlanned]]) -> Generator[CheckedUnit]:
        """Check units, in any order; each is returned once. Close the generator to stop.

        Args:
            numbered: the units, with their numbers in the plan. They are taken as they are needed.

        Raises:
            ShapeproofError: nothing can be checked.
        """
        ...


class InProcess:
    """Checks in this process."""

    def __init__(self, options: FarCheckOptions, checker: Checker) -> None:
        """Take what to check with."""
        self._options = options
        self._checker = checker

    def check(self, numbered: Iterable[tuple[int, FarPlanned]]) -> Generator[CheckedUnit]:
        """Check units, in their order (see `Execution`)."""
        for number, planned in numbered:
            yield CheckedUnit(number, check_far_unit(planned, self._options, self._checker))
