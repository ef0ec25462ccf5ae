"""Lines about suppressions: how a finding can be suppressed, and what suppresses one."""

from __future__ import annotations

from shapeproof.errors import one_line
from shapeproof.recordings.checking.unit_result import Located, SuppressedFinding
from shapeproof.suppression.selectors import selector_of

__all__ = ["selector_line", "suppression_line"]


def selector_line(located: Located) -> str:
    """Return how to suppress a finding, for a shell and for TOML alike; "" if it can't be."""
    selector = selector_of(located)
    return f"suppress with '{selector}'" if selector else ""


def suppression_line(suppressed: SuppressedFinding) -> str:
    """Return what suppresses a finding, and why."""
    return one_line(f"suppressed by {suppressed.by}{f': {suppressed.reason}' if suppressed.reason else ''}")
