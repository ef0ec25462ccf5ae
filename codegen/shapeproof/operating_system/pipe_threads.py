"""Waits for the pipes of a running program with a thread for each, where the system can't wait for several.

The threads belong to the process and outlast a watch: a program that answers line after line is watched anew each time.
Each has a descriptor of its own, so that none reads from another file once the pipe is closed.
"""

from __future__ import annotations

import os
import subprocess
from threading import Condition, Thread
from types import TracebackType
from typing import IO, Final, Self, cast
from weakref import WeakKeyDictionary

__all__ = ["ThreadedPipeWatch"]

_CHUNK: Final = 1 << 16
_MAX_UNREAD: Final = 1 << 20
"""Bytes of a stream that are read ahead; a program that prints more waits, as at any full pipe."""
_PAUSE: Final = 0.02
"""Seconds after which a caller looks at the process again."""
_DRAIN: Final = 0.2
"""Seconds to wait for the last output of a process that has ended: a descendant may hold the pipe open."""
_CLOSED: Final = 0.1
"""Seconds after which a thread that waits looks whether its pipe was closed."""


class _Reader:
    """Reads one stream to its end."""

    def __init__(self, stream: IO[bytes], condition: Condition) -> None:
        self.data = bytearray()
        self.is_at_end = False
        self._stream, self._condition = stream, condition
        Thread(target=self._run, args=(os.dup(stream.fileno()),), daemon=True).start()

    def _run(self, descriptor: int) -> None:
        block = b"-"
        while block:
            try:
                block = os.read(descriptor, _CHUNK)
            except OSError:
                block = b""
            with self._condition:
                while len(self.data) > _MAX_UNREAD and not self._stream.closed:
                    self._condition.wait(_CLOSED)
                if self._stream.closed:
                    block = b""
                self.data += block
                self.is_at_end = not block
                self._condition.notify_all()
        os.close(descriptor)


class _Writer:
    """Writes to standard input, one piece at a time."""

    def __init__(self, stream: IO[bytes], condition: Condition) -> None:
        self.pending = b""
        self.is_broken = False
        self._stream, self._condition = stream, condition
        Thread(target=self._run, args=(os.dup(stream.fileno()),), daemon=True).start()

    def _run(self, descriptor: int) -> None:
        while not self.is_broken:
            with self._condition:
                while not self.pending and not self._stream.closed:
                    self._condition.wait(_CLOSED)
                rest = memoryview(self.pending)
                is_broken = not rest
            try:
                while rest:
                    rest = rest[os.write(descriptor, rest) :]
            except OSError:
                is_broken = True
            with self._condition:
                self.pending, self.is_broken = b"", is_broken
                self._condition.notify_all()
        os.close(descriptor)


class _Pipes:
    """The threads of one process."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.condition = Condition()
        streams = {name: cast("IO[bytes] | None", getattr(process, name)) for name in ("stdout", "stderr")}
        self.readers = {name: _Reader(stream, self.condition) for name, stream in streams.items() if stream}
        self.writer = _Writer(process.stdin, self.condition) if process.stdin else None


_pipes: Final[WeakKeyDictionary[subprocess.Popen[bytes], _Pipes]] = WeakKeyDictionary()


class ThreadedPipeWatch:
    """A `PipeWatch` that works on every system."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        if process not in _pipes:
            _pipes[process] = _Pipes(process)
        self._pipes = _pipes[process]
        self._watched = set(self._pipes.readers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Do nothing: the threads end with the process."""

    def ready(self, seconds: float, *, writing: bool = False) -> list[str]:
        with self._pipes.condition:
            names = self._ready(writing=writing)
            if not names:
                self._pipes.condition.wait(max(0, min(seconds, _PAUSE)))
                names = self._ready(writing=writing)
        return names

    def _ready(self, *, writing: bool) -> list[str]:
        readers = self._pipes.readers
        names = [name for name in sorted(self._watched) if readers[name].data or readers[name].is_at_end]
        writer = self._pipes.writer
        return [*names, "stdin"] if writing and writer and not writer.pending else names

    def read(self, name: str) -> bytes:
        reader = self._pipes.readers[name]
        has_ended = self._process.poll() is not None
        with self._pipes.condition:
            if has_ended and not reader.data and not reader.is_at_end:
                self._pipes.condition.wait_for(lambda: reader.data or reader.is_at_end, _DRAIN)
            data = bytes(reader.data[:_CHUNK])
            del reader.data[:_CHUNK]
            if not data and reader.is_at_end:
                self._watched.discard(name)
            self._pipes.condition.notify_all()
        return data

    def write(self, unsent: memoryview) -> int:
        writer = self._pipes.writer
        with self._pipes.condition:
            if writer is None or writer.is_broken:
                return len(unsent)
            if writer.pending:
                return 0
            writer.pending = bytes(unsent[:_CHUNK])
            self._pipes.condition.notify_all()
            return len(writer.pending)

    def has_unread_input(self) -> bool:
        writer = self._pipes.writer  # what the pipe itself holds is not told
        with self._pipes.condition:
            return writer is not None and bool(writer.pending)
