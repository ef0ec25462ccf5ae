"""Reads the bytes of a unit."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import Final

from shapeproof.files import open_regular, read_file
from shapeproof.operating_system.descriptors import read_at
from shapeproof.recordings.discovery.units import Unit
from shapeproof.recordings.limits import MAX_DOCUMENT

__all__ = ["read_lines", "read_unit"]

_TYPICAL_SIZE: Final = 64 * 2**10


def read_unit(unit: Unit) -> bytes:
    """Read the bytes of a unit: whole lines, or a whole file. Raises OSError."""
    if unit.data is not None:
        return unit.data
    if unit.length is None:
        return read_file(unit.path, MAX_DOCUMENT)
    descriptor = open_regular(unit.path)
    try:
        return read_lines(partial(read_at, descriptor), unit.offset, unit.length)
    finally:
        os.close(descriptor)


def read_lines(read: Callable[[int, int], bytes], offset: int, length: int) -> bytes:
    """The lines that start in a part of a file; the first starts there if a newline stands just before it.

    The last line is cut if it is too long, so that checking it fails.

    Args:
        read: returns at most a number of bytes from a position on; nothing at the end of the file.
        offset: where the part starts, in bytes.
        length: the number of its bytes.
    """
    start = max(0, offset - 1)
    data = read(offset + length - start, start)
    if offset:
        data = data[data.index(b"\n") + 1 :] if b"\n" in data else b""
    if not data or data.endswith(b"\n"):
        return data
    blocks, line_length, position = [data], len(data) - data.rfind(b"\n") - 1, offset + length
    while block := read(_TYPICAL_SIZE, position):
        line, newline, _ = block.partition(b"\n")
        blocks.append(line + newline)
        if newline:
            break
        line_length, position = line_length + len(block), position + len(block)
        if line_length > MAX_DOCUMENT:
            blocks.append(b"\n")
            break
    return b"".join(blocks)
