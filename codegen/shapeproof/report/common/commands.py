"""The commands that a report proposes, as the user would type them."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Commands"]


class Commands(NamedTuple):
    """Commands for the paths and options of a run.

    Attributes:
        write_baseline: writes a baseline.
        suggest_overlay: proposes overlays.
    """

    write_baseline: str = "shapeproof validate PATH… --write-baseline"
    suggest_overlay: str = "shapeproof overlay suggest PATH…"
