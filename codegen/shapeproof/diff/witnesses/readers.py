"""The schemas by which readers of one edition refuse responses of another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from shapeproof.contract import Schema

__all__ = ["open_schema"]


def open_schema(schema: Schema) -> Schema:
    """A schema as an open reader has it: the same, but for members that it doesn't know."""
    return cast("Schema", _opened(schema))


def _opened(node: object) -> Any:
    if isinstance(node, list):
        return [_opened(item) for item in cast("list[object]", node)]
    if not isinstance(node, Mapping):
        return node
    kept: dict[str, Any] = {}
    for keyword, value in cast("Mapping[str, Any]", node).items():
        if keyword in {"properties", "$defs"}:  # their keys are names, not keywords
            kept[keyword] = {name: _opened(schema) for name, schema in value.items()}
        elif keyword in {"items", "additionalProperties", "anyOf", "propertyNames"}:
            if keyword != "additionalProperties" or value is not False:
                kept[keyword] = _opened(value)
        else:
            kept[keyword] = value
    return kept
