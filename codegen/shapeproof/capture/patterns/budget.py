"""Limits the work of analysing patterns, which grows much faster than their length.

A pattern of 5,000 characters may have millions of pairs of character classes to compare, so whatever grows is counted.
"""

from __future__ import annotations

from typing import Final

__all__ = ["DOCUMENT_STEPS", "PATTERN_STEPS", "Budget", "TooLarge"]

PATTERN_STEPS: Final = 2_500_000
"""The most steps for one pattern. In botocore 1.44.5, none takes more than 1.8 million."""
DOCUMENT_STEPS: Final = 6_000_000
"""The most steps for all patterns of a contract or of the routes of a model: some seconds. In botocore 1.44.5, those of
`bedrock.CreateEvaluationJob` take the most: 2.8 million."""


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
