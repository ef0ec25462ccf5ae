"""A process and all its descendants, none of which is left once it is ended."""

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
"""Seconds between killing processes and looking for them again."""
_CLOCK_MARGIN: Final = 1.0
"""Seconds by which the start of a process, counted by the system in ticks since it booted, may seem too early."""


class ProcessTree:
    """A started process and its descendants.

    Descendants inherit a variable in their environment, by which they are found even in a session of their own, or after
    their parent has ended. Each tree has its own variable, so trees may overlap and contain each other. A descendant that
    clears its environment and leaves the session isn't found.

    Raises:
        UsageError: the program can't be started.
    """

    def __init__(self, words: Sequence[str], *, stdin: int | IO[bytes], stdout: int) -> None:
        self._mark = f"{_MARK}{uuid4().hex}"
        self._earliest_start = time.time() - _CLOCK_MARGIN
        try:
            # In a session of its own, so that most descendants can be killed at once.
            self.process = subprocess.Popen(  # noqa: S603 - the user asked to run this program
                words,
                stdin=stdin,
                stdout=stdout,
                stderr=subprocess.PIPE,
                start_new_session=True,
                env={**os.environ, self._mark: "1"},
            )
        except OSError as error:
            if isinstance(error, FileNotFoundError):
                message, hint = "no such program", "give its path, or put it on PATH"
            else:
                message, hint = f"the program can't be started: {error.strerror}", None
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
        ended: set[int] = set()
        while self._kill_descendants(ended):
            time.sleep(_PAUSE)

    def _kill_descendants(self, ended: set[int]) -> bool:
        """Kill the descendants that exist.

        Args:
            ended: the ids of processes that had ended in earlier calls, and were listed; new ones are added.

        Returns:
            Whether there may be more: one was killed, or one has just ended. That one may have started another, after
            the processes were listed.
        """
        may_be_more = False
        for process in psutil.process_iter():
            try:
                environment = process.environ()
            except psutil.NoSuchProcess:  # it has ended; kernel threads look the same
                environment = {}
            except psutil.Error:  # it belongs to another user
                continue
            if self._mark in environment:
                may_be_more = True
                with suppress(psutil.Error):
                    process.kill()
                    if process.ppid() == os.getpid():  # an orphan adopted by this process, for example PID 1
                        process.wait()
            elif not environment and process.pid not in ended and self._is_recent(process):
                ended.add(process.pid)
                may_be_more = True
        return may_be_more

    def _is_recent(self, process: psutil.Process) -> bool:
        """Whether a process is so young that it may be a descendant."""
        try:
            return process.create_time() >= self._earliest_start
        except psutil.NoSuchProcess:
            return True
