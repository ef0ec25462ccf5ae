"""Waits for the pipes of a running program, without blocking, and for its end."""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import IO, Final, Protocol, Self, cast

from shapeproof.operating_system.modules import optional_module

__all__ = ["CHUNK", "PipeWatch", "watch_pipes"]

CHUNK: Final = 1 << 16
_PAUSE: Final = 0.02
"""Seconds after which a caller looks at the process again, where the end of it wakes nobody."""
_IS_LINUX: Final[bool] = sys.platform == "linux"

_end_descriptor_of: Final[Callable[[int], int] | None] = getattr(os, "pidfd_open", None)
_set_blocking: Final[Callable[[int, bool], None] | None] = getattr(os, "set_blocking", None)
_controls: Final = optional_module("fcntl")
_terminals: Final = optional_module("termios")


class PipeWatch(Protocol):
    """Waits for the pipes of a process; a context."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def ready(self, seconds: float, *, writing: bool = False) -> list[str]:
        """The streams that are ready within some seconds: of `stdout` and `stderr`, and of `stdin` if there is writing.

        It may return sooner, and none: the caller looks whether the process has ended.
        """
        ...

    def read(self, name: str) -> bytes:
        """The available bytes of a stream. At its end, the stream is no longer watched."""
        ...

    def write(self, unsent: memoryview) -> int:
        """Write as much as fits to standard input; return the number of bytes. All count if the program closed the stream."""
        ...

    def has_unread_input(self) -> bool:
        """Whether the process has yet to read what was written to it; False where the system doesn't say."""
        ...


def watch_pipes(process: subprocess.Popen[bytes]) -> PipeWatch:
    """Watch the pipes of a process; with threads where pipes can't be waited for (Windows)."""
    if _controls is None or _set_blocking is None:
        from shapeproof.operating_system.pipe_threads import ThreadedPipeWatch

        return ThreadedPipeWatch(process)
    return _SelectedPipeWatch(process, _set_blocking)


class _SelectedPipeWatch:
    def __init__(self, process: subprocess.Popen[bytes], set_blocking: Callable[[int, bool], None]) -> None:
        self._streams: dict[str, int] = {}
        for name in ("stdin", "stdout", "stderr"):
            stream = cast("IO[bytes] | None", getattr(process, name))
            if stream is not None:
                self._streams[name] = stream.fileno()
                set_blocking(stream.fileno(), False)
        self._selector = selectors.DefaultSelector()
        for name, descriptor in self._streams.items():
            if name != "stdin":
                self._selector.register(descriptor, selectors.EVENT_READ, name)
        self._end_fd = _end_descriptor(process)
        if self._end_fd is not None:
            self._selector.register(self._end_fd, selectors.EVENT_READ, "end")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._selector.close()
        if self._end_fd is not None:
            os.close(self._end_fd)

    def ready(self, seconds: float, *, writing: bool = False) -> list[str]:
        stdin = self._streams.get("stdin")
        if writing and stdin is not None:
            self._selector.register(stdin, selectors.EVENT_WRITE, "stdin")
        events = self._selector.select(seconds if self._end_fd is not None else min(seconds, _PAUSE))
        if writing and stdin is not None:
            self._selector.unregister(stdin)
        return [cast("str", key.data) for key, _ in events if key.data != "end"]

    def read(self, name: str) -> bytes:
        try:
            data = os.read(self._streams[name], CHUNK)
        except BlockingIOError:
            return b""
        if not data:
            with suppress(KeyError):
                self._selector.unregister(self._streams[name])
        return data

    def write(self, unsent: memoryview) -> int:
        try:
            return os.write(self._streams["stdin"], unsent[:CHUNK])
        except BlockingIOError:
            return 0
        except BrokenPipeError:
            return len(unsent)

    def has_unread_input(self) -> bool:
        if not _IS_LINUX or _controls is None or _terminals is None:
            return False
        unread = cast("bytes", _controls.ioctl(self._streams["stdin"], _terminals.FIONREAD, bytes(4)))
        return int.from_bytes(unread, sys.byteorder) > 0


def _end_descriptor(process: subprocess.Popen[bytes]) -> int | None:
    """A descriptor that becomes readable when the process ends; None where the system has none (all but Linux)."""
    if _end_descriptor_of is None:
        return None
    try:
        return _end_descriptor_of(process.pid)
    except OSError:  # an old kernel, or a sandbox
        return None
