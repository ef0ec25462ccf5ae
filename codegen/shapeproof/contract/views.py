"""The strict and the tolerant view of a schema, and that of a reader who ignores unknown members."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, cast

from shapeproof.contract.schema import Schema

__all__ = ["View", "open_schema", "view_of"]

View = Literal["strict", "tolerant"]

_VALUE_CONSTRAINTS: Final = frozenset(
    [
        "enum",
        "pattern",
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "minItems",
        "maxItems",
        "minProperties",
        "maxProperties",
        "propertyNames",
    ]
)


def view_of(schema: Schema, view: View) -> Schema:
    """A schema in a view: `strict` is the schema itself, `tolerant` keeps types and required members only."""
    return schema if view == "strict" else cast("Schema", _opened(schema, _VALUE_CONSTRAINTS))


def open_schema(schema: Schema) -> Schema:
    """A schema as a reader has it that ignores the members that it doesn't know, and refuses all else."""
    return cast("Schema", _opened(schema, frozenset()))


def _opened(node: object, left_out: frozenset[str]) -> Any:
    """A schema that allows unknown members, without some keywords."""
    if isinstance(node, list):
        return [_opened(item, left_out) for item in cast("list[object]", node)]
    if not isinstance(node, Mapping):
        return node
    kept: dict[str, Any] = {}
    for keyword, value in cast("Mapping[str, Any]", node).items():
        if keyword in left_out or (keyword == "additionalProperties" and value is False):
            continue
        if keyword in {"properties", "$defs"}:  # their keys are names, not keywords
            kept[keyword] = {name: _opened(schema, left_out) for name, schema in value.items()}
        else:
            kept[keyword] = _opened(value, left_out) if keyword in {"items", "additionalProperties", "anyOf"} else value
    return kept
