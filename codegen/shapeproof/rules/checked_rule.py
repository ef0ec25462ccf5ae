"""A rule whose expressions are read, and checked against the types of its schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shapeproof.cel.cel_error import CelError
from shapeproof.cel.checker import Checked, check
from shapeproof.cel.parser import parse
from shapeproof.cel.traversal import reads
from shapeproof.cel.types import BOOL, STRING, Structures, StructureType, Type
from shapeproof.contract import Schema
from shapeproof.errors import CaptureError
from shapeproof.rules.rule import Rule
from shapeproof.rules.schema_types import structures_of, type_of_node

__all__ = ["OLD_SELF", "ROOT", "SELF", "CheckedRule", "check_rule", "variables_of"]

SELF: Final = "self"
ROOT: Final = "root"
OLD_SELF: Final = "oldSelf"


@dataclass(frozen=True, slots=True, eq=False)
class CheckedRule:
    """A rule with its expressions.

    Attributes:
        rule: the rule as it is written.
        when: the expression that says whether there is anything to promise; None if there always is.
        body: the promise.
        message: the expression of the message; None if it has none.
        reads_root: whether an expression reads the whole response.
        reads_old_self: whether one reads the structure in the response before: it is a transition rule.
    """

    rule: Rule
    when: Checked | None
    body: Checked
    message: Checked | None
    reads_root: bool
    reads_old_self: bool


def check_rule(
    rule: Rule, schema: Schema, structures: Structures | None = None, *, with_message: bool = True
) -> CheckedRule:
    """Read and check the expressions of a rule.

    Args:
        rule: the rule.
        schema: the schema that has its structure.
        structures: what `structures_of` returns for the schema, for who checks several rules.
        with_message: whether to read the expression of the message, too.

    Raises:
        CaptureError: the schema has no such structure, or an expression isn't valid; with the rule's id, the expression
            and the column.
    """
    structures = structures_of(schema) if structures is None else structures
    if rule.structure not in structures:
        raise CaptureError(f"the schema has no structure {rule.structure}", where=f"rule {rule.id}")
    variables = variables_of(rule.structure, schema)
    body = _check(rule, "rule", rule.rule, variables, structures, BOOL)
    when = message = None
    if rule.when is not None:
        when = _check(rule, "when", rule.when, variables, structures, BOOL)
    if with_message and rule.message_expression is not None:
        message = _check(rule, "messageExpression", rule.message_expression, variables, structures, STRING)
    read = [(when, rule.when), (body, rule.rule), (message, rule.message_expression)]

    def is_read(variable: str) -> bool:
        # A variable is written as it is: what doesn't have its name doesn't read it.
        return any(
            checked is not None and source is not None and variable in source and reads(checked.expression, variable)
            for checked, source in read
        )

    return CheckedRule(
        rule,
        when,
        body,
        message,
        reads_root=is_read(ROOT),
        reads_old_self=is_read(OLD_SELF),
    )


def variables_of(structure: str, schema: Schema) -> Mapping[str, Type]:
    """The types of the variables of the rules of a structure."""
    own = StructureType(structure)
    return {SELF: own, ROOT: type_of_node(schema, schema), OLD_SELF: own}


def _check(
    rule: Rule, key: str, source: str, variables: Mapping[str, Type], structures: Structures, expected: Type
) -> Checked:
    try:
        return check(parse(source), variables, structures, expected)
    except CelError as error:
        raise CaptureError(
            f"{key}, column {error.column + 1}: {error.message}", where=f"rule {rule.id}", hint=error.hint
        ) from error
