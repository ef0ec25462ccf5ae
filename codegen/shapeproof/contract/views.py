"""The strict and the tolerant view of a schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, cast

from shapeproof.contract.schema import Schema

__all__ = ["View", "view_of"]

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
    return schema if view == "strict" else cast("Schema", _tolerant(schema))


def _tolerant(node: object) -> Any:
    if isinstance(node, list):
        return [_tolerant(item) for item in cast("list[object]", node)]
    if not isinstance(node, Mapping):
        return node
    kept: dict[str, Any] = {}
    for keyword, value in cast("Mapping[str, Any]", node).items():
        if keyword in _VALUE_CONSTRAINTS or (keyword == "additionalProperties" and value is False):
            continue
        if keyword in {"properties", "$defs"}:  # their keys are names, not keywords
            kept[keyword] = {name: _tolerant(schema) for name, schema in value.items()}
        else:
            kept[keyword] = _tolerant(value) if keyword in {"items", "additionalProperties", "anyOf"} else value
    return kept
