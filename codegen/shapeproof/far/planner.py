"""Cuts files at URLs into units of work: parts of long files, and many small files together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from shapeproof.far.file_reading import can_read_parts
from shapeproof.far.listing import PARQUET_EXTENSION, Listed
from shapeproof.far.parquet import row_groups
from shapeproof.far.units import FarFile, FarPlanned, FarUnit, Kind
from shapeproof.recordings.discovery.units import Unusable
from shapeproof.recordings.formats.reader import LINES_EXTENSIONS

__all__ = ["DEFAULT_SIZES", "UnitSizes", "plan_far_units"]


@dataclass(frozen=True, slots=True)
class UnitSizes:
    """How large units are.

    Attributes:
        part: the bytes of a part of a long file, and of small files together.
        files: the most small files in one unit.
    """

    part: int = 64 * 2**20
    files: int = 200


_RATIO: Final = 10
"""How many times larger JSON is unpacked, at least."""
DEFAULT_SIZES: Final = UnitSizes()
"""A second or two of work, beside which it costs little to send a unit to a worker."""


def plan_far_units(listed: Iterable[Listed], sizes: UnitSizes = DEFAULT_SIZES) -> Iterator[FarPlanned]:
    """Cut listed files into units. The same files make the same units, whoever checks them.

    Args:
        listed: the files, in their order.
        sizes: how large units are.
    """
    small: list[FarFile] = []
    unpacked = 0
    for item in listed:
        if not isinstance(item, FarFile):
            yield item
        elif item.size is None:
            kind: Kind = "rows" if item.name.endswith(PARQUET_EXTENSION) else "files"
            yield FarUnit(kind, (replace(item, is_ranged=False),))
        elif item.size > sizes.part:
            yield from _plan_large(item, item.size, sizes.part)
        elif item.name.endswith(PARQUET_EXTENSION):
            yield FarUnit("rows", (item,))
        else:
            size = item.size * (_RATIO if item.name.endswith(".gz") else 1)
            if small and (len(small) >= sizes.files or unpacked + size > sizes.part):
                yield FarUnit("files", tuple(small))
                small, unpacked = [], 0
            small.append(item)
            unpacked += size
    if small:
        yield FarUnit("files", tuple(small))


def _plan_large(file: FarFile, size: int, part: int) -> Iterator[FarPlanned]:
    if file.name.endswith(PARQUET_EXTENSION):
        groups = row_groups(file)
        if isinstance(groups, Unusable):
            yield groups
            return
        yield from _plan_row_groups(file, groups, part)
        return
    file = replace(file, is_ranged=can_read_parts(file))
    if file.is_ranged and file.name.endswith(LINES_EXTENSIONS):
        for offset in range(0, size, part):
            yield FarUnit("lines", (file,), offset, min(part, size - offset))
    else:
        yield FarUnit("files", (file,))


def _plan_row_groups(file: FarFile, groups: Iterable[tuple[int, int]], part: int) -> Iterator[FarUnit]:
    """Consecutive row groups, given by their rows and bytes, as units of at least one."""
    numbers: list[int] = []
    first_row = row = size = 0
    for number, (rows, group_size) in enumerate(groups):
        if numbers and size + group_size > part:
            yield FarUnit("rows", (file,), first_row, size, tuple(numbers))
            numbers, first_row, size = [], row, 0
        numbers.append(number)
        row, size = row + rows, size + group_size
    if numbers:
        yield FarUnit("rows", (file,), first_row, size, tuple(numbers))
