"""The types that a schema gives to the values of its responses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from shapeproof.cel.types import (
    BOOL,
    DOUBLE,
    DYN,
    INT,
    NULL,
    STRING,
    TIMESTAMP,
    ListType,
    MapType,
    ScalarType,
    Structures,
    StructureType,
    Type,
)
from shapeproof.contract import Schema, reference

__all__ = ["structures_of", "type_of_node"]

_SCALARS: Final[Mapping[object, ScalarType]] = {
    "boolean": BOOL,
    "integer": INT,
    "null": NULL,
    "number": DOUBLE,
    "string": STRING,
}


def structures_of(schema: Schema) -> Structures:
    """The types of the members of each structure of a schema, by the structure's name in `$defs`."""
    return {
        name: {member: type_of_node(schema, node) for member, node in definition["properties"].items()}
        for name, definition in schema.get("$defs", {}).items()
        if "properties" in definition
    }


def type_of_node(schema: Schema, node: Schema) -> Type:
    """The type of the values of a node.

    It is `dyn` where a value may be null, or where the schema doesn't say what it is. An integer of JSON may be written as
    a number with a fraction of zero; it is an `int` all the same.

    Args:
        schema: the schema that has the definitions (`$defs`).
        node: the schema itself or one inside it.
    """
    if "anyOf" in node:
        return DYN
    if (name := reference(node)) is not None:
        target = schema["$defs"][name]
        return StructureType(name) if "properties" in target else type_of_node(schema, target)
    kind = node.get("type")
    if kind == "array":
        return ListType(type_of_node(schema, node["items"]) if "items" in node else DYN)
    if kind == "object":
        values = node.get("additionalProperties")
        is_map = "properties" not in node and isinstance(values, Mapping)
        return MapType(STRING, type_of_node(schema, cast("Schema", values))) if is_map else DYN
    if kind == "string" and node.get("format") == "date-time":
        return TIMESTAMP
    return _SCALARS.get(kind, DYN) if isinstance(kind, str) else DYN
