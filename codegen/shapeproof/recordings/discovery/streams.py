"""Plans units from streams: standard input and compressed files. Each unit carries its data."""

from __future__ import annotations

import gzip
import math
import os
import sys
import zlib
from collections.abc import Iterator
from io import BufferedReader
from typing import Final, cast

from shapeproof.files import open_regular
from shapeproof.recordings.discovery.units import (
    STANDARD_INPUT,
    TOO_LARGE,
    Planned,
    Unit,
    Unusable,
    failure_from_os,
)
from shapeproof.recordings.formats.json_reader import first_line_is_object
from shapeproof.recordings.formats.reader import LINES_EXTENSIONS
from shapeproof.recordings.limits import MAX_DOCUMENT, MAX_UNPACKED
from shapeproof.recordings.model import ReadFailure
from shapeproof.validation.catalog import reading

__all__ = ["plan_compressed_file", "plan_standard_input", "plan_stream"]

_BLOCK_SIZE: Final = 8 * 2**20
_PEEK_SIZE: Final = 256
_GZIP_MAGIC: Final = b"\x1f\x8b"
_UNPACKED_TOO_LARGE: Final = ReadFailure(
    reading.TOO_LARGE, f"unpacks to more than {MAX_UNPACKED // 2**30} GiB; unpack it, or split it"
)


def plan_standard_input() -> Iterator[Planned]:
    """Plan the units of standard input."""
    if sys.stdin is None:  # pyright: ignore[reportUnnecessaryComparison] - it is where the caller closed it
        yield Unusable(STANDARD_INPUT, ReadFailure(reading.PATH_NOT_READABLE, "standard input is closed"))
        return
    yield from plan_stream(STANDARD_INPUT, cast("BufferedReader", sys.stdin.buffer), is_explicit=True)


def plan_compressed_file(path: str, *, is_explicit: bool) -> Iterator[Planned]:
    """Plan the units of a file whose name ends with `.gz`.

    Args:
        path: the path of the file.
        is_explicit: whether the user named this very file.
    """
    try:
        with os.fdopen(open_regular(path), "rb") as stream:
            yield from plan_stream(path, stream, is_explicit=is_explicit)
    except OSError as error:
        yield Unusable(path, failure_from_os(error))


def plan_stream(path: str, stream: BufferedReader, *, is_explicit: bool) -> Iterator[Planned]:
    """Plan one unit with all that a stream holds, unpacked if it is compressed; several for JSON Lines.

    Args:
        path: the path of the file, whose extension tells its form.
        stream: its bytes. It is read as units are asked for, and not closed.
        is_explicit: whether the user named this very file.
    """
    is_packed = stream.peek(2).startswith(_GZIP_MAGIC)
    if path.endswith(".gz") and not is_packed:
        message = "not gzip data, though its name ends with .gz; rename or compress the file"
        yield Unusable(path, ReadFailure(reading.INVALID_COMPRESSION, message))
        return
    unpacked: gzip.GzipFile | BufferedReader = gzip.GzipFile(fileobj=stream) if is_packed else stream
    try:
        start = unpacked.readline(MAX_DOCUMENT + 1) + unpacked.read(_PEEK_SIZE)
        if path.removesuffix(".gz").endswith(LINES_EXTENSIONS) or first_line_is_object(start):
            yield from _plan_lines(path, start, unpacked, is_explicit, MAX_UNPACKED if is_packed else math.inf)
            return
        data = start + unpacked.read(max(0, MAX_DOCUMENT + 1 - len(start)))
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        yield Unusable(
            path,
            ReadFailure(
                reading.INVALID_COMPRESSION, f"the compressed data is corrupt: {error}; compress the file again"
            ),
        )
        return
    yield Unit(path, is_explicit, data=data) if len(data) <= MAX_DOCUMENT else Unusable(path, TOO_LARGE)


def _plan_lines(
    path: str, start: bytes, stream: gzip.GzipFile | BufferedReader, is_explicit: bool, limit: float
) -> Iterator[Planned]:
    """Units of whole lines, each of about one block, of at most `limit` bytes. `start` was read from the stream before."""
    pending, offset = start, 0
    while block := stream.read(_BLOCK_SIZE):
        if offset + len(pending) + len(block) > limit:
            yield Unusable(path, _UNPACKED_TOO_LARGE)
            return
        whole_lines, newline, rest = block.rpartition(b"\n")
        if newline:
            data = pending + whole_lines + newline
            yield Unit(path, is_explicit, is_lines=True, offset=offset, data=data)
            pending, offset = rest, offset + len(data)
        elif len(pending) + len(block) > MAX_DOCUMENT:
            yield Unusable(path, TOO_LARGE)
            return
        else:
            pending += block
    if pending:
        yield Unit(path, is_explicit, is_lines=True, offset=offset, data=pending)
