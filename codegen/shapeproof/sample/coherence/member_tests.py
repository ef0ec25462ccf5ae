"""What rules say of one member alone: such values needn't be repaired, because no others are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from shapeproof.capture.patterns.syntax_tree import Untranslatable
from shapeproof.capture.patterns.translation import translate
from shapeproof.cel import syntax
from shapeproof.cel.traversal import iter_nodes
from shapeproof.contract import Schema
from shapeproof.rules.checked_rule import SELF, CheckedRule
from shapeproof.sample.coherence.reading import Computed, Reader

__all__ = ["MemberTests", "conjuncts", "member_tests"]

_ANYTHING: Final = (None, "^(?:[\\s\\S]*)$")


@dataclass(frozen=True, slots=True, eq=False)
class MemberTests:
    """The promises about one member alone.

    Attributes:
        promises: the expressions, each with its reader.
        patterns: the regular expressions that its value must match.
    """

    member: str
    promises: list[tuple[Reader, syntax.Expression]]
    patterns: list[str]

    def is_kept_by(self, value: Any) -> bool:
        """Whether no promise is broken by a value."""
        scope = {SELF: Computed({self.member: value})}
        return all(reader.truth(promise, scope) is not False for reader, promise in self.promises)

    def narrowed(self, shape: Schema) -> Schema:
        """The schema of the member with the pattern of the promises, where it has none of its own."""
        if len(self.patterns) != 1 or shape.get("pattern") not in _ANYTHING or "enum" in shape or "format" in shape:
            return shape
        try:
            return {**shape, "pattern": translate(self.patterns[0]).regex}
        except Untranslatable:
            return shape


def member_tests(root: Schema, rules: Iterable[CheckedRule]) -> Mapping[tuple[str, str], MemberTests]:
    """The promises about one member alone, by the structure and the member. Each holds wherever the member is."""
    found: dict[tuple[str, str], MemberTests] = {}
    for checked in rules:
        member_of_when = _only_member(checked.when.expression) if checked.when is not None else None
        if checked.when is not None and not isinstance(checked.when.expression, syntax.Has):
            continue
        reader = Reader(root, checked.body)
        for conjunct in conjuncts(checked.body.expression):
            member = _only_member(conjunct)
            if member and (checked.when is None or member == member_of_when):
                key = checked.rule.structure, member
                tests = found.setdefault(key, MemberTests(member, [], []))
                tests.promises.append((reader, conjunct))
                tests.patterns.extend(_pattern(conjunct))
    return found


def conjuncts(node: syntax.Expression) -> Iterator[syntax.Expression]:
    """The expressions that are all true where this one is."""
    if isinstance(node, syntax.Binary) and node.operator == "&&":
        yield from conjuncts(node.left)
        yield from conjuncts(node.right)
    else:
        yield node


def _only_member(expression: syntax.Expression) -> str | None:
    """The member of `self` that an expression reads, if it reads nothing else."""
    nodes = [node for node, _ in iter_nodes(expression)]
    own = {
        node.name
        for node in nodes
        if isinstance(node, syntax.Member | syntax.Has)
        and isinstance(node.operand, syntax.Name)
        and node.operand.name == SELF
    }
    names = [node for node in nodes if isinstance(node, syntax.Name)]
    members = [node for node in nodes if isinstance(node, syntax.Member | syntax.Has)]
    reads_more = any(name.name != SELF for name in names) or len(names) != len(members)
    return own.pop() if len(own) == 1 and not reads_more else None


def _pattern(node: syntax.Expression) -> Iterator[str]:
    match node:
        case syntax.Call(function="matches", target=syntax.Member(), arguments=(syntax.Literal(value=str(pattern)),)):
            yield pattern
        case _:
            return
