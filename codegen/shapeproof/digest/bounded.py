"""Tables of bounded length: the first entries in their order are kept, so that what is kept never depends on merging."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from shapeproof.digest.parts import SkippedGroup

__all__ = ["add_counts", "add_skipped", "first_counts", "first_names"]

Key = TypeVar("Key", bound=str | tuple[Any, ...])
Value = TypeVar("Value")


def add_counts(total: Counter[Key], other: Mapping[Key, int], limit: int) -> None:
    """Add counts. The total has at most `2 * limit` entries, of which the first `limit` are exact."""
    total.update(other)
    if len(total) > 2 * limit:
        for key in sorted(total)[limit:]:
            del total[key]


def first_counts(counts: Mapping[Key, Value], limit: int) -> dict[Key, Value]:
    """The first entries, in their order."""
    return {key: counts[key] for key in sorted(counts)[:limit]}


def first_names(names: Collection[Key], others: Collection[Key], limit: int) -> frozenset[Key]:
    """The first ones of both."""
    union = frozenset(names).union(others)
    return union if len(union) <= limit else frozenset(sorted(union)[:limit])


def add_skipped(total: dict[str, SkippedGroup], other: Mapping[str, SkippedGroup], limit: int, samples: int) -> None:
    """Add skipped files by reason, with the first paths of each, as `add_counts` does."""
    for reason, group in other.items():
        known = total.get(reason, SkippedGroup(0, 0, ()))
        paths = tuple(sorted({*known.paths, *group.paths})[:samples])
        total[reason] = SkippedGroup(known.files + group.files, known.unknown + group.unknown, paths)
    if len(total) > 2 * limit:
        for reason in sorted(total)[limit:]:
            del total[reason]
