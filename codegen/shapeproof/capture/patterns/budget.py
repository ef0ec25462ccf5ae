"""Limits the work of analysing patterns, which grows much faster than their length.

A pattern of 5,000 characters may have millions of pairs of character classes to compare, so whatever grows is counted.
"""

from __future__ import annotations

from typing import Final

__all__ = ["DOCUMENT_STEPS", "PATTERN_STEPS", "Budget", "TooLarge"]

PATTERN_STEPS: Final = 3_000_000
DOCUMENT_STEPS: Final = 20_000_000


class TooLarge(Exception):
    """A pattern, or an automaton of it, takes more work to analyse than a limit allows."""


class Budget:
    """The steps that an analysis may still take. A step is one small operation: some tenths of a microsecond.

    Attributes:
        left: how many there are; below zero once it was overdrawn.
    """

    __slots__ = ("left",)

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        """Take steps. Raises TooLarge if there were fewer."""
        self.left -= steps
        if self.left < 0:
            raise TooLarge
