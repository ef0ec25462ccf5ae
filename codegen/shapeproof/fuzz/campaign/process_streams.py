"""Reads the streams of a running program: all of its output, or a line that answers a line."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from shapeproof.errors import UsageError
from shapeproof.fuzz.campaign.run_outcome import RunOutcome
from shapeproof.operating_system.pipe_watch import PipeWatch, watch_pipes

__all__ = ["read_answer", "read_failure_after", "read_to_end"]

_MAX_OUTPUT: Final = 64 * 1024
"""Bytes to keep of the end of a stream."""
_MAX_ANSWER: Final = 16 * 1024 * 1024
_SILENCE: Final = 1.0
"""Seconds without a first answer after which it is tried whether the program waits for the end of its input."""
_PAUSE: Final = 0.001
"""Seconds between looks at whether a program has begun to read."""


def read_to_end(process: subprocess.Popen[bytes], timeout: float) -> RunOutcome:
    """Read the output of a process until it has ended, for `timeout` seconds at most; the end of it is kept."""
    deadline = time.monotonic() + timeout
    stderr, stdout = bytearray(), bytearray()
    with watch_pipes(process) as watch:
        while (left := deadline - time.monotonic()) > 0:
            for name in watch.ready(left):
                _keep(stderr if name == "stderr" else stdout, watch.read(name))
            if _has_ended(process):
                _keep(stderr, _rest(watch, "stderr"))
                _keep(stdout, _rest(watch, "stdout"))
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
    with watch_pipes(process) as watch:
        if is_new:
            unsent = unsent[watch.write(unsent[:1]) :]
            dropped = 0
            while watch.has_unread_input() and time.monotonic() < deadline and dropped <= _MAX_ANSWER:
                if _has_ended(process):
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
            has_ended = _has_ended(process)  # before reading, so that its last output is read
            if answers_at_end and time.monotonic() >= silent_until and not (answer or unsent or has_ended):
                # That process began later: this one would have answered before it, if it answered lines.
                if answers_at_end(left) and "stdout" not in watch.ready(_SILENCE) and not _has_ended(process):
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
                _keep(stderr, _rest(watch, "stderr"))
                first, _, more = bytes(answer).partition(b"\n")
                _refuse_more(more)
                return RunOutcome(answer=_text(first), stderr=_text(stderr))
            if len(answer) > _MAX_ANSWER:
                return RunOutcome(is_flooding=True, stderr=_text(stderr))
            if has_ended:
                _keep(stderr, _rest(watch, "stderr"))
                return replace(_outcome_of(process, stderr, answer), is_unanswered=True)
    return RunOutcome(timeout=timeout, stderr=_text(stderr))


def read_failure_after(answered: RunOutcome, process: subprocess.Popen[bytes], seconds: float) -> RunOutcome:
    """The outcome of a process that has answered, if it fails within some seconds; else the answer."""
    deadline = time.monotonic() + seconds
    stderr = bytearray(answered.stderr.encode())
    with watch_pipes(process) as watch:
        while not _has_ended(process) and (left := deadline - time.monotonic()) > 0:
            for name in watch.ready(left):
                if name == "stderr":
                    _keep(stderr, watch.read("stderr"))
                else:
                    _refuse_more(watch.read("stdout"))
        if not _has_ended(process) or process.wait() == 0:
            return answered
        _keep(stderr, _rest(watch, "stderr"))
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


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    return process.poll() is not None


def _keep(output: bytearray, more: bytes) -> None:
    output += more
    if len(output) > 2 * _MAX_OUTPUT:
        del output[:-_MAX_OUTPUT]


def _text(output: bytes | bytearray) -> str:
    return bytes(output[-_MAX_OUTPUT:]).decode(errors="replace")


def _rest(watch: PipeWatch, name: str) -> bytes:
    """The remaining bytes of a stream, without waiting for more."""
    data = bytearray()
    while more := watch.read(name):
        _keep(data, more)
        if len(data) > _MAX_OUTPUT:
            break
    return bytes(data)
