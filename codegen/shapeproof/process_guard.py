"""Ends processes when the one that started them has ended, however it ended.

A process that is killed can't end its children. So a small process waits for the end of a pipe that only the parent holds
open, and then kills what it was told of. That works on every POSIX system, and also for children that are busy in code
that no signal handler interrupts. This module is both sides, and the program of the small process: it imports nothing
else of the package.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from types import TracebackType
from typing import Self

__all__ = ["ProcessGuard"]


class ProcessGuard:
    """A process that kills others once this process has ended."""

    def __init__(self) -> None:
        # Isolated, so that no file in the working directory is imported; in a session of its own, so that no signal to
        # the group of this process reaches it.
        self._process = subprocess.Popen(  # noqa: S603 - this file
            [sys.executable, "-ISB", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd=os.sep,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(self, process: int | str) -> None:
        """Have a process killed.

        Args:
            process: its id; if it leads a group, the whole group is killed. Or a variable of the environment: then every
                process that has it, where the system tells (in /proc).
        """
        self._tell(f"+{process}")

    def remove(self, process: int | str) -> None:
        """Take back `add`: the process has ended."""
        self._tell(f"-{process}")

    def close(self) -> None:
        """End the guard. What was not removed is killed."""
        if self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.close()
        self._process.wait()

    def _tell(self, line: str) -> None:
        if self._process.stdin is not None:
            with suppress(OSError):  # somebody killed the guard
                self._process.stdin.write(f"{line}\n".encode())
                self._process.stdin.flush()


def _guard() -> None:
    """Read what to kill until the parent closes the pipe or ends, then kill it."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    guarded: dict[str, None] = {}
    for line in sys.stdin:
        name = line[1:].strip()
        if line.startswith("+"):
            guarded[name] = None
        else:
            guarded.pop(name, None)
    for name in guarded:
        if name.isdecimal():
            _kill(int(name))
    marks = [f"{name}=".encode() for name in guarded if not name.isdecimal()]
    while marks and _kill_marked(marks):
        pass


def _kill(process: int) -> None:
    with suppress(OSError):
        if os.getpgid(process) == process:
            os.killpg(process, signal.SIGKILL)
        os.kill(process, signal.SIGKILL)


def _kill_marked(marks: list[bytes]) -> bool:
    """Kill every process with one of the marks in its environment; whether there was one."""
    is_found = False
    with suppress(OSError):
        for name in os.listdir("/proc"):
            if name.isdecimal() and int(name) != os.getpid():
                with suppress(OSError):
                    with open(f"/proc/{name}/environ", "rb") as file:
                        environment = file.read()
                    if any(variable.startswith(mark) for variable in environment.split(b"\0") for mark in marks):
                        os.kill(int(name), signal.SIGKILL)
                        is_found = True
    return is_found


if __name__ == "__main__":
    _guard()
