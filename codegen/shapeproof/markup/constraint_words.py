"""What a schema says of a value, in words: its kind, its constraints, what else is to be known of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from shapeproof.contract import Schema, is_union

__all__ = ["bounds", "constraints", "marks", "scalar_kind", "structure_kind"]

_NOUNS: Final = {"string": "text", "integer": "integer", "number": "number", "boolean": "true or false"}
_LONGEST_PATTERN: Final = 60
_MOST_OPTIONS: Final = 12
_BIT_BOUNDS: Final = {-(2**31), 2**31 - 1, -(2**63), 2**63 - 1}


def scalar_kind(shape: Schema) -> str:
    """What kind of scalar a schema describes: `text`, `timestamp` …; `any value` for a document."""
    if shape.get("format") == "date-time":
        return "timestamp"
    if "contentEncoding" in shape:
        return "base64"
    return _NOUNS.get(shape.get("type", ""), "any value")


def structure_kind(shape: Schema) -> str:
    """What stands before the name of a structure: `one member of ` where it is a union."""
    return "one member of " if is_union(shape) else ""


def constraints(shape: Schema) -> str:
    """The constraints of one schema on one line, long patterns and enums cut: `1 to 64 characters, matches …`."""
    said: list[str] = []
    if "enum" in shape:
        options: list[str] = shape["enum"]
        rest = f" and {len(options) - _MOST_OPTIONS} more" if len(options) > _MOST_OPTIONS else ""
        said.append(f"{' | '.join(options[:_MOST_OPTIONS])}{rest}")
    said += bounds(shape)
    if "pattern" in shape and "contentEncoding" not in shape:
        pattern: str = shape["pattern"]
        said.append(f"matches {pattern if len(pattern) <= _LONGEST_PATTERN else pattern[: _LONGEST_PATTERN - 1] + '…'}")
    return ", ".join(said)


def bounds(shape: Schema) -> list[str]:
    """The limits of numbers, lengths and sizes: `1 to 64 characters`. Those that 32 or 64 bits set go without saying."""
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
    if "properties" in shape:  # a union's counts say only that it is one
        return ""
    found: Mapping[str, Any] = {
        key: shape[key] for key in (low, high) if key in shape and shape[key] not in _BIT_BOUNDS
    }
    match found.get(low), found.get(high):
        case None, None:
            return ""
        case minimum, None:
            return f"at least {minimum}{_counted(unit, minimum)}"
        case None, maximum:
            return f"at most {maximum}{_counted(unit, maximum)}"
        case minimum, maximum:
            return f"{'' if minimum == maximum else f'{minimum} to '}{maximum}{_counted(unit, maximum)}"


def _counted(unit: str, count: object) -> str:
    return unit if count != 1 else " entry" if unit == " entries" else unit.removesuffix("s")


def marks(node: Schema, shape: Schema) -> list[str]:
    """What else is to be known of a place: that it is deprecated or sensitive, what of it isn't checked and why."""
    found = ["deprecated"] if node.get("deprecated") or shape.get("deprecated") else []
    if shape.get("x-sensitive"):
        found.append("sensitive")
    unstated: Mapping[str, Mapping[str, str]] = shape.get("x-not-checked", {})
    return found + [f"not checked: {keyword} ({why['reason']})" for keyword, why in unstated.items()]
