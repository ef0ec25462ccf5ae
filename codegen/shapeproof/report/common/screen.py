"""A terminal's screen: how much of a text fits on it."""

from __future__ import annotations

from typing import NamedTuple

from click import unstyle

__all__ = ["Screen"]


class Screen(NamedTuple):
    """The size of a terminal.

    Attributes:
        lines: its lines.
        columns: its columns.
    """

    lines: int
    columns: int

    def height(self, text: str) -> int:
        """Return how many lines of the screen a text of whole lines takes, perhaps in colours."""
        return sum(max(1, -(-len(line) // self.columns)) for line in unstyle(text).splitlines())
