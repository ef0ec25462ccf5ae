"""Text for the location of a finding: on one line, and short enough to read."""

from __future__ import annotations

import os
from typing import Final

from shapeproof.errors import one_line
from shapeproof.recordings.checking.unit_result import Located
from shapeproof.recordings.discovery.units import STANDARD_INPUT

__all__ = ["finding_text", "heading", "location", "portable_path", "shorten"]

_MAX_POINTER: Final = 200


def shorten(pointer: str) -> str:
    """Return a pointer or path on one line, cut to 200 characters: responses may be hundreds of levels deep."""
    return one_line(pointer if len(pointer) <= _MAX_POINTER else f"{pointer[:_MAX_POINTER]}…")


def location(located: Located) -> str:
    """Return `file:line:column`, without the line or column if they are unknown."""
    return ":".join(str(part) for part in (one_line(located.file), located.line, located.column) if part is not None)


def heading(located: Located, severity: str) -> str:
    """Return the first line about a finding.

    Args:
        located: the finding.
        severity: its severity, possibly coloured.
    """
    finding = located.finding
    pointer = f" {shorten(finding.pointer)}" if finding.pointer else ""
    index = f" (response {located.index})" if located.index else ""
    return f"{location(located)}: {severity} {finding.code}{pointer}{index}"


def finding_text(located: Located) -> str:
    """Return a finding as two lines of plain text."""
    return f"{heading(located, located.finding.severity)}\n    {one_line(located.finding.message)}\n"


def portable_path(path: str) -> str | None:
    """Return a path as CI services expect it: normalized, with forward slashes; None for standard input."""
    normalized = os.path.normpath(path)
    return None if path == STANDARD_INPUT else normalized.replace(os.sep, "/")
