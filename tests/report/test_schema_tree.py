"""A schema as a tree: every member once, with its type and constraints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click import unstyle

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.contract import iter_schema
from shapeproof.markup.constraint_words import constraints
from shapeproof.registry import load
from shapeproof.report.common.schema_tree import tree

SHAPES: dict[str, Any] = {
    "Thing": {
        "type": "structure",
        "required": ["Name"],
        "members": {name: {"shape": name} for name in ("Name", "Kinds", "ByName", "Secret", "Made", "Data", "Choice", "Odd", "Old")},
    },
    "Name": {"type": "string", "min": 1, "max": 8},
    "Kinds": {"type": "list", "member": {"shape": "Kind"}, "max": 2},
    "Kind": {"type": "string", "enum": [f"K{number}" for number in range(14)]},
    "ByName": {"type": "map", "key": {"shape": "Name"}, "value": {"shape": "Thing"}},
    "Secret": {"type": "integer", "sensitive": True, "min": 3},
    "Made": {"type": "timestamp"},
    "Data": {"type": "blob"},
    "Choice": {"type": "structure", "union": True, "members": {"A": {"shape": "Secret"}}},
    "Odd": {"type": "string", "pattern": r"\p{L}+"},
    "Old": {"type": "boolean", "deprecated": True},
}  # fmt: skip


def test_every_type_of_member(handmade: Callable[..., OperationModel]) -> None:
    lines = [unstyle(line) for line in tree(build(handmade(SHAPES)).response)]
    assert lines == [
        "Thing",
        "├─ Name*  string, 1 to 8 characters",
        "├─ Kinds  list of K0 | K1 | K2 | K3 | K4 | K5 | K6 | K7 | K8 | K9 | K10 | K11 and 2 more, at most 2 items",
        "├─ ByName  map of Thing by key (1 to 8 characters) (as above)",
        "├─ Secret  integer, at least 3, sensitive",
        "├─ Made  timestamp",
        "├─ Data  base64 string",
        "├─ Choice  one member of Choice",
        "│  └─ A  integer, at least 3, sensitive",
        r"├─ Odd  string, not checked: pattern (the Unicode property \p{L})",
        "└─ Old  boolean, deprecated",
    ]


def test_every_member_of_flagship_is_listed() -> None:
    schema = load("sagemaker.describe_hyper_parameter_tuning_job").response
    lines = [unstyle(line) for line in tree(schema)]
    names = {path.rpartition(".")[2].rstrip("[]{}") for path, _, _ in iter_schema(schema)} - {""}
    assert len(names) > 100
    assert all(any(f"─ {name}  " in line or f"─ {name}*  " in line for line in lines) for name in names)


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ({"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1}, ""),
        ({"type": "integer", "minimum": 5, "maximum": 2**31 - 1}, "at least 5"),
        ({"type": "string", "minLength": 3, "maxLength": 3}, "3 characters"),
        ({"type": "string", "minLength": 1}, "at least 1 character"),
        ({"type": "array", "minItems": 1, "maxItems": 1}, "1 item"),
        ({"type": "object", "maxProperties": 1}, "at most 1 entry"),
        ({"type": "array", "maxItems": 4}, "at most 4 items"),
        ({"type": "object", "minProperties": 1, "maxProperties": 4}, "1 to 4 entries"),
        ({"type": "string", "pattern": "x" * 100}, f"matches {'x' * 59}…"),
        ({"type": "string", "pattern": "x", "contentEncoding": "base64"}, ""),
    ],
)
def test_constraints_in_words(shape: dict[str, Any], expected: str) -> None:
    assert constraints(shape) == expected
