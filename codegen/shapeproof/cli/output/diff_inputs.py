"""What `shapeproof diff` compares: contracts by name, or files of JSON Schema."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from shapeproof.capture.patterns.contract_patterns import ContractPatterns
from shapeproof.capture.schema_check import check_schema
from shapeproof.contract import Contract, Part, Schema
from shapeproof.diff.catalog import Reader
from shapeproof.diff.changes.contract_changes import PARTS
from shapeproof.diff.verdicts.comparison import compare_contracts, compare_schemas
from shapeproof.diff.verdicts.diff_result import DiffEntry, DiffResult
from shapeproof.errors import UsageError
from shapeproof.registry import ContractRegistry
from shapeproof.registry.roots import read_document

__all__ = ["Side", "compare_sides", "read_side"]


class Side(NamedTuple):
    """One of the two editions.

    Attributes:
        name: what it is called: the full name of the contract, or the path of the file.
        contract: the contract; None for a file.
        schema: the schema of a file; None for a contract.
    """

    name: str
    contract: Contract | None = None
    schema: Schema | None = None

    @property
    def file(self) -> str | None:
        """The path of the file; None for a contract."""
        return self.name if self.contract is None else None


def read_side(registry: ContractRegistry, name: str, part: Part | None) -> Side:
    """Read an edition.

    Args:
        registry: where contracts are found.
        name: the name of a contract, or the path of a file: one that has a slash or ends with `.json`.
        part: what a file describes.

    Raises:
        UnknownContractError: no contract has that name.
        CaptureError: its files, or the file, can't be read, or isn't a schema as Shapeproof writes it.
    """
    if os.sep not in name and "/" not in name and not name.endswith(".json"):
        contract = registry.load(name)
        return Side(contract.name, contract)
    path = os.path.normpath(name)
    document = read_document(Path(path))
    check_schema(document, ContractPatterns(), where=path, is_errors=part == "error")
    return Side(path, schema=document)


def compare_sides(old: Side, new: Side, reader: Reader, part: Part | None) -> DiffResult:
    """Compare two editions.

    Args:
        old: the old one.
        new: the new one.
        reader: who reads responses and errors.
        part: the part to compare; None for all parts of contracts, and responses of files.

    Raises:
        UsageError: they are not of one operation.
    """
    if old.contract is not None and new.contract is not None:
        names = (old.contract.operation_name, new.contract.operation_name)
        if names[0] != names[1]:
            raise UsageError(
                f"{names[0]} and {names[1]} are not the same operation",
                hint="name one operation with two editions, or write both schemas to files and compare these",
            )
        parts: Iterable[Part] = PARTS if part is None else (part,)
        verdicts = compare_contracts(old.contract, new.contract, reader, parts)
        operations: tuple[str, ...] = (new.contract.operation_name,)
    else:
        schema_part = part or "response"
        verdicts = compare_schemas(_schema(old, schema_part), _schema(new, schema_part), reader, schema_part)
        operations = tuple(side.contract.operation_name for side in (new, old) if side.contract is not None)
    return DiffResult(old.name, new.name, reader, tuple(DiffEntry(verdict, operations) for verdict in verdicts))


def _schema(side: Side, part: Part) -> Schema:
    if side.schema is not None:
        return side.schema
    if side.contract is None:
        raise UsageError("there is nothing to compare", where=side.name)
    return side.contract.schema(part)
