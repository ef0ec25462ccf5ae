"""Numbers of a structure that say how many items there are in its lists and maps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Sized
from typing import Any

__all__ = ["Counts", "count_items"]

Counts = Mapping[str, Sequence[str]]
"""The names of the lists whose items a member counts, by its name: `x-counts` of a structure."""


def count_items(structure: dict[str, Any], counts: Counts) -> None:
    """Set each count that a structure has to the number of items that its lists have together."""
    for count, lists in counts.items():
        if count in structure:
            values = (structure.get(name) for name in lists)
            structure[count] = sum(len(value) for value in values if isinstance(value, Sized))
