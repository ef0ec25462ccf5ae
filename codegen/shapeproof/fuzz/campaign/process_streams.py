"""The streams of a running program: what it writes until it ends, or a line that answers a line."""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from types import TracebackType
from typing import IO, Final, Self, cast

from shapeproof.errors import UsageError
from shapeproof.fuzz.campaign.run_outcome import RunOutcome

__all__ = ["read_answer", "read_to_end"]

_KEPT: Final = 64 * 1024
"""Bytes that are kept of the end of a stream."""
_LONGEST_ANSWER: Final = 16 * 1024 * 1024
_CHUNK: Final = 1 << 16


def read_to_end(process: subprocess.Popen[bytes], timeout: float) -> RunOutcome:
    """Read what a process writes until it has ended, or for `timeout` seconds; the last of it is kept."""
    deadline = time.monotonic() + timeout
    said, printed = bytearray(), bytearray()
    with _Watch(process) as watch:
        while (left := deadline - time.monotonic()) > 0:
            for name in watch.ready(left):
                _keep(said if name == "stderr" else printed, watch.read(name))
            if watch.has_ended():
                _keep(said, watch.rest("stderr"))
                _keep(printed, watch.rest("stdout"))
                return _ending(process, said, printed)
    return RunOutcome(timeout=timeout, stderr=_text(said), stdout=_text(printed))


def read_answer(process: subprocess.Popen[bytes], line: bytes, timeout: float) -> RunOutcome:
    """Write a line to a process and read the line that it answers with, for `timeout` seconds at most.

    Raises UsageError if it answers with more than one line.
    """
    deadline = time.monotonic() + timeout
    said, answer, unsent = bytearray(), bytearray(), memoryview(line)
    with _Watch(process) as watch:
        _refuse_more(watch.read("stdout"))
        while (left := deadline - time.monotonic()) > 0:
            has_ended = watch.has_ended()  # asked before reading, so that what it said last is read
            for name in watch.ready(left, writing=bool(unsent)):
                if name == "stdin":
                    unsent = unsent[watch.write(unsent) :]
                elif name == "stderr":
                    _keep(said, watch.read("stderr"))
                else:
                    answer += watch.read("stdout")
            while has_ended and len(answer) <= _LONGEST_ANSWER and (more := watch.read("stdout")):
                answer += more
            if b"\n" in answer:
                _keep(said, watch.rest("stderr"))
                first, _, more = bytes(answer).partition(b"\n")
                _refuse_more(more)
                return RunOutcome(answer=_text(first), stderr=_text(said))
            if len(answer) > _LONGEST_ANSWER:
                return RunOutcome(flooded=True, stderr=_text(said))
            if has_ended:
                _keep(said, watch.rest("stderr"))
                return replace(_ending(process, said, answer), is_unanswered=True)
    return RunOutcome(timeout=timeout, stderr=_text(said))


def _refuse_more(more: bytes) -> None:
    if more:  # every later answer would be taken for another response's
        raise UsageError("this program answers with more than one line", hint="print one line for each response")


def _ending(process: subprocess.Popen[bytes], said: bytearray, printed: bytearray) -> RunOutcome:
    status = process.wait()
    return RunOutcome(
        status=status if status >= 0 else None,
        signal=-status if status < 0 else None,
        stderr=_text(said),
        stdout=_text(printed),
    )


def _keep(said: bytearray, more: bytes) -> None:
    said += more
    if len(said) > 2 * _KEPT:
        del said[:-_KEPT]


def _text(said: bytes | bytearray) -> str:
    return bytes(said[-_KEPT:]).decode(errors="replace")


def _end_of(process: subprocess.Popen[bytes]) -> int | None:
    """Something to wait on beside streams, which becomes readable when the process ends; None where there is no such thing."""
    if sys.platform != "linux":
        return None
    try:
        return os.pidfd_open(process.pid)
    except (AttributeError, OSError):  # an old kernel, or one that is kept from it
        return None


class _Watch:
    """The streams of a process, none of which blocks, and its end."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._streams: dict[str, int] = {}
        for name in ("stdin", "stdout", "stderr"):
            stream = cast("IO[bytes] | None", getattr(process, name))
            if stream is not None:
                self._streams[name] = stream.fileno()
                os.set_blocking(stream.fileno(), False)
        self._selector = selectors.DefaultSelector()
        for name, descriptor in self._streams.items():
            if name != "stdin":
                self._selector.register(descriptor, selectors.EVENT_READ, name)
        self._end = _end_of(process)
        if self._end is not None:
            self._selector.register(self._end, selectors.EVENT_READ, "end")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._selector.close()
        if self._end is not None:
            os.close(self._end)

    def ready(self, seconds: float, *, writing: bool = False) -> list[str]:
        """The streams with something to do, within so many seconds."""
        stdin = self._streams.get("stdin")
        if writing and stdin is not None:
            self._selector.register(stdin, selectors.EVENT_WRITE, "stdin")
        # Where the end of a process can't be waited for beside its streams, it is asked for again and again.
        events = self._selector.select(seconds if self._end is not None else min(seconds, 0.02))
        if writing and stdin is not None:
            self._selector.unregister(stdin)
        return [cast("str", key.data) for key, _ in events if key.data != "end"]

    def read(self, name: str) -> bytes:
        """What a stream holds; one at its end is watched no more."""
        try:
            found = os.read(self._streams[name], _CHUNK)
        except BlockingIOError:
            return b""
        if not found:
            with suppress(KeyError):
                self._selector.unregister(self._streams[name])
        return found

    def rest(self, name: str) -> bytes:
        """What a stream still holds, without waiting for more."""
        found = bytearray()
        while more := self.read(name):
            _keep(found, more)
            if len(found) > _KEPT:
                break
        return bytes(found)

    def write(self, unsent: memoryview) -> int:
        """Hand on what fits; all of it, to nobody, if nobody reads."""
        try:
            return os.write(self._streams["stdin"], unsent[:_CHUNK])
        except BlockingIOError:
            return 0
        except BrokenPipeError:
            return len(unsent)

    def has_ended(self) -> bool:
        return self._process.poll() is not None
