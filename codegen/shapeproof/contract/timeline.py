"""When members and values of a contract came and went, over releases of its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

__all__ = ["Lifetime", "Release", "Timeline", "Transition"]


class Release(NamedTuple):
    """A release of botocore."""

    version: str
    day: date

    def __str__(self) -> str:
        """`1.29.141 (2023-05-25)`."""
        return f"{self.version} ({self.day.isoformat()})"


class Transition(NamedTuple):
    """When something came or went.

    Attributes:
        before: the last release that is known to be before it.
        after: the first one that is known to be after it.
        skipped: the number of releases between the two, which were not looked at.
    """

    before: Release
    after: Release
    skipped: int


@dataclass(frozen=True, slots=True)
class Lifetime:
    """When a member, or values of an enum, were there.

    Attributes:
        path: the first path of the member, or of the enum.
        values: the values; empty for a member.
        came: when it came; None if it was there from the start.
        went: when it went; None if it is still there.
    """

    path: str
    values: tuple[str, ...]
    came: Transition | None
    went: Transition | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """What came and went in the responses of an operation.

    Attributes:
        first: the first release of the time.
        last: the last one.
        looked_at: the number of releases that were looked at.
        release_count: the number of releases that there are.
        lifetimes: in the order in which they came; those first that were there before.
    """

    first: Release
    last: Release
    looked_at: int
    release_count: int
    lifetimes: tuple[Lifetime, ...]
