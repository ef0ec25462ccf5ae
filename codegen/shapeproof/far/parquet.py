"""Reads Parquet files at URLs: each row has a response in one column, as JSON, and may name its contract in another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import repeat
from typing import Any, Final

from shapeproof.errors import ShapeproofError, needs_extra
from shapeproof.far.failures import failure_of, unreadable
from shapeproof.far.file_reading import open_parts
from shapeproof.far.units import FarFile
from shapeproof.recordings.discovery.units import Planned, Unit, Unusable

__all__ = ["CONTRACT_COLUMN", "read_rows", "row_groups"]

CONTRACT_COLUMN: Final = "contract"
"""The column that names contracts, if a file has it."""
_BLOCK_SIZE: Final = 8 * 2**20
_ROWS: Final = 1_000
_MAX_COLUMNS: Final = 10


def row_groups(file: FarFile) -> list[tuple[int, int]] | Unusable:
    """The number of rows and of bytes of each row group, from the end of the file.

    Raises:
        MissingExtraError: the extra `far` is not installed.
    """
    try:
        with open_parts(file) as opened:
            metadata = _open(opened).metadata
            groups = (metadata.row_group(number) for number in range(metadata.num_row_groups))
            return [(group.num_rows, group.total_byte_size) for group in groups]
    except ShapeproofError:
        raise
    except Exception as error:  # noqa: BLE001 - libraries raise their own kinds
        return Unusable(file.name, _failure(error))


def read_rows(file: FarFile, column: str, groups: Sequence[int] | None) -> Iterator[Planned]:
    """Read row groups as lines of JSON: line 1 is the first row. A row without a response is an empty line.

    Args:
        file: the file.
        column: the column with the responses: strings or bytes.
        groups: the numbers of the row groups; None for all of them.
    """
    with open_parts(file) as opened:
        try:
            parquet = _open(opened)
            schema = parquet.schema_arrow
        except Exception as error:
            if not _is_damage(error):
                raise
            yield Unusable(file.name, _failure(error))
            return
        if fault := _column_fault(schema, column):
            yield Unusable(file.name, unreadable(fault))
            return
        columns = [column, *([CONTRACT_COLUMN] if _is_text(schema, CONTRACT_COLUMN) else [])]
        block = bytearray()
        offset = row = 0
        for batch in parquet.iter_batches(_ROWS, row_groups=groups, columns=columns):
            bodies = batch.column(column).to_pylist()
            names = batch.column(CONTRACT_COLUMN).to_pylist() if len(columns) > 1 else repeat(None)
            for body, name in zip(bodies, names, strict=False):
                block += _line(body, name)
                row += 1
                if len(block) >= _BLOCK_SIZE:
                    yield Unit(file.name, file.is_explicit, is_lines=True, offset=offset, data=bytes(block))
                    block, offset = bytearray(), row
        if block or not row:
            yield Unit(file.name, file.is_explicit, is_lines=True, offset=offset, data=bytes(block))


def _open(opened: Any) -> Any:
    with needs_extra("reading Parquet files", extra="far"):
        parquet: Any = import_module("pyarrow.parquet")  # it has no types

    return parquet.ParquetFile(opened)


def _line(body: str | bytes | None, contract: str | None) -> bytes:
    """A row as a line: the response, or a recording line that names its contract."""
    if body is None:
        return b"\n"
    content = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    # JSON has line feeds between tokens alone, where a carriage return means the same; in a string, both are refused.
    content = content.replace(b"\n", b"\r")
    if not contract:
        return content + b"\n"
    return b'{"shapeproof":1,"contract":%b,"representation":null,"response":%b}\n' % (
        json.dumps(contract).encode(),
        content,
    )


def _column_fault(schema: Any, column: str) -> str | None:
    """Why a column can't be read; None if it can."""
    if column not in schema.names:
        names: list[str] = schema.names
        known = ", ".join(names[:_MAX_COLUMNS]) + (", …" if len(names) > _MAX_COLUMNS else "")
        return f"no column {column} in the Parquet file, which has {known}; name the one with the responses: --column"
    if not (_is_text(schema, column) or _is_binary(schema, column)):
        kind = schema.field(column).type
        return f"the column {column} holds {kind}, not strings or bytes of JSON; name another one: --column"
    return None


def _is_text(schema: Any, column: str) -> bool:
    types: Any = import_module("pyarrow.types")
    if column not in schema.names:
        return False
    kind = _stored_type(schema, column)
    return bool(types.is_string(kind) or types.is_large_string(kind))


def _is_binary(schema: Any, column: str) -> bool:
    types: Any = import_module("pyarrow.types")
    kind = _stored_type(schema, column)
    return bool(types.is_binary(kind) or types.is_large_binary(kind))


def _stored_type(schema: Any, column: str) -> Any:
    """The type of a column; of a dictionary, that of its values."""
    types: Any = import_module("pyarrow.types")
    kind = schema.field(column).type
    return kind.value_type if types.is_dictionary(kind) else kind


def _is_damage(error: Exception) -> bool:
    return type(error).__name__.startswith("Arrow")


def _failure(error: Exception) -> Any:
    if _is_damage(error):
        return unreadable("not a Parquet file, though its name ends with .parquet, or it is damaged")
    return failure_of(error)
