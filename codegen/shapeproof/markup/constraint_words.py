"""A schema in words: its type, its constraints and notes such as `deprecated`.

Scalars have the names of JSON Schema's types: `string`, `integer`, `number`, `boolean`. What JSON Schema has no type for
has the name that AWS's reference uses, `list`, `map` and `timestamp`, or says how it looks in JSON, `base64 string`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from shapeproof.contract import Schema, is_union
from shapeproof.contract.schema import EVENT_STREAM, stream_kind
from shapeproof.errors import truncated

__all__ = ["bounds", "constraints", "scalar_type", "schema_notes", "union_prefix"]

_LONGEST_PATTERN: Final = 60
_MOST_VALUES: Final = 12
_BIT_BOUNDS: Final = {-(2**31), 2**31 - 1, -(2**63), 2**63 - 1}


def scalar_type(shape: Schema) -> str:
    """The type of a scalar: `string`, `timestamp` …; `any value` for a document, `stream of bytes` for a stream."""
    if kind := stream_kind(shape):
        return "stream of events" if kind == EVENT_STREAM else "stream of bytes"
    if shape.get("format") == "date-time":
        return "timestamp"
    if "contentEncoding" in shape:
        return "base64 string"
    return str(shape.get("type", "any value"))


def union_prefix(shape: Schema) -> str:
    """What to write before the name of a structure: `one member of ` for a union, else nothing."""
    return "one member of " if is_union(shape) else ""


def constraints(shape: Schema) -> str:
    """The constraints of one schema on one line: `1 to 64 characters, matches …`. Long patterns and enums are cut."""
    parts: list[str] = []
    if "enum" in shape:
        values: list[str] = shape["enum"]
        rest = f" and {len(values) - _MOST_VALUES} more" if len(values) > _MOST_VALUES else ""
        parts.append(f"{' | '.join(values[:_MOST_VALUES])}{rest}")
    parts += bounds(shape)
    if "pattern" in shape and "contentEncoding" not in shape:
        parts.append(f"matches {truncated(shape['pattern'], _LONGEST_PATTERN)}")
    return ", ".join(parts)


def bounds(shape: Schema) -> list[str]:
    """The limits of numbers, lengths and sizes: `1 to 64 characters`. Those of 32 and 64 bit integers are left out."""
    ranges = (
        _range(shape, low, high, unit)
        for low, high, unit in (
            ("minimum", "maximum", ""),
            ("minLength", "maxLength", " characters"),
            ("minItems", "maxItems", " items"),
            ("minProperties", "maxProperties", " entries"),
        )
    )
    return [text for text in ranges if text]


def _range(shape: Schema, low: str, high: str, unit: str) -> str:
    if "properties" in shape:  # of a structure, only a union has limits, and its type says so
        return ""
    limits: Mapping[str, Any] = {
        keyword: shape[keyword] for keyword in (low, high) if keyword in shape and shape[keyword] not in _BIT_BOUNDS
    }
    match limits.get(low), limits.get(high):
        case None, None:
            return ""
        case minimum, None:
            return f"at least {minimum}{_unit(unit, minimum)}"
        case None, maximum:
            return f"at most {maximum}{_unit(unit, maximum)}"
        case minimum, maximum:
            return f"{'' if minimum == maximum else f'{minimum} to '}{maximum}{_unit(unit, maximum)}"


def _unit(unit: str, count: object) -> str:
    return unit if count != 1 else " entry" if unit == " entries" else unit.removesuffix("s")


def schema_notes(node: Schema, shape: Schema) -> list[str]:
    """Notes on a member beside its type: `deprecated`, `sensitive`, and which keywords aren't checked, with the reason.

    Args:
        node: the schema of the member itself.
        shape: the schema that `node` resolves to.
    """
    notes = ["deprecated"] if node.get("deprecated") or shape.get("deprecated") else []
    if shape.get("x-sensitive"):
        notes.append("sensitive")
    not_checked: Mapping[str, Mapping[str, str]] = shape.get("x-not-checked", {})
    return notes + [f"not checked: {keyword} ({entry['reason']})" for keyword, entry in not_checked.items()]
