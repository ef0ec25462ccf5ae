"""Ctrl-C: ends waiting and reckoning at once, but no sentence half-way."""

from __future__ import annotations

import signal
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Self

__all__ = ["Interruption"]


class Interruption:
    """While it is entered, an interrupt raises KeyboardInterrupt, as ever, but after what is `whole` and not within."""

    def __init__(self) -> None:
        self._before = signal.getsignal(signal.SIGINT)
        self._is_whole = False
        self._is_due = False

    def __enter__(self) -> Self:
        # Whoever started this process may have had it ignore interrupts, as a shell does with its background jobs.
        if self._before is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._interrupted)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _interrupted(self, _number: int, _frame: FrameType | None) -> None:
        if self._is_whole and not self._is_due:  # the second one in the same sentence is meant
            self._is_due = True
        else:
            raise KeyboardInterrupt

    @contextmanager
    def whole(self) -> Generator[None]:
        """What is done here is done to its end, and then interrupted."""
        self._is_whole = True
        try:
            yield
        finally:
            self._is_whole = False
        if self._is_due:
            self._is_due = False
            raise KeyboardInterrupt
