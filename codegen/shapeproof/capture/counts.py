"""Counts: numbers that say how many items there are in lists beside them. Models have them as any number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from shapeproof.capture.json_object import JsonObject
from shapeproof.errors import CaptureError

__all__ = ["COUNTS_TRAIT", "CountOfItems", "counts_in"]

COUNTS_TRAIT: Final = "counts"
"""The trait of a structure, beside those of its model, that holds the lists of each count."""
_NUMBERS: Final = frozenset({"integer", "long"})
_COLLECTIONS: Final = frozenset({"list", "map"})


@dataclass(frozen=True, slots=True)
class CountOfItems:
    """An entry of an overlay: a member that is a count, in each structure that has it and one of the lists.

    Attributes:
        member: the name of the count.
        lists: the names of the lists and maps whose items it counts, together.
        reason: how that is known.
    """

    member: str
    lists: tuple[str, ...]
    reason: str

    @classmethod
    def from_json(cls, entry: JsonObject, *, where: str) -> CountOfItems:
        """Read an entry of the overlay in a file. Raises CaptureError if it is invalid."""
        lists = entry.strings("of")
        if not lists:
            raise CaptureError(f"the count {entry.string('member')} names no list under 'of'", where=where)
        return cls(entry.string("member"), lists, entry.string("reason"))


def counts_in(
    shape: Mapping[str, Any], shapes: Mapping[str, Mapping[str, Any]], entries: Iterable[CountOfItems]
) -> dict[str, list[str]]:
    """The counts of a shape, each with the lists that it has of those.

    Args:
        shape: the shape.
        shapes: the shapes of its model.
        entries: the entries of the overlays.
    """
    if shape["type"] != "structure":
        return {}
    types = {name: shapes[member["shape"]]["type"] for name, member in shape.get("members", {}).items()}
    counts: dict[str, list[str]] = {}
    for entry in entries:
        lists = [name for name in entry.lists if types.get(name) in _COLLECTIONS]
        if lists and types.get(entry.member) in _NUMBERS:
            counts[entry.member] = lists
    return counts
