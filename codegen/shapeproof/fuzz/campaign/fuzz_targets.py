"""Programs that read responses, run from outside: one process a response, or one process for all of them.

The only module of this room that touches the outside. Whatever a program does (hang, leave children behind, flood its
streams, not exist), it is over and nothing of it is left when a run returns.
"""

from __future__ import annotations

import os
import selectors
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Protocol, Self, cast
from uuid import uuid4

from shapeproof.errors import UsageError
from shapeproof.fuzz.campaign.run_outcome import RunOutcome

__all__ = ["FuzzTarget", "LineProgram", "Program", "command_words"]

FILE_WORD: Final = "{}"
"""Stands in a command for the path of a file that holds the response."""
_SHELL: Final = frozenset(["|", "||", "&&", "&", ";", "<", ">", ">>", "<{}", "2>&1", "2>/dev/null", ">/dev/null"])
_MARK: Final = "SHAPEPROOF_RUN"
_KEPT: Final = 64 * 1024
_LONGEST_ANSWER: Final = 16 * 1024 * 1024
_CHUNK: Final = 1 << 16


class FuzzTarget(Protocol):
    """Something that reads a response's text and comes to an end, or to an answer."""

    def run(self, text: str) -> RunOutcome:
        """Hand over one response (JSON text without a line break) and see what becomes of it."""
        ...


def command_words(command: str) -> list[str]:
    """The words of a command, as a shell would split them; there is no shell. Raises UsageError if it has none."""
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise UsageError(f"this command can't be read: {error}", where=command) from None
    if shell := next((word for word in words if word in _SHELL), None):
        raise UsageError(
            f"there is no shell here: `{shell}` would be an argument", where=command, hint="--exec \"sh -c '…'\""
        )
    if not words:
        raise UsageError("there is no command to run", hint="such as --exec 'python consumer.py'")
    return words


class Program:
    """A program that is started for each response, which it finds on standard input, or in the file `{}`."""

    def __init__(self, words: Sequence[str], *, timeout: float) -> None:
        self._words = list(words)
        self._timeout = timeout

    def run(self, text: str) -> RunOutcome:
        """Raises UsageError if the program can't be started."""
        with tempfile.TemporaryDirectory() if FILE_WORD in self._words else nullcontext() as folder:
            words = self._words
            if folder:
                file = Path(folder, "response.json")
                file.write_text(text, encoding="utf-8")
                words = [str(file) if word == FILE_WORD else word for word in words]
            with tempfile.TemporaryFile() as stdin:
                stdin.write(text.encode())
                stdin.seek(0)
                run = _Run(words, stdin=stdin, stdout=subprocess.PIPE)
                try:
                    return _ended(run.process, self._timeout)
                finally:
                    run.end()


class LineProgram:
    """A program that is started once, reads a response a line, and answers each with a line of its own.

    It is started anew after it has ended or gone silent.
    """

    def __init__(self, words: Sequence[str], *, timeout: float) -> None:
        self._words = list(words)
        self._timeout = timeout
        self._run: _Run | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def run(self, text: str) -> RunOutcome:
        """Raises UsageError if the program can't be started."""
        is_used = self._run is not None
        ending = self._answer(text)
        if ending.is_unanswered and is_used:  # it may have ended after its last answer, before it saw this response
            ending = self._answer(text)
        return ending

    def _answer(self, text: str) -> RunOutcome:
        if self._run is None or self._run.process.poll() is not None:
            self._stop()
            self._run = _Run(self._words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            ending = _answered(self._run.process, text.encode() + b"\n", self._timeout)
        except BaseException:
            self._stop()
            raise
        if ending.answer is None:
            self._stop()
        return ending

    def _stop(self) -> None:
        if self._run is not None:
            self._run.end()
            self._run = None


class _Run:
    """A started process; what it starts bears its mark in the environment, and so is known."""

    def __init__(self, words: list[str], *, stdin: int | IO[bytes], stdout: int) -> None:
        self._mark = f"{_MARK}={uuid4().hex}"
        _adopt_orphans(adopt=True)
        try:
            # In a session of its own, so that all that it starts can be ended together.
            self.process = subprocess.Popen(  # noqa: S603 - running the user's program is what was asked for
                words,
                stdin=stdin,
                stdout=stdout,
                stderr=subprocess.PIPE,
                start_new_session=True,
                env=self._environment(),
            )
        except OSError as error:
            _adopt_orphans(adopt=False)
            if isinstance(error, FileNotFoundError):
                problem, mend = "there is no such program", "give its path, or put it on PATH"
            else:
                problem, mend = f"this program can't be started: {error.strerror}", None
            raise UsageError(problem, where=words[0], hint=mend) from None

    def _environment(self) -> Mapping[str, str]:
        name, _, value = self._mark.partition("=")
        return {**os.environ, name: value}

    def end(self) -> None:
        """End it and all that it started."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        while orphans := [child for child in _children() if self._mark.encode() in _environment_of(child)]:
            for orphan in orphans:
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(orphan, signal.SIGKILL)
                with suppress(ChildProcessError):
                    os.waitpid(orphan, 0)
        _adopt_orphans(adopt=False)


def _environment_of(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/environ").read_bytes()
    except OSError:  # it has ended, or is somebody else's
        return b""


def _adopt_orphans(*, adopt: bool) -> None:
    """Have this process inherit what its children leave behind, even out of a session of their own. Linux only."""
    if sys.platform == "linux":
        import ctypes

        set_child_subreaper = 36
        ctypes.CDLL(None).prctl(set_child_subreaper, int(adopt), 0, 0, 0)


def _children() -> set[int]:
    listing = Path(f"/proc/self/task/{os.getpid()}/children")
    return {int(child) for child in listing.read_text(encoding="ascii").split()} if listing.is_file() else set()


def _ended(process: subprocess.Popen[bytes], timeout: float) -> RunOutcome:
    """Wait for a process, reading what it says; the last of it is kept."""
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


def _answered(process: subprocess.Popen[bytes], line: bytes, timeout: float) -> RunOutcome:
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
