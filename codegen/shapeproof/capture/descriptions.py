"""Descriptions at their places in a schema: our own from an overlay, or those of the user's botocore.

A text's place is `Shape` (a structure, an enum or an error), `Shape.Member`, `Enum.value`, or `Operation()`. Enum values
are described in `x-values` beside `enum`, for JSON Schema has no keyword for that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any, Final, cast

from shapeproof.contract import Contract

__all__ = ["Descriptions", "describe", "described"]

Descriptions = Mapping[str, str]
_DESCRIPTION: Final = "description"
_VALUES: Final = "x-values"


def describe(document: dict[str, Any], texts: Descriptions, operation: str = "") -> None:
    """Write the texts into a schema that is being built, at each place that has none yet.

    `operation` is the operation that the whole document is about, where it is.
    """
    _fill(document, texts.get(f"{operation}()"))
    for name, definition in document["$defs"].items():
        _fill(definition, texts.get(name))
        for member, schema in definition.get("properties", {}).items():
            _fill(schema, texts.get(f"{name}.{member}"))
        _fill_values(definition, {value: texts.get(f"{name}.{value}") for value in definition.get("enum", ())})
        for codes in _error_codes(definition):
            _fill_values(codes, {code: texts.get(code) for code in codes["enum"]})


def described(contract: Contract, texts: Descriptions) -> Contract:
    """The contract with the texts at each place that has no description of its own."""
    if not texts:
        return contract
    parts: dict[str, Any] = {}
    for part in ("response", "request", "errors"):
        parts[part] = deepcopy(cast("dict[str, Any]", getattr(contract, part)))
        describe(parts[part], texts, contract.operation if part == "response" else "")
    return replace(contract, **parts)


def _fill(schema: dict[str, Any], text: str | None) -> None:
    if text and _DESCRIPTION not in schema:
        schema[_DESCRIPTION] = text


def _fill_values(schema: dict[str, Any], texts: Mapping[str, str | None]) -> None:
    known: dict[str, str] = schema.get(_VALUES, {})
    found = {value: known.get(value) or text for value, text in texts.items()}
    if any(found.values()):
        schema[_VALUES] = {value: text for value, text in found.items() if text}


def _error_codes(definition: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The schema of the codes in an error response: errors are described by their codes."""
    code = definition.get("properties", {}).get("Error", {}).get("properties", {}).get("Code", {})
    if "enum" in code:
        yield code
