"""The files of a botocore: an unpacked one, or a wheel. Both are read within limits; a wheel is never unpacked."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Protocol

from shapeproof.capture.name_grammar import MAX_NAME_LENGTH, excerpt
from shapeproof.errors import CaptureError
from shapeproof.files import MAX_FILE

if TYPE_CHECKING:  # reading the installed botocore needs no archives
    from zipfile import ZipFile, ZipInfo

__all__ = ["ModelFiles", "UnpackedFiles", "WheelFiles", "open_wheel"]

_MAX_MEMBERS: Final = 100_000
"""How many members a wheel may have; botocore's have about 4,000."""
_ENCRYPTED: Final = 0x1
_UNDATED: Final = date(1980, 1, 1)
"""The first day that the format knows, which stands for none."""


class ModelFiles(Protocol):
    """Files in directories, addressed by the parts of their path.

    Attributes:
        newest: the date of the newest one, which is the day of the release; None if it isn't known.
    """

    newest: date | None

    def directories(self, *parts: str) -> tuple[str, ...]:
        """The names of the directories in a directory, sorted; none if there is no such directory."""
        ...

    def has(self, *parts: str) -> bool:
        """Whether there is a regular file."""
        ...

    def read(self, *parts: str, size: int | None = None) -> bytes:
        """The content of a file, unpacked if its name ends in `.gz`.

        Args:
            *parts: the parts of its path.
            size: how many bytes to read; None means all of them.

        Raises:
            OSError: the file can't be read.
            ValueError: its content is damaged, encrypted or too large.
        """
        ...


class UnpackedFiles:
    """The files below a directory. Symbolic links are followed: package managers link installed files."""

    newest: date | None = None  # the dates of unpacked files are those of the unpacking

    def __init__(self, root: Path) -> None:
        self._root = root

    def directories(self, *parts: str) -> tuple[str, ...]:
        """The names of the directories in a directory, sorted."""
        directory = self._root.joinpath(*parts)
        return (
            tuple(sorted(entry.name for entry in directory.iterdir() if entry.is_dir())) if directory.is_dir() else ()
        )

    def has(self, *parts: str) -> bool:
        """Whether there is a regular file."""
        return self._root.joinpath(*parts).is_file()

    def below(self, *parts: str) -> list[tuple[str, ...]]:
        """The paths of all files below a directory, sorted."""
        paths = self._root.joinpath(*parts).rglob("*")
        return sorted(path.relative_to(self._root).parts for path in paths if path.is_file())

    def read(self, *parts: str, size: int | None = None) -> bytes:
        """The content of a file (see `ModelFiles`)."""
        with self._root.joinpath(*parts).open("rb") as raw:
            return _content(raw, parts[-1], size)


class WheelFiles:
    """The files below a directory of a wheel."""

    def __init__(self, archive: ZipFile, root: str) -> None:
        self._archive = archive
        self._members: dict[tuple[str, ...], ZipInfo] = {}
        self._directories: dict[tuple[str, ...], set[str]] = {}
        self.newest = _newest(archive.infolist())
        for member in archive.infolist():
            if member.is_dir() or not member.filename.startswith(f"{root}/"):
                continue
            parts = tuple(member.filename.split("/"))[1:]
            self._members[parts] = member
            for depth in range(1, len(parts)):
                self._directories.setdefault(parts[: depth - 1], set()).add(parts[depth - 1])

    def directories(self, *parts: str) -> tuple[str, ...]:
        """The names of the directories in a directory, sorted."""
        return tuple(sorted(self._directories.get(parts, ())))

    def has(self, *parts: str) -> bool:
        """Whether there is a file."""
        return parts in self._members

    def read(self, *parts: str, size: int | None = None) -> bytes:
        """The content of a file (see `ModelFiles`)."""
        from zipfile import BadZipFile

        try:
            with self._archive.open(self._members[parts]) as raw:
                return _content(raw, parts[-1], size)
        except (BadZipFile, RuntimeError) as error:
            raise ValueError(f"the wheel's {'/'.join(parts)} is damaged: {error}") from error


def _content(raw: IO[bytes], name: str, size: int | None) -> bytes:
    wanted = MAX_FILE + 1 if size is None else size
    try:
        content = gzip.GzipFile(fileobj=raw).read(wanted) if name.endswith(".gz") else raw.read(wanted)
    except (EOFError, zlib.error) as error:
        raise ValueError(f"it is damaged: {error}") from error
    if len(content) > MAX_FILE:
        raise ValueError(f"it has more than {MAX_FILE // 2**20} MiB unpacked")
    return content


def open_wheel(path: Path, root: str, *, hint: str) -> WheelFiles:
    """Open a wheel, and check the names of all its members.

    Args:
        path: the file.
        root: the directory in it whose files are wanted.
        hint: what to do about a file that isn't a wheel.

    Raises:
        CaptureError: it isn't a wheel, or one of its members has a name that no wheel has, or is encrypted.
    """
    from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

    where = str(path)
    try:
        archive = ZipFile(path)
    except (BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise CaptureError("this file is not a wheel", where=where, hint=hint) from error
    members = archive.infolist()
    if len(members) > _MAX_MEMBERS:
        raise CaptureError(f"this wheel has {len(members)} files; at most {_MAX_MEMBERS} are read", where=where)
    for member in members:
        if reason := _refused_name(member.filename.removesuffix("/").split("/")):
            raise CaptureError(f"a file in this wheel is called {excerpt(member.filename)}, {reason}", where=where)
        if member.flag_bits & _ENCRYPTED:
            raise CaptureError(f"{member.filename} in this wheel is encrypted", where=where, hint=hint)
        if member.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise CaptureError(
                f"{member.filename} in this wheel isn't compressed as wheels are", where=where, hint=hint
            )
    return WheelFiles(archive, root)


def _newest(members: Iterable[ZipInfo]) -> date | None:
    dates: list[date] = []
    for member in members:
        with suppress(ValueError):  # others wrote it
            dates.append(date(*member.date_time[:3]))
    newest = max(dates, default=_UNDATED)
    return None if newest == _UNDATED else newest


def _refused_name(parts: Iterable[str]) -> str | None:
    for part in parts:
        if part in {"", ".", ".."} or "\\" in part or not part.isprintable():
            return "which isn't a relative path"
        if len(part.encode("utf-8", "surrogatepass")) > MAX_NAME_LENGTH:
            return "which is too long"
    return None
