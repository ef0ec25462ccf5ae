"""A line that counts while long work goes on: on a terminal only, and removed at the end."""

from __future__ import annotations

import sys
from time import monotonic
from types import TracebackType
from typing import Final, Self

__all__ = ["Progress"]

_INTERVAL: Final = 0.1
_DELAY: Final = 0.5


class Progress:
    """A counter on standard error, rewritten in place. Silent where that is not a terminal, and for short work."""

    def __init__(self, noun: str) -> None:
        self._noun = noun
        self._is_shown = sys.stderr.isatty()
        self._next = monotonic() + _DELAY
        self._width = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()

    @property
    def is_due(self) -> bool:
        """Whether the line is to be shown again: at most ten times a second."""
        return self._is_shown and monotonic() >= self._next

    def show(self, count: int) -> None:
        """Show the count, if it is due."""
        if self.is_due:
            self.show_text(f"{count:,} {self._noun} …")

    def show_text(self, text: str) -> None:
        """Show a line. Call it when it is due."""
        self._next = monotonic() + _INTERVAL
        padded = text.ljust(self._width)
        self._width = len(text)
        sys.stderr.write(f"\r{padded}")
        sys.stderr.flush()

    def clear(self) -> None:
        """Remove the line, before something else is written."""
        if self._width:
            sys.stderr.write(f"\r{' ' * self._width}\r")
            sys.stderr.flush()
            self._width = 0
