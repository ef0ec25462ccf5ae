"""Units of work, and what is planned instead of one: a skipped or an unusable path.

A unit is a whole file, or a part of a JSON Lines file (from `offset`, `length` bytes; a line belongs to the unit in which
it starts). Data that can't be read a second time, from a pipe or a compressed file, is carried in the unit.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import Final

from shapeproof.files import SPECIAL_FILE, FileTooLargeError, SpecialFileError
from shapeproof.recordings.limits import MAX_DOCUMENT
from shapeproof.recordings.model import ReadFailure
from shapeproof.validation.catalog import reading

__all__ = [
    "LEAVES_DIRECTORY",
    "NOT_A_PATH",
    "SPECIAL",
    "STANDARD_INPUT",
    "TOO_LARGE",
    "Planned",
    "Skipped",
    "Unit",
    "Unusable",
    "failure_from_os",
]

TOO_LARGE: Final = ReadFailure(
    reading.TOO_LARGE,
    f"larger than {MAX_DOCUMENT // 2**20} MiB; split it, or write one response per line (JSON Lines)",
)
SPECIAL: Final = ReadFailure(
    reading.PATH_NOT_READABLE, f"expected a file, got {SPECIAL_FILE}; pass its content on standard input (-)"
)
LEAVES_DIRECTORY: Final = ReadFailure(
    reading.PATH_NOT_READABLE, "the link leads out of the working directory; name the file that it leads to"
)
NOT_A_PATH: Final = ReadFailure(reading.PATH_NOT_READABLE, "not a path: it contains a NUL character; check the path")
STANDARD_INPUT: Final = "-"
"""The path that means standard input."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A file, or a part of one, that is checked at once.

    Attributes:
        path: the path of the file.
        is_explicit: whether the user named this very file, and not a directory above it.
        is_lines: whether the file is JSON Lines.
        offset: where the unit starts in the (unpacked) file, in bytes; not 0 if it continues another unit.
        length: the number of bytes; None for a whole file.
        data: the bytes themselves, if they can't be read again.
    """

    path: str
    is_explicit: bool
    is_lines: bool = False
    offset: int = 0
    length: int | None = None
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or directory that is not read.

    Attributes:
        path: its path.
        reason: why it is skipped.
        is_unknown: whether it holds data that may be responses, but of no known contract.
    """

    path: str
    reason: str
    is_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Unusable:
    """A path, or a part of a file, that can't be read at all."""

    path: str
    failure: ReadFailure


Planned = Unit | Skipped | Unusable


def failure_from_os(error: OSError) -> ReadFailure:
    """The failure to read a path, in plain words."""
    if isinstance(error, FileTooLargeError):
        return TOO_LARGE
    if isinstance(error, SpecialFileError):
        return SPECIAL
    match error.errno:
        case errno.ENOENT:
            message = "no such file or directory; check the path"
        case errno.EACCES | errno.EPERM:
            message = "permission denied; check the permissions"
        case errno.ELOOP:
            message = "the symbolic link leads back to itself; fix or remove it"
        case errno.ENAMETOOLONG:
            message = "the path is longer than the system allows; shorten it"
        case _:
            message = f"cannot be read: {error.strerror}"
    return ReadFailure(reading.PATH_NOT_READABLE, message)
