"""Opens and reads files that others wrote: only regular files, never more bytes than are wanted.

A path may name a pipe, a socket or a device, and what it names may change between a look at it and the opening. So a
file is opened first, without waiting for anything, and looked at then.
"""

from __future__ import annotations

import errno
import os
import stat
from itertools import islice
from pathlib import Path
from typing import Final

from shapeproof.operating_system.open_flags import READ

__all__ = [
    "MAX_FILE",
    "SPECIAL_FILE",
    "FileTooLargeError",
    "SpecialFileError",
    "names_beside",
    "open_regular",
    "read_file",
]

MAX_FILE: Final = 64 * 2**20
"""The most bytes of a file that is read whole."""
SPECIAL_FILE: Final = "a pipe, a socket or a device"

_MAX_NAMES: Final = 10_000
_BLOCK_SIZE: Final = 8 * 2**20
_TYPICAL_SIZE: Final = 64 * 2**10


class SpecialFileError(OSError):
    """Raised for a path that names neither a regular file nor a directory."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.EINVAL, f"expected a file, got {SPECIAL_FILE}", path)


class FileTooLargeError(OSError):
    """Raised for a file that has more bytes than are read."""

    def __init__(self, path: str, limit: int) -> None:
        super().__init__(errno.EFBIG, f"larger than {limit // 2**20} MiB", path)


def open_regular(path: str | Path) -> int:
    """Open a regular file for reading, without waiting.

    Args:
        path: the path; symbolic links are followed.

    Returns:
        A file descriptor, which the caller closes.

    Raises:
        SpecialFileError: the path names a pipe, a socket or a device.
        OSError: the path names a directory, or can't be opened.
    """
    name = os.fspath(path)
    try:
        descriptor = os.open(name, READ)
    except OSError as error:
        if error.errno in {errno.ENXIO, errno.ENODEV}:  # a socket, or a device that does not exist
            raise SpecialFileError(name) from error
        if isinstance(error, PermissionError) and os.path.isdir(name):  # Windows opens no directory at all
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), name) from error
        raise
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return descriptor
    os.close(descriptor)
    raise (
        IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), name)
        if stat.S_ISDIR(mode)
        else SpecialFileError(name)
    )


def read_file(path: str | Path, limit: int = MAX_FILE) -> bytes:
    """Read a regular file, without waiting.

    Args:
        path: the path; symbolic links are followed.
        limit: the most bytes that it may have.

    Raises:
        SpecialFileError: the path names a pipe, a socket or a device.
        FileTooLargeError: the file has more bytes, whatever size it shows.
        OSError: the path names a directory, or can't be read.
    """
    descriptor = open_regular(path)
    try:
        # Without Python's buffering, which costs as much again as reading a small file.
        data = os.read(descriptor, min(_TYPICAL_SIZE, limit + 1))
        if len(data) == _TYPICAL_SIZE:
            data = _read_rest(descriptor, data, limit)
    finally:
        os.close(descriptor)
    if len(data) > limit:
        raise FileTooLargeError(os.fspath(path), limit)
    return data


def names_beside(path: str | Path) -> list[str]:
    """The names in the directory of a path, for a hint about one that doesn't exist; none if it can't be read.

    Args:
        path: the path.
    """
    try:
        with os.scandir(os.path.dirname(path) or ".") as entries:
            return [entry.name for entry in islice(entries, _MAX_NAMES)]
    except OSError:
        return []


def _read_rest(descriptor: int, start: bytes, limit: int) -> bytes:
    blocks, size = [start], len(start)
    while size <= limit and (block := os.read(descriptor, min(_BLOCK_SIZE, limit + 1 - size))):
        blocks.append(block)
        size += len(block)
    return b"".join(blocks)
