"""A finding's place, as it is told in text: on one line, at a length that a person reads."""

from __future__ import annotations

import os
from typing import Final

from shapeproof.errors import one_line
from shapeproof.recordings.checking.unit_result import Located
from shapeproof.recordings.discovery.files import STANDARD_INPUT

__all__ = ["cut", "heading", "place", "plain", "portable"]

_LONGEST_POINTER: Final = 200


def cut(pointer: str) -> str:
    """A pointer through hundreds of levels and with any keys in it, on a line, at a length that a person reads."""
    return one_line(pointer if len(pointer) <= _LONGEST_POINTER else f"{pointer[:_LONGEST_POINTER]}…")


def place(located: Located) -> str:
    """`file:line:column`, as far as there are any."""
    return ":".join(str(part) for part in (one_line(located.file), located.line, located.column) if part is not None)


def heading(located: Located, severity: str) -> str:
    """The first line about a finding; `severity` is the word, perhaps in colour."""
    finding = located.finding
    pointer = f" {cut(finding.pointer)}" if finding.pointer else ""
    number = f" (response {located.index})" if located.index else ""
    return f"{place(located)}: {severity} {finding.code}{pointer}{number}"


def plain(located: Located) -> str:
    """A finding in two lines of plain text."""
    return f"{heading(located, located.finding.severity)}\n    {one_line(located.finding.message)}\n"


def portable(path: str) -> str | None:
    """A path as CI services want it: the shortest, with slashes, on any system; None for standard input."""
    shortest = os.path.normpath(path)
    return None if path == STANDARD_INPUT else shortest.replace(os.sep, "/")
