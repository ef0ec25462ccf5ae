"""Checks that the examples of rules consist of values that responses may have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from shapeproof.contract import Schema, pointer_text
from shapeproof.errors import CaptureError
from shapeproof.rules.checked_rule import check_rule
from shapeproof.rules.examples import responses_of_example
from shapeproof.rules.reading import rules_of
from shapeproof.rules.schema_types import structures_of
from shapeproof.validation.engines.compilation import Engine, compile_schema

__all__ = ["check_rule_examples"]


def check_rule_examples(schema: Schema, *, where: str) -> None:
    """Check each value in the examples of rules against the schema of its member. Any member may be missing.

    Args:
        schema: the schema of a response.
        where: the overlay that the rules are from, for messages.

    Raises:
        CaptureError: a value isn't valid.
    """
    structures = structures_of(schema)
    engines: dict[str, Engine] = {}
    for rule in rules_of(schema):
        checked = check_rule(rule, schema, structures)
        owner = schema["title"] if checked.reads_root else rule.structure
        if owner not in engines:
            partial = cast("Schema", _without_required(schema))
            engines[owner] = compile_schema({**partial, "$ref": f"#/$defs/{owner}"})
        for key, example in (("keeps", rule.keeps), ("breaks", rule.breaks)):
            for value in responses_of_example(checked, example):
                for violation in engines[owner].violations(value):
                    raise CaptureError(
                        f"rule {rule.id}, {key}{pointer_text(violation.pointer)}: "
                        f"the value violates {violation.keyword!r} of the schema",
                        where=where,
                    )


def _without_required(node: object) -> Any:
    if isinstance(node, list):
        return [_without_required(item) for item in cast("list[object]", node)]
    if not isinstance(node, Mapping):
        return node
    kept: dict[str, Any] = {}
    for keyword, value in cast("Mapping[str, Any]", node).items():
        if keyword in {"properties", "$defs"}:  # their keys are names, not keywords
            kept[keyword] = {name: _without_required(schema) for name, schema in value.items()}
        elif keyword not in {"required", "x-rules"}:
            kept[keyword] = _without_required(value)
    return kept
