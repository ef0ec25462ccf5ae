"""The program of a process guard: it kills what it was told of, once the process that started it has ended.

It is started with the path of this file, in a Python that finds no package: it imports nothing else of Shapeproof.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Final

_IGNORED: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
_KILL: Final[int] = getattr(signal, "SIGKILL", signal.SIGTERM)
"""On Windows, any signal but those of a console ends a process at once."""
_GROUP_OF: Final[Callable[[int], int] | None] = getattr(os, "getpgid", None)
_KILL_GROUP: Final[Callable[[int, int], None] | None] = getattr(os, "killpg", None)


def _guard() -> None:
    """Read what to kill until the parent closes the pipe or ends, then kill it."""
    for name in _IGNORED:
        if number := getattr(signal, name, None):
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
        if _GROUP_OF and _KILL_GROUP and _GROUP_OF(process) == process:
            _KILL_GROUP(process, _KILL)
        os.kill(process, _KILL)


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
                        os.kill(int(name), _KILL)
                        is_found = True
    return is_found


if __name__ == "__main__":
    _guard()
