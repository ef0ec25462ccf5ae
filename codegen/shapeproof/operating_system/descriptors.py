"""What is done with an open file by its descriptor, and who owns what it names."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Final

from shapeproof.operating_system.modules import optional_module

__all__ = ["HAS_OWNERS", "file_lock", "is_own", "make_blocking", "read_at", "set_mode"]

_LOCK_PAUSE: Final = 0.001

_chmod: Final[Callable[[int, int], None] | None] = getattr(os, "fchmod", None)
_own_id: Final[Callable[[], int] | None] = getattr(os, "geteuid", None)
_read_at: Final[Callable[[int, int, int], bytes] | None] = getattr(os, "pread", None)
_set_blocking: Final[Callable[[int, bool], None] | None] = getattr(os, "set_blocking", None)
_locks: Final = optional_module("fcntl")

HAS_OWNERS: Final = _own_id is not None
"""Whether files have owners and modes that say who may use them. On Windows they have access control lists."""


def read_at(descriptor: int, size: int, offset: int) -> bytes:
    """Read bytes from an offset. Where a system can't, the position of the descriptor is moved: one thread may read."""
    if _read_at is not None:
        return _read_at(descriptor, size, offset)
    os.lseek(descriptor, offset, os.SEEK_SET)
    return os.read(descriptor, size)


def set_mode(descriptor: int, path: str, mode: int) -> None:
    """Set the mode of an open file, which `path` names. Windows only knows whether a file may be written to."""
    if _chmod is not None:
        _chmod(descriptor, mode)
    else:
        os.chmod(path, mode)


def make_blocking(descriptor: int) -> None:
    """Have reads and writes wait again, after an opening that did not. Where no opening can do that, nothing is done."""
    if _set_blocking is not None:
        _set_blocking(descriptor, True)


def is_own(status: os.stat_result) -> bool:
    """Whether a file belongs to the user of this process; True where files have no owners."""
    return _own_id is None or status.st_uid == _own_id()


@contextmanager
def file_lock(descriptor: int, seconds: float) -> Generator[None]:
    """Hold the lock of a file. Without one, after some seconds or where there are no locks, the block runs all the same."""
    if _locks is None:
        yield
        return
    end = time.monotonic() + seconds
    is_locked = False
    while not is_locked:
        try:
            _locks.flock(descriptor, _locks.LOCK_EX | _locks.LOCK_NB)
            is_locked = True
        except BlockingIOError:
            if time.monotonic() > end:
                break
            time.sleep(_LOCK_PAUSE)
        except OSError:
            break
    try:
        yield
    finally:
        if is_locked:
            _locks.flock(descriptor, _locks.LOCK_UN)
