"""Reads units at URLs where they are checked: the units of `recordings`, with their data."""

from __future__ import annotations

from collections.abc import Iterator

from shapeproof.errors import ShapeproofError
from shapeproof.far.failures import CHANGED, failure_of, is_transient
from shapeproof.far.file_reading import has_changed, read_file, read_part
from shapeproof.far.parquet import read_rows
from shapeproof.far.units import FarFile, FarUnit
from shapeproof.recordings.discovery.units import Planned, Unusable

__all__ = ["UnreachableError", "read_far_unit"]


class UnreachableError(Exception):
    """A file could not be read, but trying again may help."""


def read_far_unit(unit: FarUnit, column: str, *, is_last_attempt: bool = True) -> Iterator[Planned]:
    """Read what a unit holds, a part of it at a time. A file that can't be read does not keep others from being read.

    Args:
        unit: the unit.
        column: the column of Parquet files with the responses.
        is_last_attempt: whether a file that can't be reached is reported; if not, it may be tried again.

    Raises:
        UnreachableError: the network failed, or the server was busy, and this is not the last attempt.
        ShapeproofError: no file can be read: a library is missing.
    """
    for file in unit.files:
        try:
            if has_changed(file):
                yield Unusable(file.name, CHANGED)
            else:
                yield from _read(unit, file, column)
        except ShapeproofError:
            raise
        except Exception as error:
            if is_transient(error) and not is_last_attempt:
                raise UnreachableError from error
            yield Unusable(file.name, failure_of(error))


def _read(unit: FarUnit, file: FarFile, column: str) -> Iterator[Planned]:
    if unit.kind == "lines" and unit.length is not None:
        yield from read_part(file, unit.offset, unit.length)
    elif unit.kind == "rows":
        yield from read_rows(file, column, unit.row_groups)
    else:
        yield from read_file(file)
