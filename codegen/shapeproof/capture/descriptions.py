"""Writes descriptions into schemas: those of an overlay, or those of the installed botocore.

The key of a description names its subject: `Shape` (a structure, an enum or an error), `Shape.Member`, `Enum.value`, or
`Operation()`. Enum values are described in `x-values` beside `enum`, since JSON Schema has no keyword for that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any, Final, cast

from shapeproof.contract import Contract

__all__ = ["Descriptions", "describe", "described"]

Descriptions = Mapping[str, str]
"""Descriptions as plain text, by key."""

_DESCRIPTION: Final = "description"
_VALUES: Final = "x-values"


def describe(document: dict[str, Any], descriptions: Descriptions, operation: str = "") -> None:
    """Write descriptions into a schema that is being built, wherever it has none yet.

    Args:
        document: the schema, changed in place.
        descriptions: the descriptions by key.
        operation: the operation whose description belongs to the document as a whole, if it has one.
    """
    _fill(document, descriptions.get(f"{operation}()"))
    for name, definition in document["$defs"].items():
        _fill(definition, descriptions.get(name))
        for member, schema in definition.get("properties", {}).items():
            _fill(schema, descriptions.get(f"{name}.{member}"))
        _fill_values(definition, {value: descriptions.get(f"{name}.{value}") for value in definition.get("enum", ())})
        for codes in _error_codes(definition):
            _fill_values(codes, {code: descriptions.get(code) for code in codes["enum"]})


def described(contract: Contract, descriptions: Descriptions) -> Contract:
    """The contract with the descriptions added wherever it has none of its own."""
    if not descriptions:
        return contract
    parts: dict[str, Any] = {}
    for part in ("response", "request", "errors"):
        parts[part] = deepcopy(cast("dict[str, Any]", getattr(contract, part)))
        describe(parts[part], descriptions, contract.operation if part == "response" else "")
    return replace(contract, **parts)


def _fill(schema: dict[str, Any], description: str | None) -> None:
    if description and _DESCRIPTION not in schema:
        schema[_DESCRIPTION] = description


def _fill_values(schema: dict[str, Any], descriptions: Mapping[str, str | None]) -> None:
    existing: dict[str, str] = schema.get(_VALUES, {})
    merged = {value: existing.get(value) or description for value, description in descriptions.items()}
    if any(merged.values()):
        schema[_VALUES] = {value: description for value, description in merged.items() if description}


def _error_codes(definition: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The schema of the code in an error response: errors are described by their codes."""
    code = definition.get("properties", {}).get("Error", {}).get("properties", {}).get("Code", {})
    if "enum" in code:
        yield code
