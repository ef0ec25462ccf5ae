"""Ctrl-C that comes while something is written which must be whole: it waits until that is done."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Self

__all__ = ["Interruption"]


class Interruption:
    """Where this is entered, Ctrl-C raises KeyboardInterrupt as ever, but within `held` only at its end.

    Who insists, by a second Ctrl-C, is heard at once; `insisted` then says that nothing more is to be waited for.
    """

    def __init__(self) -> None:
        self.insisted = False
        self._is_held = False
        self._is_pending = False
        # Not where interrupts are ignored, as in a shell's background jobs, or handled by somebody else.
        self._is_ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler

    def __enter__(self) -> Self:
        if self._is_ours:
            try:
                signal.signal(signal.SIGINT, self._arrived)
            except ValueError:  # not the main thread, which is the one that is interrupted
                self._is_ours = False
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Raises KeyboardInterrupt at the end, if it arrived meanwhile."""
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False
        if self._is_pending:
            self._is_pending = False
            raise KeyboardInterrupt

    def _arrived(self, _number: int, _frame: FrameType | None) -> None:
        if self._is_held and not self._is_pending:
            self._is_pending = True
        else:
            self.insisted = self._is_pending
            raise KeyboardInterrupt
