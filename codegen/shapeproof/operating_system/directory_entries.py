"""Entries of directories: whether they are links, and whether two of them are the same file."""

from __future__ import annotations

import os
from collections.abc import Callable

__all__ = ["file_identity", "is_link"]


def is_link(entry: os.DirEntry[str]) -> bool:
    """Whether an entry of a directory is a symbolic link or, on Windows, a junction."""
    is_junction: Callable[[], bool] | None = getattr(entry, "is_junction", None)  # Python 3.12 and newer
    return entry.is_symlink() or (is_junction is not None and is_junction())


def file_identity(path: str) -> tuple[int, int]:
    """What is the same for two paths to the same file. Raises OSError.

    The entries of directories don't know it on Windows, so that the file itself is asked.
    """
    status = os.stat(path)
    return status.st_dev, status.st_ino
