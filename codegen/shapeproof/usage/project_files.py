"""The files of a project, up to limits, without those of its environments and builds."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Final

from shapeproof.files import read_file

__all__ = ["MAX_FILES", "project_files", "text_of"]

MAX_FILES: Final = 2_000
_MAX_ENTRIES: Final = 50_000
_MAX_SIZE: Final = 512 * 1024
_NOT_ENTERED: Final = frozenset({"node_modules", "__pycache__", "site-packages", "venv", "env", "build", "dist"})


def project_files(is_wanted: Callable[[str], bool], root: str = ".") -> Iterator[str]:
    """Iterate over the files at and below a path, in alphabetical order; of many, over the first.

    Hidden directories, environments and links to directories are not entered.

    Args:
        is_wanted: whether a file of this name is wanted.
        root: a directory, or a file, which needs to be wanted, too.

    Returns:
        The path of each file, relative to the working directory.
    """
    if os.path.isfile(root):
        yield from filter(lambda path: is_wanted(os.path.basename(path)), [root])
        return
    entries = found = 0
    for directory, directories, names in os.walk(root):
        directories[:] = sorted(filter(_is_entered, directories))
        entries += len(directories) + len(names)
        for name in sorted(filter(str.isprintable, names)):
            if is_wanted(name) and found < MAX_FILES:
                found += 1
                yield os.path.normpath(os.path.join(directory, name))
        if entries > _MAX_ENTRIES or found >= MAX_FILES:
            break


def _is_entered(name: str) -> bool:
    return not name.startswith(".") and name not in _NOT_ENTERED and name.isprintable()


def text_of(path: str) -> str | None:
    """The text of a file; None if it is too large, is not UTF-8, or can't be read."""
    try:
        return read_file(path, _MAX_SIZE).decode()
    except (OSError, ValueError):
        return None
