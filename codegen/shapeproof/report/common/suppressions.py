"""Lines about suppressions: how a finding can be suppressed, and what suppresses one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapeproof.errors import one_line

if TYPE_CHECKING:  # slow to import, and reports of live responses have no files
    from shapeproof.recordings.checking.unit_result import Located, SuppressedFinding

__all__ = ["selector_line", "suppress_line", "suppression_line"]


def selector_line(located: Located) -> str:
    """Return how to suppress a finding, for a shell and for TOML alike; "" if it can't be."""
    from shapeproof.suppression.printed_selectors import selector_of

    selector = selector_of(located.finding, located.contract, located.file)
    return suppress_line(selector) if selector else ""


def suppress_line(selector: str) -> str:
    """Return what to do with a selector; it has no quotation mark, so that it can stand between two of them."""
    return f"suppress with '{selector}'"


def suppression_line(suppressed: SuppressedFinding) -> str:
    """Return what suppresses a finding, and why."""
    return one_line(f"suppressed by {suppressed.by}{f': {suppressed.reason}' if suppressed.reason else ''}")
