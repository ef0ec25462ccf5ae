"""Reads the streams of a running program: all of its output, or a line that answers a line."""

from __future__ import annotations

import fcntl
import os
import selectors
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from types import TracebackType
from typing import IO, Final, Self, cast

from shapeproof.errors import UsageError
from shapeproof.fuzz.campaign.run_outcome import RunOutcome

__all__ = ["read_answer", "read_failure_after", "read_to_end"]

_MAX_OUTPUT: Final = 64 * 1024
"""Bytes to keep of the end of a stream."""
_MAX_ANSWER: Final = 16 * 1024 * 1024
_CHUNK: Final = 1 << 16
_SILENCE: Final = 1.0
"""Seconds without a first answer after which it is tried whether the program waits for the end of its input."""
_PAUSE: Final = 0.001
"""Seconds between looks at whether a program has begun to read."""


def read_to_end(process: subprocess.Popen[bytes], timeout: float) -> RunOutcome:
    """Read the output of a process until it has ended, for `timeout` seconds at most; the end of it is kept."""
    deadline = time.monotonic() + timeout
    stderr, stdout = bytearray(), bytearray()
    with _Watch(process) as watch:
        while (left := deadline - time.monotonic()) > 0:
            for name in watch.ready(left):
                _keep(stderr if name == "stderr" else stdout, watch.read(name))
            if watch.has_ended():
                _keep(stderr, watch.rest("stderr"))
                _keep(stdout, watch.rest("stdout"))
                return _outcome_of(process, stderr, stdout)
    return RunOutcome(timeout=timeout, stderr=_text(stderr), stdout=_text(stdout))


def read_answer(
    process: subprocess.Popen[bytes],
    line: bytes,
    timeout: float,
    *,
    is_new: bool,
    answers_at_end: Callable[[float], bool] | None = None,
) -> RunOutcome:
    """Write a line to a process and read the line of its answer, for `timeout` seconds at most.

    Args:
        process: the process.
        line: the line.
        timeout: seconds.
        is_new: whether it is the first line that the process gets. What the process printed before it reads that
            answers nothing, and is dropped (on Linux; elsewhere it may be taken for the answer).
        answers_at_end: called once if no answer comes within a moment, with the seconds that are left: whether another
            process of the program, whose input ends after the line, ends by itself. None where that is known.

    Raises:
        UsageError: it answers with more than one line, or only at the end of its input.
    """
    deadline = time.monotonic() + timeout
    stderr, answer, unsent = bytearray(), bytearray(), memoryview(line)
    with _Watch(process) as watch:
        if is_new:
            unsent = unsent[watch.write(unsent[:1]) :]
            dropped = 0
            while watch.has_unread_input() and time.monotonic() < deadline and dropped <= _MAX_ANSWER:
                if watch.has_ended():
                    break
                for name in watch.ready(_PAUSE):
                    if name == "stderr":
                        _keep(stderr, watch.read("stderr"))
                    else:
                        dropped += len(watch.read("stdout"))
            while dropped <= _MAX_ANSWER and (more := watch.read("stdout")):
                dropped += len(more)
        else:
            _refuse_more(watch.read("stdout"))
        silent_until = time.monotonic() + _SILENCE
        while (left := deadline - time.monotonic()) > 0:
            has_ended = watch.has_ended()  # before reading, so that its last output is read
            if answers_at_end and time.monotonic() >= silent_until and not (answer or unsent or has_ended):
                # That process began later: this one would have answered before it, if it answered lines.
                if answers_at_end(left) and "stdout" not in watch.ready(_SILENCE) and not watch.has_ended():
                    raise UsageError(
                        "the program answers only at the end of its input",
                        hint="use --exec, which starts it for each response; or answer each line, and flush the answer",
                    )
                answers_at_end, deadline = None, max(deadline, time.monotonic() + _SILENCE)
            wait = min(left, max(silent_until - time.monotonic(), 0)) if answers_at_end else left
            for name in watch.ready(wait, writing=bool(unsent)):
                if name == "stdin":
                    unsent = unsent[watch.write(unsent) :]
                elif name == "stderr":
                    _keep(stderr, watch.read("stderr"))
                else:
                    answer += watch.read("stdout")
            while has_ended and len(answer) <= _MAX_ANSWER and (more := watch.read("stdout")):
                answer += more
            if b"\n" in answer:
                _keep(stderr, watch.rest("stderr"))
                first, _, more = bytes(answer).partition(b"\n")
                _refuse_more(more)
                return RunOutcome(answer=_text(first), stderr=_text(stderr))
            if len(answer) > _MAX_ANSWER:
                return RunOutcome(is_flooding=True, stderr=_text(stderr))
            if has_ended:
                _keep(stderr, watch.rest("stderr"))
                return replace(_outcome_of(process, stderr, answer), is_unanswered=True)
    return RunOutcome(timeout=timeout, stderr=_text(stderr))


def read_failure_after(answered: RunOutcome, process: subprocess.Popen[bytes], seconds: float) -> RunOutcome:
    """The outcome of a process that has answered, if it fails within some seconds; else the answer."""
    deadline = time.monotonic() + seconds
    stderr = bytearray(answered.stderr.encode())
    with _Watch(process) as watch:
        while not watch.has_ended() and (left := deadline - time.monotonic()) > 0:
            for name in watch.ready(left):
                if name == "stderr":
                    _keep(stderr, watch.read("stderr"))
                else:
                    _refuse_more(watch.read("stdout"))
        if not watch.has_ended() or process.wait() == 0:
            return answered
        _keep(stderr, watch.rest("stderr"))
    return replace(_outcome_of(process, stderr, bytearray()), answer=answered.answer)


def _refuse_more(more: bytes) -> None:
    if more:  # otherwise later answers would be assigned to other responses
        raise UsageError(
            "expected one line per response, got more than one line", hint="print one line for each response"
        )


def _outcome_of(process: subprocess.Popen[bytes], stderr: bytearray, stdout: bytearray) -> RunOutcome:
    status = process.wait()
    return RunOutcome(
        status=status if status >= 0 else None,
        signal=-status if status < 0 else None,
        stderr=_text(stderr),
        stdout=_text(stdout),
    )


def _keep(output: bytearray, more: bytes) -> None:
    output += more
    if len(output) > 2 * _MAX_OUTPUT:
        del output[:-_MAX_OUTPUT]


def _text(output: bytes | bytearray) -> str:
    return bytes(output[-_MAX_OUTPUT:]).decode(errors="replace")


def _end_descriptor(process: subprocess.Popen[bytes]) -> int | None:
    """A descriptor that becomes readable when the process ends; None where the platform has none."""
    if sys.platform != "linux":
        return None
    try:
        return os.pidfd_open(process.pid)
    except (AttributeError, OSError):  # an old kernel, or a sandbox
        return None


class _Watch:
    """Waits for the streams of a process, without blocking, and for its end."""

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
        """The streams that are ready within some seconds."""
        stdin = self._streams.get("stdin")
        if writing and stdin is not None:
            self._selector.register(stdin, selectors.EVENT_WRITE, "stdin")
        # Without a descriptor for the end of the process, the caller polls.
        events = self._selector.select(seconds if self._end_fd is not None else min(seconds, 0.02))
        if writing and stdin is not None:
            self._selector.unregister(stdin)
        return [cast("str", key.data) for key, _ in events if key.data != "end"]

    def read(self, name: str) -> bytes:
        """The available bytes of a stream. At its end, the stream is no longer watched."""
        try:
            data = os.read(self._streams[name], _CHUNK)
        except BlockingIOError:
            return b""
        if not data:
            with suppress(KeyError):
                self._selector.unregister(self._streams[name])
        return data

    def rest(self, name: str) -> bytes:
        """The remaining bytes of a stream, without waiting for more."""
        data = bytearray()
        while more := self.read(name):
            _keep(data, more)
            if len(data) > _MAX_OUTPUT:
                break
        return bytes(data)

    def write(self, unsent: memoryview) -> int:
        """Write as much as fits to standard input; return the number of bytes. All count if the program closed the stream."""
        try:
            return os.write(self._streams["stdin"], unsent[:_CHUNK])
        except BlockingIOError:
            return 0
        except BrokenPipeError:
            return len(unsent)

    def has_unread_input(self) -> bool:
        """Whether the process has yet to read what was written to it; False where the system doesn't say."""
        if sys.platform != "linux":
            return False
        unread = fcntl.ioctl(self._streams["stdin"], termios.FIONREAD, bytes(4))
        return int.from_bytes(unread, sys.byteorder) > 0

    def has_ended(self) -> bool:
        return self._process.poll() is not None
