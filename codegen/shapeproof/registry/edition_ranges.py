"""Ranges of versions in names: `NAME@1.29.141..1.29.157` means the committed edition that covers all of them."""

from __future__ import annotations

from typing import Final, NamedTuple

from shapeproof.capture.name_grammar import excerpt, is_name
from shapeproof.capture.versions import version_key
from shapeproof.errors import UnknownContractError

__all__ = ["EditionRange", "parse_range"]

_BETWEEN: Final = ".."
"""No version has two dots side by side."""
_EXAMPLE: Final = "a range is FIRST..LAST, such as 1.29.141..1.29.157"


class EditionRange(NamedTuple):
    """The first and the last version of a range."""

    first: str
    last: str


def parse_range(edition: str) -> EditionRange | None:
    """The range that the part of a name after `@` is; None if it is something else.

    Args:
        edition: the part of the name.

    Raises:
        UnknownContractError: it is written as a range, but its ends aren't versions, or are the wrong way round.
    """
    first, between, last = edition.partition(_BETWEEN)
    if not between:
        return None
    for end in (first, last):
        if not (is_name("edition", end) and end[0].isdigit() and "." in end):
            message = f"expected the version of a release at each end of {excerpt(edition)}, got {excerpt(end)}"
            raise UnknownContractError(message, hint=_EXAMPLE)
    if version_key(first) > version_key(last):
        raise UnknownContractError(f"{edition} ends before it begins", hint=f"use {last}{_BETWEEN}{first}")
    return EditionRange(first, last)
