"""Rules as JSON Schema, where it can say them, so that any validator of JSON Schema enforces them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shapeproof.contract import Schema
from shapeproof.errors import with_article
from shapeproof.rules.checked_rule import SELF, CheckedRule, check_rule
from shapeproof.rules.expression_schema import NotExpressibleError, expression_as_schema
from shapeproof.rules.reading import rules_of
from shapeproof.rules.schema_types import structures_of

__all__ = ["SchemaWithRules", "rule_as_schema", "with_rules"]


@dataclass(frozen=True, slots=True)
class SchemaWithRules:
    """A schema that enforces rules.

    Attributes:
        schema: the schema.
        left_out: why a rule isn't in it, by its id.
    """

    schema: Schema
    left_out: Mapping[str, str]


def with_rules(schema: Schema) -> SchemaWithRules:
    """A schema whose structures enforce those of its rules that are errors, and that JSON Schema can say.

    Args:
        schema: the schema.

    Raises:
        CaptureError: a rule isn't valid.
    """
    structures = structures_of(schema)
    stated: dict[str, list[Schema]] = {}
    left_out: dict[str, str] = {}
    for rule in rules_of(schema):
        if rule.severity != "error":
            left_out[rule.id] = "is off" if rule.severity == "off" else f"is {with_article(rule.severity)}"
            continue
        try:
            expressed = rule_as_schema(check_rule(rule, schema, structures))
        except NotExpressibleError as error:
            left_out[rule.id] = error.reason
        else:
            stated.setdefault(rule.structure, []).append(expressed)
    definitions = {
        name: {**definition, "allOf": stated[name]} if name in stated else definition
        for name, definition in schema["$defs"].items()
    }
    return SchemaWithRules({**schema, "$defs": definitions}, left_out)


def rule_as_schema(rule: CheckedRule) -> Schema:
    """A rule as a schema of its structure.

    Args:
        rule: the rule.

    Raises:
        NotExpressibleError: JSON Schema can't say it.
    """
    if rule.reads_old_self:
        raise NotExpressibleError("compares two responses")
    if rule.reads_root:
        raise NotExpressibleError("reads the whole response")
    head = {"title": rule.rule.id, "description": rule.rule.message}
    body = expression_as_schema(rule.body, SELF)
    if rule.when is None:
        return {**head, **body}
    return {**head, "if": expression_as_schema(rule.when, SELF), "then": body}
