"""Schema constraints in words, as the terminal and the reference pages show them."""

from __future__ import annotations

from typing import Any

import pytest

from shapeproof.markup.constraint_words import bounds, constraints, scalar_type, schema_notes, union_prefix

UNION: dict[str, Any] = {"type": "object", "properties": {"A": {}}, "minProperties": 1, "maxProperties": 1}
STRUCTURE: dict[str, Any] = {"type": "object", "properties": {"A": {}}}
BOUNDED_MAP: dict[str, Any] = {"type": "object", "maxProperties": 5}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string"}, "string"),
        ({"type": "string", "format": "date-time"}, "timestamp"),
        ({"type": "string", "contentEncoding": "base64"}, "base64 string"),
        ({"type": "integer"}, "integer"),
        ({"type": "number"}, "number"),
        ({"type": "boolean"}, "boolean"),
        ({}, "any value"),
    ],
)
def test_scalar_type(schema: dict[str, Any], expected: str) -> None:
    assert scalar_type(schema) == expected


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"minLength": 1, "maxLength": 64}, ["1 to 64 characters"]),
        ({"maxLength": 1}, ["at most 1 character"]),
        ({"minItems": 2, "maxItems": 2}, ["2 items"]),
        ({"minItems": 1}, ["at least 1 item"]),
        ({"minProperties": 1}, ["at least 1 entry"]),
        ({"minimum": 0, "maxLength": 5}, ["at least 0", "at most 5 characters"]),
        ({"minimum": -(2**31), "maximum": 2**31 - 1}, []),
        ({"minimum": 1, "maximum": 2**63 - 1}, ["at least 1"]),
        (UNION, []),
    ],
)
def test_bounds(schema: dict[str, Any], expected: list[str]) -> None:
    assert bounds(schema) == expected


def test_constraints_fit_one_line() -> None:
    assert constraints({"enum": ["A", "B"]}) == "A | B"
    assert constraints({"enum": [str(number) for number in range(14)]}).endswith("11 and 2 more")
    assert constraints({"maxLength": 3, "pattern": "^(?:a*)$"}) == "at most 3 characters, matches ^(?:a*)$"
    assert constraints({"pattern": "a" * 80}) == f"matches {'a' * 59}…"
    assert constraints({"pattern": "a", "contentEncoding": "base64"}) == ""


def test_union_prefix() -> None:
    assert union_prefix(UNION) == "one member of "
    assert union_prefix(STRUCTURE) == ""
    assert union_prefix(BOUNDED_MAP) == ""


def test_schema_notes() -> None:
    shape = {"x-sensitive": True, "x-not-checked": {"pattern": {"value": r"\p{L}", "reason": "no such class"}}}
    assert schema_notes({"deprecated": True}, shape) == [
        "deprecated",
        "sensitive",
        "not checked: pattern (no such class)",
    ]
    assert schema_notes({}, {}) == []
