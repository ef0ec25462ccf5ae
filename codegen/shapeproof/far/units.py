"""Units of work at URLs. They are small, can be pickled, and are read where they are checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from shapeproof.recordings.discovery.units import Skipped, Unusable

__all__ = ["DEFAULT_COLUMN", "FarFile", "FarPlanned", "FarUnit", "Kind"]

DEFAULT_COLUMN: Final = "body"
"""The column of Parquet files with the responses, unless the user names another one."""
Kind = Literal["files", "lines", "rows"]
"""What a unit is: whole files, a part of a file of JSON Lines, or row groups of a Parquet file."""


@dataclass(frozen=True, slots=True)
class FarFile:
    """A file at a URL.

    Attributes:
        url: the URL, with all that gives access to it: it is never shown.
        name: the URL as it is shown.
        is_explicit: whether the user named this very file, and not a directory above it.
        size: its size in bytes; None if the server does not tell.
        version: the checksum or the time of the file when it was listed; empty if the server tells neither.
        is_ranged: whether parts of it can be read, and not only all of it.
    """

    url: str
    name: str
    is_explicit: bool
    size: int | None
    version: str
    is_ranged: bool = True


@dataclass(frozen=True, slots=True)
class FarUnit:
    """What is checked at once.

    Attributes:
        kind: what it is.
        files: the files; one, unless they are whole.
        offset: where it starts: the byte in JSON Lines, the row in Parquet.
        length: the number of bytes; None for all of them.
        row_groups: the numbers of the row groups; None for all of them.
    """

    kind: Kind
    files: tuple[FarFile, ...]
    offset: int = 0
    length: int | None = None
    row_groups: tuple[int, ...] | None = None

    @property
    def size(self) -> int:
        """The number of bytes, as far as they are known."""
        return self.length if self.length is not None else sum(file.size or 0 for file in self.files)

    @property
    def identity(self) -> tuple[object, ...]:
        """What it is, without what gives access to it: names, versions, and where it is cut."""
        files = [(file.name, file.size, file.version, file.is_explicit) for file in self.files]
        return (self.kind, files, self.offset, self.length, self.row_groups)


FarPlanned = FarUnit | Skipped | Unusable
