"""A program that is run, and all that it starts: whatever that does, nothing of it is left once it has been ended."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, Final
from uuid import uuid4

import psutil

from shapeproof.errors import UsageError

__all__ = ["ProcessTree"]

_MARK: Final = "SHAPEPROOF_RUN_"
_PAUSE: Final = 0.001
"""Seconds that killed processes are given before they are looked for again."""


class ProcessTree:
    """A started process and its descendants.

    Descendants are known by a variable in their environment, which they inherit: one that has a session of its own, or
    whose parent has ended, is found all the same, and no state of this process is needed for that. Each tree has a
    variable of its own, so trees may overlap and may hold each other. A descendant that gives up its environment and
    leaves the session isn't found.

    Raises UsageError if the program can't be started.
    """

    def __init__(self, words: Sequence[str], *, stdin: int | IO[bytes], stdout: int) -> None:
        self._mark = f"{_MARK}{uuid4().hex}"
        try:
            # In a session of its own, so that most of what it starts can be ended at once.
            self.process = subprocess.Popen(  # noqa: S603 - running the user's program is what was asked for
                words,
                stdin=stdin,
                stdout=stdout,
                stderr=subprocess.PIPE,
                start_new_session=True,
                env={**os.environ, self._mark: "1"},
            )
        except OSError as error:
            if isinstance(error, FileNotFoundError):
                message, hint = "there is no such program", "give its path, or put it on PATH"
            else:
                message, hint = f"this program can't be started: {error.strerror}", None
            raise UsageError(message, where=words[0], hint=hint) from error

    def end(self) -> None:
        """Kill the process and its descendants, and close its streams."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        while descendants := [process for process in psutil.process_iter() if self._has_mark(process)]:
            for process in descendants:
                with suppress(psutil.Error):
                    process.kill()
                    if process.ppid() == os.getpid():  # an orphan that this process, PID 1 say, has inherited
                        process.wait()
            time.sleep(_PAUSE)

    def _has_mark(self, process: psutil.Process) -> bool:
        try:
            return self._mark in process.environ()
        except psutil.Error:  # it has ended, or is another user's
            return False
