"""Contracts of one service -> every structure and enum that their requests, responses and errors are made of, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shapeproof.contract import Contract, Schema, resolve
from shapeproof.errors import UsageError

__all__ = ["Definitions", "definitions", "is_map", "shape_of", "with_named_error"]


@dataclass(frozen=True, eq=False)
class Definitions:
    """The `$defs` of several contracts in one table, by AWS name, sorted.

    `errors` are the structures that stay open in every view, `error_codes` the enums that do.
    """

    shapes: Mapping[str, Schema]
    errors: frozenset[str]
    error_codes: frozenset[str]

    def resolve(self, node: Schema) -> Schema:
        """The schema that a node stands for."""
        return resolve({"$defs": self.shapes}, node)


def definitions(contracts: Sequence[Contract]) -> Definitions:
    """Gather the definitions of contracts of one service.

    Raises UsageError if two of them define a shape differently, as two editions may.
    """
    shapes: dict[str, Schema] = {}
    origin: dict[str, Contract] = {}
    errors: set[str] = set()
    for contract in contracts:
        for schema in (contract.request, contract.response):
            _merge(shapes, origin, contract, schema["$defs"])
        error = contract.errors["title"]
        hoisted = with_named_error(contract.errors["$defs"], error)
        _merge(shapes, origin, contract, hoisted)
        errors |= {error, f"{error}Detail"}
    return Definitions(
        shapes=dict(sorted(shapes.items())),
        errors=frozenset(errors),
        error_codes=frozenset(f"{error}Code" for error in errors) & shapes.keys(),
    )


def _merge(
    shapes: dict[str, Schema], origin: dict[str, Contract], contract: Contract, found: Mapping[str, Schema]
) -> None:
    for name, schema in found.items():
        if shapes.setdefault(name, schema) != schema:
            raise UsageError(
                f"{name} is one thing in {origin[name].name} and another in {contract.name}",
                hint=f"name one edition for both: {origin[name].operation_name}@{contract.edition}",
            )
        origin.setdefault(name, contract)


def with_named_error(found: Mapping[str, Schema], root: str) -> dict[str, Schema]:
    """The definitions of an error response, the one called `root`, in which what stands in place is defined by name.

    `Error` becomes `<root>Detail`, the enum of its codes, if it has one, `<root>Code`.
    """
    error: dict[str, Any] = dict(found[root])
    detail: dict[str, Any] = dict(error["properties"]["Error"])
    code: Schema = detail["properties"]["Code"]
    hoisted = dict(found)
    if "enum" in code:
        hoisted[f"{root}Code"] = code
        detail["properties"] = detail["properties"] | {"Code": {"$ref": f"#/$defs/{root}Code"} | _told(code)}
    error["properties"] = error["properties"] | {"Error": {"$ref": f"#/$defs/{root}Detail"}}
    return hoisted | {root: error, f"{root}Detail": detail}


def _told(schema: Schema) -> dict[str, str]:
    return {"description": schema["description"]} if "description" in schema else {}


def is_map(shape: Schema) -> bool:
    """Whether a resolved schema is a map, and no structure."""
    return shape.get("type") == "object" and "properties" not in shape


def shape_of(node: Schema) -> str | None:
    """The name of the structure or enum that a node refers to."""
    reference: str | None = node.get("$ref")
    return reference and reference.rpartition("/")[2]
