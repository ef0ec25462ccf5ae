"""Processes: how many run at once, which of them belong together, and how they are ended."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager
from typing import Any, Final

__all__ = [
    "MAX_WORKERS",
    "adopt_orphans",
    "end_group",
    "end_process",
    "has_blocked_interrupts",
    "hold_interrupts",
    "ignore_interrupts",
    "is_in_our_session",
    "reap",
    "start_helpers",
    "usable_cores",
]

_PR_SET_CHILD_SUBREAPER: Final = 36
_IS_LINUX: Final[bool] = sys.platform == "linux"
_KILL: Final[signal.Signals] = getattr(signal, "SIGKILL", signal.SIGTERM)
"""On Windows, any signal but those of a console ends a process at once."""

_affinity: Final[Callable[[int], Collection[int]] | None] = getattr(os, "sched_getaffinity", None)
_end_group: Final[Callable[[int, int], None] | None] = getattr(os, "killpg", None)
_session_of: Final[Callable[[int], int] | None] = getattr(os, "getsid", None)
_wait_for: Final[Callable[[int, int], Any] | None] = getattr(os, "waitpid", None)
_mask: Final[Callable[[int, Collection[int]], Collection[int]] | None] = getattr(signal, "pthread_sigmask", None)
_BLOCK: Final[int] = getattr(signal, "SIG_BLOCK", 0)
_SET: Final[int] = getattr(signal, "SIG_SETMASK", 0)

MAX_WORKERS: Final = 1_000 if _mask is not None else 60
"""The most processes that one process waits for; Windows waits for at most 63 things at once."""
has_blocked_interrupts: Final = _mask is not None
"""Whether a process is started with interrupts blocked in `hold_interrupts`; otherwise it has to `ignore_interrupts`."""


def usable_cores() -> int:
    """The number of cores that this process may use, as far as the system tells."""
    return len(_affinity(0)) if _affinity is not None else os.cpu_count() or 1


def end_process(process: int) -> None:
    """Kill a process. Raises OSError if there is none of this id, or it isn't ours."""
    os.kill(process, _KILL)


def end_group(process: int) -> None:
    """Kill a process and its group, which it leads; without groups (Windows), the process alone. Raises OSError."""
    if _end_group is not None:
        _end_group(process, _KILL)
    else:
        end_process(process)


def reap(process: int) -> None:
    """Take note of the end of a child that was adopted. Raises OSError."""
    if _wait_for is not None:
        _wait_for(process, 0)


def is_in_our_session(process: int) -> bool:
    """Whether a process is in the session of this one; True without sessions. Raises OSError if there is none."""
    return _session_of is None or _session_of(process) == _session_of(0)


def adopt_orphans() -> bool:
    """Have processes whose parent ends become children of this one; whether the system can do that (Linux)."""
    if not _IS_LINUX or _session_of is None:
        return False
    import ctypes  # slow to import, and only running programs needs it

    try:
        return bool(ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0)
    except (AttributeError, OSError):  # another C library
        return False


def start_helpers() -> None:
    """Start the process that `multiprocessing` needs beside those that are spawned, where it needs one (POSIX)."""
    if _mask is not None:
        from multiprocessing.resource_tracker import ensure_running

        ensure_running()  # the first process that is spawned would start it, and that would unblock interrupts


@contextmanager
def hold_interrupts() -> Generator[None]:
    """Block interrupts in a process that is started in the block, for as long as it runs."""
    if _mask is None:
        yield
        return
    previous = _mask(_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        _mask(_SET, previous)


def ignore_interrupts() -> None:
    """Ignore interrupts from now on, in a process that was started where they can't be blocked."""
    if not has_blocked_interrupts:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
