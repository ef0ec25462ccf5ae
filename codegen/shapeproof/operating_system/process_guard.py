"""Ends processes when the one that started them has ended, however it ended.

A process that is killed can't end its children. So a small process (`guard_program`) waits for the end of a pipe that only
the parent holds open, and then kills what it was told of. That works on every system, and also for children that are busy
in code that no signal handler interrupts.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

__all__ = ["ProcessGuard"]

_PROGRAM: Final = Path(__file__).with_name("guard_program.py")


class ProcessGuard:
    """A process that kills others once this process has ended."""

    def __init__(self) -> None:
        # Isolated, so that no file in the working directory is imported; in a session of its own, so that no signal to
        # the group of this process reaches it (Windows has no sessions; it ignores what reaches it there).
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-ISB", str(_PROGRAM)],
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
                process that has it, where the system tells (in /proc, on Linux).
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
