"""What an engine hands on: the keywords that a response breaks, in one order whichever engine found them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from shapeproof.contract import Pointer

__all__ = ["Violation", "in_order"]


class Violation(NamedTuple):
    """One keyword that a value breaks.

    `pointer` names the value itself: an unknown or absent member, a map entry with a bad key. `keyword` is the
    schema's keyword; for a key, `propertyNames/` and the keyword that the key breaks.
    """

    pointer: Pointer
    keyword: str


def in_order(violations: Iterable[Violation]) -> list[Violation]:
    """What an engine found, each once, in the order of pointer and keyword.

    A wrong type breaks whatever else is said of the value: it hides the rest, but for what is said of the key.
    """
    found = set(violations)
    mistyped = {one.pointer for one in found if one.keyword == "type"}
    kept = [
        one
        for one in found
        if one.pointer not in mistyped or one.keyword == "type" or one.keyword.startswith("propertyNames/")
    ]
    return sorted(kept, key=lambda one: ([(isinstance(key, str), key) for key in one.pointer], one.keyword))
