"""A file to which several processes and threads append lines, each as a whole."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Final

from shapeproof.atomic_files import require_below
from shapeproof.operating_system.descriptors import file_lock, make_blocking, read_at
from shapeproof.operating_system.open_flags import APPEND

__all__ = ["LineFile"]

_NEW_FILE_MODE: Final = 0o600
_LOCK_SECONDS: Final = 1.0


class LineFile:
    """A file that is open for appending lines.

    Each line is one write at the end of the file, under a lock that other writers of this kind respect. A write that
    fails leaves nothing behind, and a last line that somebody else left incomplete is ended first.
    """

    def __init__(self, path: Path) -> None:
        """Open the file, or create it for its owner only.

        Raises:
            OSError: the file can't be opened, is not a file that lines can be appended to, or lies below the working
                directory and is a link out of it.
        """
        self._path = path.absolute()  # the working directory may change
        self._lock = Lock()
        self._process = os.getpid()
        self._descriptor: int | None = _open(self._path)

    def append(self, line: str) -> None:
        """Append a line.

        Args:
            line: ASCII without a line break.

        Raises:
            OSError: it can't be written; the file is as it was before.
        """
        data = line.encode("ascii") + b"\n"
        if os.getpid() != self._process:
            # After a fork: the parent's lock may be held for ever, and its descriptor shares the lock of the file.
            self._lock, self._process = Lock(), os.getpid()
            self._descriptor = None if self._descriptor is None else _open(self._path)
        with self._lock:
            if self._descriptor is None:
                raise OSError("the recording has ended")
            with file_lock(self._descriptor, _LOCK_SECONDS):
                _append(self._descriptor, data)

    def close(self) -> None:
        """Close the file.

        Raises:
            OSError: the system reports only now that something could not be written.
        """
        with self._lock:
            descriptor, self._descriptor = self._descriptor, None
            if descriptor is not None and os.getpid() == self._process:
                os.close(descriptor)


def _open(path: Path) -> int:
    require_below(path)
    descriptor = os.open(path, APPEND, _NEW_FILE_MODE)  # without waiting: a FIFO may have no reader
    kind = os.fstat(descriptor).st_mode
    if not (stat.S_ISREG(kind) or stat.S_ISCHR(kind)):
        os.close(descriptor)
        raise OSError(0, "it is not a regular file")
    make_blocking(descriptor)
    return descriptor


def _append(descriptor: int, data: bytes) -> None:
    status = os.fstat(descriptor)
    size = status.st_size if stat.S_ISREG(status.st_mode) else 0
    if size and read_at(descriptor, 1, size - 1) != b"\n":
        data = b"\n" + data
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    except OSError:
        if len(rest) < len(data):  # half a line is worse than none
            with suppress(OSError):
                os.ftruncate(descriptor, size)
        raise
