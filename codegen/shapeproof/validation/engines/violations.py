"""Violations of a schema, in the same form whichever engine found them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from shapeproof.contract import Pointer

__all__ = ["MAX_VIOLATIONS", "TOO_MANY", "Violation", "normalized"]

MAX_VIOLATIONS: Final = 50_000
"""The most violations of one response that are listed."""
TOO_MANY: Final = "too many"
"""In place of a keyword: the response has more violations than are listed."""


class Violation(NamedTuple):
    """A keyword that a value violates.

    Attributes:
        pointer: the place of the value at fault: of the unknown or missing member, or of the map entry whose key is.
        keyword: the JSON Schema keyword (`minLength`); for a key, with a prefix (`propertyNames/minLength`).
    """

    pointer: Pointer
    keyword: str


def normalized(violations: Iterable[Violation]) -> list[Violation]:
    """The violations without duplicates, in the order of pointer and keyword.

    A value of the wrong type violates its other keywords, too: these are dropped, except those of its key.
    """
    unique = set(violations)
    mistyped = {violation.pointer for violation in unique if violation.keyword == "type"}
    kept = [
        violation
        for violation in unique
        if violation.pointer not in mistyped
        or violation.keyword == "type"
        or violation.keyword.startswith("propertyNames/")
    ]
    return sorted(kept, key=_order)


def _order(violation: Violation) -> tuple[list[tuple[bool, str | int]], str]:
    return [(isinstance(key, str), key) for key in violation.pointer], violation.keyword
