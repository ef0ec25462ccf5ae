"""What an evaluation may do: loops in loops, and what reads long values again in each turn, are counted."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final, TypeVar, cast

from shapeproof.cel.evaluation_error import StepsExceededError

__all__ = ["MAX_STEPS", "Steps"]

MAX_STEPS: Final = 1_000_000
"""A few tenths of a second at most."""

T = TypeVar("T", bound=Collection[Any])


class Steps:
    """The steps that are left. A step is an item or a character that is read."""

    __slots__ = ("left",)

    def __init__(self, left: int = MAX_STEPS) -> None:
        self.left = left

    def reading(self, value: T) -> T:
        """A string, a list or a map that is about to be read. Raises StepsExceededError if that takes too many steps."""
        self.left -= len(value)
        if self.left < 0:
            raise StepsExceededError
        return value

    def reading_all(self, value: T) -> T:
        """The same for a value that is read with all that it contains."""
        pending: list[Any] = [value]
        while pending:
            inner = pending.pop()
            self.left -= 1
            if isinstance(inner, str | list | dict):
                self.reading(cast("Collection[Any]", inner))
            elif self.left < 0:
                raise StepsExceededError
            if isinstance(inner, list):
                pending += inner
            elif isinstance(inner, dict):
                pending += cast("dict[str, Any]", inner).values()
        return value
