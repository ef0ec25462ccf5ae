"""Rules as a schema holds them: `x-rules` of the structures that they are about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from shapeproof.contract import Schema
from shapeproof.contract.schema import RULES_KEYWORD

if TYPE_CHECKING:  # a response that keeps its rules needs none of them
    from shapeproof.rules.rule import Rule

__all__ = ["has_rules", "rule_from_json", "rule_to_json", "rules_of"]

_DEFAULT_SEVERITY: Final = "error"


def has_rules(schema: Schema) -> bool:
    """Whether any structure of a schema has rules."""
    return any(RULES_KEYWORD in definition for definition in schema["$defs"].values())


def rules_of(schema: Schema) -> tuple[Rule, ...]:
    """The rules of a schema, in the order of its definitions.

    Args:
        schema: the schema of a part of a contract. What reading a contract checks is not checked again.
    """
    return tuple(
        rule_from_json(name, entry)
        for name, definition in schema["$defs"].items()
        for entry in definition.get(RULES_KEYWORD, ())
    )


def rule_from_json(structure: str, entry: Mapping[str, Any]) -> Rule:
    """A rule from an entry of `x-rules`.

    Args:
        structure: the name of the structure that has it.
        entry: the entry, whose members are known to be right (see `capture.rule_entries`).
    """
    from shapeproof.rules.rule import Rule

    return Rule(
        id=entry["id"],
        structure=structure,
        rule=entry["rule"],
        when=entry.get("when"),
        message=entry["message"],
        message_expression=entry.get("messageExpression"),
        at=tuple(entry["at"]),
        severity=entry.get("severity", _DEFAULT_SEVERITY),
        source=entry["source"],
        keeps=entry["keeps"],
        breaks=entry["breaks"],
    )


def rule_to_json(rule: Rule) -> dict[str, Any]:
    """The entry of `x-rules` for a rule. What has the default value is left out."""
    entry: dict[str, Any] = {"id": rule.id}
    if rule.when is not None:
        entry["when"] = rule.when
    entry |= {"rule": rule.rule, "message": rule.message}
    if rule.message_expression is not None:
        entry["messageExpression"] = rule.message_expression
    entry["at"] = list(rule.at)
    if rule.severity != _DEFAULT_SEVERITY:
        entry["severity"] = rule.severity
    return entry | {"source": rule.source, "keeps": rule.keeps, "breaks": rule.breaks}
