"""What rules say of members beside each other: one that has to be absent needn't be drawn, and then be dropped again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from shapeproof.cel import syntax
from shapeproof.rules.checked_rule import SELF, CheckedRule
from shapeproof.sample.coherence.member_tests import conjuncts

__all__ = ["Exclusions", "exclusions"]

Exclusions = Mapping[str, Mapping[str, Collection[str]]]
"""By member: the others beside which it is absent, each with those of its values beside which it may be there."""

_Exclusion = tuple[str, str, Collection[str]]


def exclusions(rules: Iterable[CheckedRule]) -> Mapping[str, Exclusions]:
    """What rules exclude, by structure. Rules that say more, or say it in another way, are left out.

    Args:
        rules: the rules of a schema.
    """
    found: dict[str, dict[str, dict[str, Collection[str]]]] = {}
    for checked in rules:
        if checked.reads_old_self:
            continue
        for member, other, values in _excluded_by(checked):
            of_structure = found.setdefault(checked.rule.structure, {})
            of_structure.setdefault(member, {}).setdefault(other, values)
    return found


def _excluded_by(checked: CheckedRule) -> Iterator[_Exclusion]:
    for conjunct in conjuncts(checked.body.expression):
        if checked.when is None:
            yield from _not_both(conjunct)
        elif (member := _present(checked.when.expression)) is not None:
            yield from _not_beside(member, conjunct)


def _not_both(node: syntax.Expression) -> Iterator[_Exclusion]:
    """`!(has(self.A) && has(self.B))`: neither is beside the other; of two that are there, it is the second that goes."""
    match node:
        case syntax.Unary(operator="!", operand=syntax.Binary(operator="&&", left=left, right=right)):
            first, second = _present(left), _present(right)
            if first is not None and second is not None and first != second:
                yield second, first, ()
                yield first, second, ()
        case _:
            return


def _not_beside(member: str, node: syntax.Expression) -> Iterator[_Exclusion]:
    """What is promised where `member` is there: `!has(self.B)`, or `self.B == 'b'`, or `self.B in ['b', 'c']`."""
    match node:
        case syntax.Unary(operator="!", operand=operand):
            other = _present(operand)
            if other is not None and other != member:
                yield other, member, ()
        case syntax.Binary(operator="==", left=left, right=syntax.Literal(value=str() as value)):
            yield from _of_state(member, left, [value])
        case syntax.Binary(operator="in", left=left, right=syntax.ListDisplay(items=items)):
            values = [item.value for item in items if isinstance(item, syntax.Literal)]
            strings = [value for value in values if isinstance(value, str)]
            if len(strings) == len(items):
                yield from _of_state(member, left, strings)
        case _:
            return


def _of_state(member: str, node: syntax.Expression, values: Collection[str]) -> Iterator[_Exclusion]:
    match node:
        case syntax.Member(operand=syntax.Name(name=name), name=other) if name == SELF and other != member and values:
            yield member, other, values
        case _:
            return


def _present(node: syntax.Expression) -> str | None:
    """`has(self.A)`: the name of A."""
    match node:
        case syntax.Has(operand=syntax.Name(name=name), name=member) if name == SELF:
            return member
        case _:
            return None
