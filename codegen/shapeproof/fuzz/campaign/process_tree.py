"""A process and all its descendants, none of which is left once it is ended."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, Final
from uuid import uuid4

import psutil

from shapeproof.errors import UsageError
from shapeproof.operating_system import processes
from shapeproof.operating_system.process_guard import ProcessGuard

__all__ = ["ProcessTree", "adopt_orphans"]

_MARK: Final = "SHAPEPROOF_RUN_"
_PAUSE: Final = 0.001
"""Seconds between killing processes and looking for them again."""
_CLOCK_MARGIN: Final = 1.0
"""Seconds by which the start of a process, counted by the system in ticks since it booted, may seem too early."""

_adopts_orphans = False
_roots: Final[set[int]] = set()
"""The ids of the processes that are roots of trees."""


def adopt_orphans() -> None:
    """From now on, processes whose parent ends become children of this one, where the system can do that (Linux).

    Then no descendant of a tree can hide. For a program that starts nothing else but trees: a child that anything else
    starts in a session of its own while a tree exists is taken for one of the tree's.
    """
    global _adopts_orphans  # noqa: PLW0603 - a state of the process, kept by the kernel
    _adopts_orphans = _adopts_orphans or processes.adopt_orphans()


class ProcessTree:
    """A started process and its descendants.

    Descendants inherit a variable in their environment, by which they are found even in a session of their own, or after
    their parent has ended. Each tree has its own variable, so trees may overlap and contain each other. A descendant that
    clears its environment and leaves the session is found only after `adopt_orphans`.

    Raises:
        UsageError: the program can't be started.
    """

    def __init__(
        self, words: Sequence[str], *, stdin: int | IO[bytes], stdout: int, guard: ProcessGuard | None = None
    ) -> None:
        """Start the process; `guard` kills the tree if this process is killed."""
        self._mark = f"{_MARK}{uuid4().hex}"
        self._guard = guard
        self._earlier_children = _children() if _adopts_orphans else frozenset[int]()
        if guard:
            guard.add(self._mark)  # before there is a process that may be left behind
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
        _roots.add(self.process.pid)
        if guard:
            guard.add(self.process.pid)

    def end(self) -> None:
        """Kill the process and its descendants, and close its streams."""
        with suppress(ProcessLookupError, PermissionError):
            processes.end_group(self.process.pid)
        self.process.wait()
        _roots.discard(self.process.pid)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        if _adopts_orphans:
            while self._kill_adopted():
                pass
        else:
            ended: set[int] = set()
            while self._kill_descendants(ended):
                time.sleep(_PAUSE)
        if self._guard:
            self._guard.remove(self.process.pid)
            self._guard.remove(self._mark)

    def _kill_adopted(self) -> bool:
        """Kill the descendants whose parents have ended; whether there was one, and so may be more, which it left."""
        is_found = False
        for child in _children() - self._earlier_children - _roots:
            # A descendant can't return to the session of this process. One of another tree has the variable of that.
            with suppress(OSError, psutil.Error):
                if processes.is_in_our_session(child) or self._is_of_another_tree(child):
                    continue
                processes.end_process(child)
                processes.reap(child)
                is_found = True
        return is_found

    def _is_of_another_tree(self, child: int) -> bool:
        try:
            environment = psutil.Process(child).environ()
        except psutil.Error:  # it has ended
            return False
        return self._mark not in environment and any(name.startswith(_MARK) for name in environment)

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


def _children() -> frozenset[int]:
    return frozenset(child.pid for child in psutil.Process().children())
