"""How far a run is: which of its units are done, and the digest of these. Each unit counts once."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple, Self

from shapeproof.digest.digest import Digest, DigestSum
from shapeproof.digest.limits import DEFAULT_LIMITS, Limits

__all__ = ["RunPlan", "RunState", "fingerprint"]


class RunPlan(NamedTuple):
    """What a run checks, and how. A run goes on only with the same plan.

    Attributes:
        version: the version of Shapeproof.
        options: a fingerprint of the options that decide what is found, and of the suppressions that apply.
        contracts: a fingerprint of the contracts.
        files: a fingerprint of the units, in their order.
        units: the number of units.
    """

    version: str
    options: str
    contracts: str
    files: str
    units: int


def fingerprint(values: Iterable[object]) -> str:
    """Return a hash of JSON values, in their order."""
    hashed = sha256()
    for value in values:
        hashed.update(json.dumps(value, sort_keys=True).encode() + b"\n")
    return hashed.hexdigest()


class RunState:
    """The units that are done, and their digest.

    Attributes:
        plan: the plan of the run.
        total: the digest so far, which may only be read.
    """

    def __init__(self, plan: RunPlan, limits: Limits = DEFAULT_LIMITS) -> None:
        """Create the state of a run that starts.

        Args:
            plan: the plan.
            limits: how much the digest keeps.
        """
        self.plan = plan
        self.total = DigestSum(limits)
        self._starts: list[int] = []
        self._stops: list[int] = []

    @property
    def done(self) -> tuple[range, ...]:
        """The numbers of the units that are done, ascending."""
        return tuple(map(range, self._starts, self._stops))

    def pending(self) -> Iterator[range]:
        """Iterate over the numbers of the units that are not done, ascending."""
        start = 0
        for done in self.done:
            if start < done.start:
                yield range(start, done.start)
            start = done.stop
        if start < self.plan.units:
            yield range(start, self.plan.units)

    def add(self, units: range, digest: Digest) -> bool:
        """Add the digest of some units, unless they are done: a unit may be checked twice, because a worker was lost.

        Args:
            units: the numbers of the units, without gaps. All of them are done, or none.
            digest: their digest.

        Returns:
            Whether the digest was added.

        Raises:
            ValueError: only some of the units are done, or the plan doesn't have them.
        """
        if not 0 <= units.start < units.stop <= self.plan.units or units.step != 1:
            raise ValueError(f"{units} is not a range of the plan's units")
        index = bisect_right(self._starts, units.start)
        if index and units.stop <= self._stops[index - 1]:
            return False
        starts_in_done = index > 0 and units.start < self._stops[index - 1]
        if starts_in_done or any(start < units.stop for start in self._starts[index : index + 1]):
            raise ValueError(f"only some of {units} are done")
        self.total.add(digest)
        self._insert(index, units)
        return True

    def digest(self) -> Digest:
        """The digest of what is done."""
        return self.total.digest()

    @classmethod
    def restored(cls, plan: RunPlan, done: Iterable[range], digest: Digest) -> Self:
        """Return a state as it was.

        Args:
            plan: the plan.
            done: the units that are done, ascending, with gaps between the ranges.
            digest: their digest.

        Raises:
            ValueError: these are not ranges of the plan's units, or the digest is of another number of units.
        """
        state = cls(plan, digest.limits)
        nothing = Digest.empty(digest.limits)
        given = list(done)
        for units in given:
            state.add(units, nothing)
        if state.done != tuple(given) or sum(map(len, given)) != digest.units:
            raise ValueError("the units that are done are not those of the digest")
        state.total.add(digest)
        return state

    def _insert(self, index: int, units: range) -> None:
        """Add a range, joined with those that it touches."""
        start, stop, first, last = units.start, units.stop, index, index
        if index and self._stops[index - 1] == start:
            start, first = self._starts[index - 1], index - 1
        if index < len(self._starts) and self._starts[index] == stop:
            stop, last = self._stops[index], index + 1
        self._starts[first:last] = [start]
        self._stops[first:last] = [stop]
