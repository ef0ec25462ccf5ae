"""The flags with which files are opened: those of POSIX where they exist, and bytes as they are on Windows."""

from __future__ import annotations

import os
from typing import Final

__all__ = ["APPEND", "CREATE_NEW", "READ", "WRITE_STREAM"]


def _flags(*names: str) -> int:
    flags = 0
    for name in names:
        flags |= getattr(os, name, 0)
    return flags


# Without O_BINARY, Windows writes a carriage return before each line feed, and takes Ctrl-Z for the end of a file.
_ALWAYS: Final = _flags("O_BINARY", "O_NOINHERIT", "O_CLOEXEC")

READ: Final = _ALWAYS | _flags("O_RDONLY", "O_NONBLOCK", "O_NOCTTY")
"""For reading, without waiting for anything. Windows has no files whose opening waits."""
CREATE_NEW: Final = _ALWAYS | _flags("O_WRONLY", "O_CREAT", "O_EXCL", "O_NOFOLLOW")
"""For writing a file that doesn't exist yet."""
WRITE_STREAM: Final = _ALWAYS | _flags("O_WRONLY", "O_NONBLOCK", "O_NOCTTY")
"""For writing to a pipe or a device that exists. A pipe without a reader is an error, not waited for."""
APPEND: Final = _ALWAYS | _flags("O_RDWR", "O_APPEND", "O_CREAT", "O_NONBLOCK")
"""For reading, and for writing at the end."""
