"""Reads whole files and parts of JSON Lines at URLs, in bounded memory."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from io import BufferedReader, BytesIO
from typing import IO, Any, Final, cast

from shapeproof.far.filesystems import open_url, size_of, version_of
from shapeproof.far.units import FarFile
from shapeproof.recordings.discovery.streams import plan_stream
from shapeproof.recordings.discovery.unit_reader import read_lines
from shapeproof.recordings.discovery.units import Planned, Unit

__all__ = ["can_read_parts", "has_changed", "open_parts", "read_file", "read_part"]

_BLOCK_SIZE: Final = 16 * 2**20
"""What is read at once of a part of JSON Lines: a second request for its last line then costs little."""
_READ_AHEAD: Final = 8 * 2**20
_MAX_WHOLE: Final = 8 * 2**20
"""The most bytes of a file that is read with one request."""


def has_changed(file: FarFile) -> bool:
    """Whether a file is another one than when it was listed. Raises what the file system raises."""
    if file.size is None and not file.version:  # nothing is known that could have changed
        return False
    file_system, path = open_url(file.url)
    info = file_system.info(path)
    return (size_of(info), version_of(info)) != (file.size, file.version)


def can_read_parts(file: FarFile) -> bool:
    """Whether the server sends parts of a file; some send all of it whatever they are asked for."""
    try:
        with open_parts(file) as opened:
            opened.seek(1)
            return len(opened.read(1)) == 1
    except Exception:  # noqa: BLE001 - whoever reads the file says why it can't be read
        return False


def open_parts(file: FarFile) -> IO[bytes]:
    """Open a file of which parts are read, each with one request."""
    return _open(file, cache_type="none")


def read_part(file: FarFile, offset: int, length: int) -> Iterator[Unit]:
    """Read a part of a file of JSON Lines. A line belongs to the part in which it starts.

    Args:
        file: the file.
        offset: where the part starts, in bytes.
        length: the number of its bytes.
    """
    with open_parts(file) as opened:
        read_at = partial(_read_at, opened)
        for start in range(offset, offset + length, _BLOCK_SIZE):
            data = read_lines(read_at, start, min(_BLOCK_SIZE, offset + length - start))
            yield Unit(file.name, file.is_explicit, is_lines=True, offset=start, data=data)


def read_file(file: FarFile) -> Iterator[Planned]:
    """Read a whole file, unpacked if it is compressed: as several units if it is JSON Lines."""
    if file.is_ranged and file.size is not None and file.size <= _MAX_WHOLE:
        file_system, path = open_url(file.url)
        opened: IO[bytes] = BytesIO(file_system.cat_file(path))
    elif file.is_ranged:
        opened = _open(file, cache_type="readahead", block_size=_READ_AHEAD)
    else:
        opened = _open(file, block_size=0)
    with opened, BufferedReader(cast("Any", opened), _READ_AHEAD) as stream:
        yield from plan_stream(file.name, stream, is_explicit=file.is_explicit)


def _open(file: FarFile, **options: Any) -> IO[bytes]:
    file_system, path = open_url(file.url)
    return file_system.open(path, "rb", **options)


def _read_at(opened: IO[bytes], size: int, position: int) -> bytes:
    opened.seek(position, os.SEEK_SET)
    return opened.read(size)
