"""Members that never change in the history of a resource, because a rule says that each equals the one before."""

from __future__ import annotations

from collections.abc import Iterable

from shapeproof.cel import syntax
from shapeproof.contract import Schema, reference
from shapeproof.rules.checked_rule import OLD_SELF, SELF, CheckedRule
from shapeproof.sample.coherence.member_tests import conjuncts

__all__ = ["constant_members"]


def constant_members(root: Schema, rules: Iterable[CheckedRule]) -> tuple[str, ...]:
    """The names of the members of a response that are always as they were before, present or absent.

    Args:
        root: the schema of the responses.
        rules: its rules.
    """
    promises = [
        conjunct
        for checked in rules
        if checked.reads_old_self and checked.when is None and checked.rule.structure == reference(root)
        for conjunct in conjuncts(checked.body.expression)
    ]
    equal = {name for conjunct in promises if (name := _equal_member(conjunct))}
    as_present = {name for conjunct in promises if (name := _as_present(conjunct))}
    structure = root["$defs"][reference(root) or ""]
    required = structure.get("required", ())
    return tuple(name for name in structure["properties"] if name in equal and (name in required or name in as_present))


def _equal_member(node: syntax.Expression) -> str:
    """`self.X == oldSelf.X`, or the same where X is present: the name of X, else nothing."""
    match node:
        case syntax.Binary(operator="==", left=left, right=right):
            name = _member_of(left, SELF)
            return name if name and name == _member_of(right, OLD_SELF) else ""
        case syntax.Binary(operator="||", left=syntax.Unary(operator="!", operand=syntax.Has() as has), right=right):
            name = _equal_member(right)
            return name if name and _has_of(has, SELF) == name else ""
        case _:
            return ""


def _as_present(node: syntax.Expression) -> str:
    """`has(self.X) == has(oldSelf.X)`: the name of X, else nothing."""
    match node:
        case syntax.Binary(operator="==", left=syntax.Has() as left, right=syntax.Has() as right):
            name = _has_of(left, SELF)
            return name if name == _has_of(right, OLD_SELF) else ""
        case _:
            return ""


def _member_of(node: syntax.Expression, variable: str) -> str:
    match node:
        case syntax.Member(operand=syntax.Name(name=name), name=member) if name == variable:
            return member
        case _:
            return ""


def _has_of(node: syntax.Has, variable: str) -> str:
    operand = node.operand
    return node.name if isinstance(operand, syntax.Name) and operand.name == variable else ""
