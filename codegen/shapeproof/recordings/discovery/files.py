"""Paths -> units of work, and the bytes of a unit. The room's only IO.

A unit is a whole file, or a stretch of a JSON Lines file (from `offset`, `length` bytes; a line belongs to the unit in
which it starts). Text that can't be read again at a place, piped or compressed, is carried in the unit.
"""

from __future__ import annotations

import errno
import gzip
import os
import stat
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BufferedReader
from typing import Final, cast

from shapeproof.recordings.discovery.selection import Selection
from shapeproof.recordings.formats.reader import LINES_ENDINGS, first_line_is_whole, is_candidate
from shapeproof.recordings.model import ReadFailure
from shapeproof.validation.catalog import reading

__all__ = [
    "MAX_DOCUMENT",
    "STANDARD_INPUT",
    "TOO_LARGE",
    "Skipped",
    "Unit",
    "Unusable",
    "bytes_of",
    "units",
    "unreadable",
]

MAX_DOCUMENT: Final = 64 * 2**20
"""Bytes that one JSON text, one line, or one compressed file may unpack to; JSON Lines may be of any length."""

STANDARD_INPUT: Final = "-"
_STRETCH: Final = 8 * 2**20
_USUAL_SIZE: Final = 64 * 2**10
_GLANCE: Final = 256
_GZIP_MAGIC: Final = b"\x1f\x8b"
_NEVER_ENTERED: Final = frozenset({"node_modules", "__pycache__", "site-packages"})


@dataclass(frozen=True, slots=True)
class Unit:
    """What is checked in one go. `asked_for` says that the user named this very file.

    `offset` is where it starts in the file's (unpacked) text: not 0 for one that continues another.
    """

    path: str
    asked_for: bool
    is_lines: bool = False
    offset: int = 0
    length: int | None = None
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was met and left alone, and why.

    `is_unknown` says that it holds data which may be responses, of no known contract.
    """

    path: str
    reason: str
    is_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Unusable:
    """A path, or a part of a file, that can't be read at all."""

    path: str
    problem: ReadFailure


Planned = Unit | Skipped | Unusable


def units(paths: Iterable[str], selections: Sequence[Selection] = ()) -> Iterator[Planned]:
    """All that lies at and below the paths, in their order, folders in alphabetical order. `-` is standard input.

    `selections` are about files that are met in folders, which must be wanted by each; what was named itself is always
    read. What lies below several of the paths is read once.
    """
    named = tuple(dict.fromkeys(paths))
    met: set[str] = set()
    for path in named:
        here: set[str] = set()
        for planned in _planned(path, selections):
            if len(named) > 1:
                name = os.path.abspath(planned.path)
                if name in met:
                    continue
                here.add(name)
            yield planned
        met |= here


def _planned(path: str, selections: Sequence[Selection]) -> Iterator[Planned]:
    if path == STANDARD_INPUT:
        yield from _streamed(path, cast("BufferedReader", sys.stdin.buffer), asked_for=True)
        return
    try:
        status = os.stat(path)
    except OSError as error:
        yield Unusable(path, unreadable(error))
        return
    if stat.S_ISDIR(status.st_mode):
        yield from _below(path, "", {(status.st_dev, status.st_ino)}, selections)
    else:
        yield from _file(path, status, asked_for=True)


def _below(
    folder: str, inside: str, entered: set[tuple[int, int]], selections: Sequence[Selection]
) -> Iterator[Planned]:
    """`inside` is the folder's own path below the one that was named, with a slash at its end."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield Unusable(folder, unreadable(error))
        return
    for entry in found:
        try:
            if not entry.is_dir():
                yield from _met(entry, inside, selections)
            elif reason := _closed(entry, inside, selections):
                yield Skipped(entry.path, reason)
            else:
                status = entry.stat()
                here = (status.st_dev, status.st_ino)
                if here in entered:
                    yield Skipped(entry.path, "a link to a folder that was entered before")
                else:
                    entered.add(here)
                    yield from _below(entry.path, f"{inside}{entry.name}/", entered, selections)
        except OSError as error:
            yield Unusable(entry.path, unreadable(error))


def _closed(entry: os.DirEntry[str], inside: str, selections: Sequence[Selection]) -> str | None:
    for one in selections:
        if reason := one.why_closed(entry.path, inside + entry.name):
            return reason
    if entry.name.startswith("."):
        return "a hidden folder"
    if entry.name in _NEVER_ENTERED or os.path.exists(os.path.join(entry.path, "pyvenv.cfg")):
        return "a folder of installed packages"
    return None


def _met(entry: os.DirEntry[str], inside: str, selections: Sequence[Selection]) -> Iterator[Planned]:
    if entry.name.startswith("."):
        yield Skipped(entry.path, "a hidden file")
        return
    for one in selections:
        if reason := one.why_not(entry.path, inside + entry.name):
            yield Skipped(entry.path, reason)
            return
    # What is wanted for its path needn't tell a form by its name.
    if not (any(one.include for one in selections) or is_candidate(entry.name)):
        yield Skipped(entry.path, "no form of a recording, by its name")
    else:
        yield from _file(entry.path, entry.stat(), asked_for=False)


def _file(path: str, status: os.stat_result, *, asked_for: bool) -> Iterator[Planned]:
    size = status.st_size
    if not stat.S_ISREG(status.st_mode):  # reading a pipe or a device may never end
        yield _special(path, asked_for=asked_for)
    elif path.endswith(".gz"):
        yield from _compressed(path, asked_for=asked_for)
    elif path.endswith(LINES_ENDINGS) or (size > MAX_DOCUMENT and _starts_with_line(path)):
        for offset in range(0, size, _STRETCH) or (0,):
            yield Unit(path, asked_for, True, offset, min(_STRETCH, size - offset))
    elif size > MAX_DOCUMENT:
        yield Unusable(path, _too_large())
    else:
        yield Unit(path, asked_for)


def _special(path: str, *, asked_for: bool) -> Skipped | Unusable:
    if asked_for:
        message = "This is a pipe, a socket or a device, not a file. Hand its content over as standard input (-)."
        return Unusable(path, ReadFailure(reading.PATH_NOT_READABLE, message))
    return Skipped(path, "a pipe, a socket or a device")


def _starts_with_line(path: str) -> bool:
    with open(path, "rb") as file:
        return first_line_is_whole(file.read(MAX_DOCUMENT))


def _compressed(path: str, *, asked_for: bool) -> Iterator[Planned]:
    try:
        with open(path, "rb") as stream:
            yield from _streamed(path, stream, asked_for=asked_for)
    except OSError as error:
        yield Unusable(path, unreadable(error))


def _streamed(path: str, stream: BufferedReader, *, asked_for: bool) -> Iterator[Planned]:
    """Units that carry what a stream holds, unpacked if it is compressed: all of it, or a stretch of lines at a time."""
    is_packed = stream.peek(2).startswith(_GZIP_MAGIC)
    if path.endswith(".gz") and not is_packed:
        yield Unusable(
            path,
            ReadFailure(
                reading.INVALID_COMPRESSION, "This is no gzip, though its name says so. Rename it, or compress it."
            ),
        )
        return
    unpacked: gzip.GzipFile | BufferedReader = gzip.GzipFile(fileobj=stream) if is_packed else stream
    try:
        start = unpacked.readline(MAX_DOCUMENT + 1) + unpacked.read(_GLANCE)
        if path.removesuffix(".gz").endswith(LINES_ENDINGS) or first_line_is_whole(start):
            yield from _stretches(path, start, unpacked, asked_for=asked_for)
            return
        data = start + unpacked.read(max(0, MAX_DOCUMENT + 1 - len(start)))
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        yield Unusable(
            path,
            ReadFailure(reading.INVALID_COMPRESSION, f"The compressed data is broken: {error}. Compress it again."),
        )
        return
    yield Unit(path, asked_for, data=data) if len(data) <= MAX_DOCUMENT else Unusable(path, _too_large())


def _stretches(
    path: str, start: bytes, stream: gzip.GzipFile | BufferedReader, *, asked_for: bool
) -> Iterator[Planned]:
    carried, offset = start, 0
    while block := stream.read(_STRETCH):
        whole, newline, rest = block.rpartition(b"\n")
        if newline:
            data = carried + whole + newline
            yield Unit(path, asked_for, is_lines=True, offset=offset, data=data)
            carried, offset = rest, offset + len(data)
        elif len(carried) + len(block) > MAX_DOCUMENT:
            yield Unusable(path, _too_large())
            return
        else:
            carried += block
    if carried:
        yield Unit(path, asked_for, is_lines=True, offset=offset, data=carried)


def bytes_of(unit: Unit) -> bytes:
    """The bytes that a unit stands for. Raises OSError."""
    if unit.data is not None:
        return unit.data
    # Without Python's buffering, which costs as much again as reading a small file.
    descriptor = os.open(unit.path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        if unit.length is None:
            return _read_all(descriptor)
        return _read_stretch(descriptor, unit.offset, unit.length)
    finally:
        os.close(descriptor)


def _read_all(descriptor: int) -> bytes:
    data = os.read(descriptor, _USUAL_SIZE)
    if len(data) < _USUAL_SIZE:
        return data
    blocks = [data]
    while block := os.read(descriptor, _STRETCH):
        blocks.append(block)
    return b"".join(blocks)


def _read_stretch(descriptor: int, offset: int, length: int) -> bytes:
    """The lines that start in the stretch; the first is whole if a newline stands just before it.

    A last line that is too long is cut, to be refused.
    """
    start = max(0, offset - 1)
    data = os.pread(descriptor, offset + length - start, start)
    if offset:
        data = data[data.index(b"\n") + 1 :] if b"\n" in data else b""
    if not data or data.endswith(b"\n"):
        return data
    blocks, size, at = [data], len(data) - data.rfind(b"\n") - 1, offset + length
    while block := os.pread(descriptor, _USUAL_SIZE, at):
        line, newline, _ = block.partition(b"\n")
        blocks.append(line + newline)
        if newline:
            break
        size, at = size + len(block), at + len(block)
        if size > MAX_DOCUMENT:
            blocks.append(b"\n")
            break
    return b"".join(blocks)


TOO_LARGE: Final = (
    f"More than {MAX_DOCUMENT // 2**20} MiB in one text. Split it, or write one response a line (JSON Lines)."
)


def _too_large() -> ReadFailure:
    return ReadFailure(reading.TOO_LARGE, TOO_LARGE)


def unreadable(error: OSError) -> ReadFailure:
    """What the system's refusal to read something comes down to, and the mend."""
    match error.errno:
        case errno.ENOENT:
            message = "There is no such file or folder. Check the path."
        case errno.EACCES | errno.EPERM:
            message = "This may not be read. Check its permissions."
        case errno.ELOOP:
            message = "This link leads back to itself. Mend or remove it."
        case _:
            message = f"This can't be read: {error.strerror}."
    return ReadFailure(reading.PATH_NOT_READABLE, message)
