"""Interrupts that wait until what must be written whole is written."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any, Final, Self

__all__ = ["DeferredInterrupt"]

_DEFAULT_HANDLERS: Final = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: signal.SIG_DFL}
"""Ctrl-C, and what CI sends to cancel a job. A signal with another handler is left alone: a shell ignores these in
background jobs, and a caller may have handlers of its own.
"""


class DeferredInterrupt:
    """A context in which an interrupt raises KeyboardInterrupt; inside `deferred()`, only at the end of that block.

    A second interrupt is not deferred. `is_repeated` then says that nothing more should be waited for.
    """

    def __init__(self) -> None:
        self.is_repeated = False
        self._is_deferring = False
        self._is_pending = False
        self._process = os.getpid()
        self._previous: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        for number, default in _DEFAULT_HANDLERS.items():
            if signal.getsignal(number) is default:
                try:
                    self._previous[number] = signal.signal(number, self._handle)
                except ValueError:  # not the main thread, which is the one that is interrupted
                    break
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._previous.items():
            signal.signal(number, handler)

    @contextmanager
    def deferred(self) -> Generator[None]:
        """Raise KeyboardInterrupt at the end of the block if an interrupt arrived in it."""
        self._is_deferring = True
        try:
            yield
        finally:
            self._is_deferring = False
        if self._is_pending:
            self._is_pending = False
            raise KeyboardInterrupt

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        if os.getpid() != self._process:  # a process that was forked from this one has nothing to finish
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        elif self._is_deferring and not self._is_pending:
            self._is_pending = True
        else:
            self.is_repeated = self._is_pending
            raise KeyboardInterrupt
