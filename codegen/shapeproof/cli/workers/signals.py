"""An interrupt that comes while something is written which must be whole: it waits until that is done."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any, Final, Self

__all__ = ["DeferredInterrupt"]

_DEFAULTS: Final = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: signal.SIG_DFL}
"""Ctrl-C, and how a job is cancelled in CI. Elsewhere they are ignored, as in a shell's background jobs, or not ours."""


class DeferredInterrupt:
    """Where this is entered, an interrupt raises KeyboardInterrupt, but within `held` only at its end.

    Who insists, by a second one, is heard at once; `insisted` then says that nothing more is to be waited for.
    """

    def __init__(self) -> None:
        self.insisted = False
        self._is_held = False
        self._is_pending = False
        self._process = os.getpid()
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        for number, default in _DEFAULTS.items():
            if signal.getsignal(number) is default:
                try:
                    self._before[number] = signal.signal(number, self._arrived)
                except ValueError:  # not the main thread, which is the one that is interrupted
                    break
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    @contextmanager
    def held(self) -> Generator[None]:
        """Raises KeyboardInterrupt at the end, if it arrived meanwhile."""
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False
        if self._is_pending:
            self._is_pending = False
            raise KeyboardInterrupt

    def _arrived(self, number: int, _frame: FrameType | None) -> None:
        if os.getpid() != self._process:  # a process that was forked from ours has nothing to finish
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        elif self._is_held and not self._is_pending:
            self._is_pending = True
        else:
            self.insisted = self._is_pending
            raise KeyboardInterrupt
