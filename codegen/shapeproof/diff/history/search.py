"""Finds the releases in which a schema changed, and looks at few of them.

Two releases whose schemas are alike are taken to have none that differs between them; between two that differ, one in the
middle is looked at. So what came and went again between two like releases is not found.

The widest pair comes first, so that the releases that are left when the search ends are few everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from shapeproof.contract import Part, Schema
from shapeproof.diff.changes.model import Change
from shapeproof.diff.changes.schema_changes import schema_changes

__all__ = ["History", "Step", "search_history"]


@dataclass(frozen=True, slots=True)
class Step:
    """The changes from one release to a later one.

    Attributes:
        after: the version of the last release that is known not to have the changes.
        version: the version of the first release that is known to have them.
        skipped: the number of releases between the two, which were not looked at.
        old: the schema before; None if the operation wasn't there.
        new: the schema after; None if it isn't there any more.
        changes: the changes; none if the operation came or went.
    """

    after: str
    version: str
    skipped: int
    old: Schema | None
    new: Schema | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class History:
    """How a schema changed over a range of releases.

    Attributes:
        first: the version of the first release of the range.
        last: that of the last one.
        start: the schema of the first release; None if it doesn't have the operation.
        steps: the steps, the oldest first.
        looked_at: the versions of the releases that were looked at, the oldest first.
        release_count: the number of releases of the range.
    """

    first: str
    last: str
    start: Schema | None
    steps: tuple[Step, ...]
    looked_at: tuple[str, ...]
    release_count: int

    @property
    def is_exact(self) -> bool:
        """Whether each step is from one release to the next."""
        return not self.ranges

    @property
    def ranges(self) -> tuple[Step, ...]:
        """The steps that may be in any of several releases, the widest first."""
        return tuple(sorted((step for step in self.steps if step.skipped), key=lambda step: -step.skipped))


@dataclass(frozen=True, slots=True)
class _Interval:
    """Two releases that differ, by their numbers in the range."""

    low: int
    high: int
    changes: tuple[Change, ...]

    @property
    def is_done(self) -> bool:
        return self.high - self.low == 1

    @property
    def rank(self) -> tuple[int, int]:
        """The widest is the greatest, and of some that are as wide the newest."""
        return (self.high - self.low, self.high)


def search_history(
    versions: Sequence[str],
    schema_of: Callable[[str], Schema | None],
    limit: int,
    part: Part = "response",
    starts: Iterable[str] = (),
) -> History:
    """Search for the steps between the first and the last of some releases.

    Args:
        versions: the versions of the releases, the oldest first; at least one.
        schema_of: returns the schema in a release; None if that doesn't have the operation.
        limit: at most this many releases are looked at; at least the first and the last one are.
        part: the part of the contract that the schemas describe.
        starts: those of the versions that are looked at before all others but the first and the last.

    Raises:
        Exception: what `schema_of` raises.
    """
    known: dict[int, Schema | None] = {}

    def schema_at(number: int) -> Schema | None:
        if number not in known:
            known[number] = schema_of(versions[number])
        return known[number]

    def intervals(*ends: int) -> list[_Interval]:
        """What differs between each of some releases and the next of them."""
        found: list[_Interval] = []
        for low, high in pairwise(ends):
            old, new = schema_at(low), schema_at(high)
            if old is None or new is None:
                found += [_Interval(low, high, ())] if old is not new else []
            elif changes := schema_changes(old, new, part):
                found.append(_Interval(low, high, tuple(changes)))
        return found

    last = len(versions) - 1
    first_looks = [number for number in map(versions.index, starts) if 0 < number < last][: limit - 2]
    pending = intervals(0, *sorted(set(first_looks)), last)
    while len(known) < limit and (unfinished := [interval for interval in pending if not interval.is_done]):
        chosen = max(unfinished, key=lambda interval: interval.rank)
        pending.remove(chosen)
        pending += intervals(chosen.low, (chosen.low + chosen.high) // 2, chosen.high)
    steps = [
        Step(
            versions[interval.low],
            versions[interval.high],
            interval.high - interval.low - 1,
            known[interval.low],
            known[interval.high],
            interval.changes,
        )
        for interval in sorted(pending, key=lambda interval: interval.low)
    ]
    looked_at = tuple(versions[number] for number in sorted(known))
    return History(versions[0], versions[last], schema_at(0), tuple(steps), looked_at, len(versions))
