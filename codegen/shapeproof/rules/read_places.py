"""Which places of a response a rule reads: what is wrong elsewhere can't change what it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from shapeproof.cel.checker import Checked
from shapeproof.cel.syntax import (
    Binary,
    Conditional,
    Expression,
    Has,
    Index,
    ListDisplay,
    Macro,
    Member,
    Name,
)
from shapeproof.cel.traversal import children
from shapeproof.cel.types import ListType, MapType
from shapeproof.contract.routes import Route
from shapeproof.rules.checked_rule import OLD_SELF, ROOT, SELF, CheckedRule

__all__ = ["ReadPlace", "read_places"]


class ReadPlace(NamedTuple):
    """A place that a rule reads.

    Attributes:
        variable: what it is in: `self`, `root` or `oldSelf`.
        route: the steps from there.
        is_whole: whether its whole value is read; otherwise only whether it is there, or how many items it has.
    """

    variable: str
    route: Route
    is_whole: bool

    @property
    def is_in_root(self) -> bool:
        """Whether its route starts at the whole response, and not at the structure that the rule is about."""
        return self.variable == ROOT

    def depends_on(self, route: Route) -> bool:
        """Whether a value at a route, in the same variable, is a part of what is read, or has it as its part."""
        shorter = min(len(route), len(self.route))
        return route[:shorter] == self.route[:shorter] and (self.is_whole or len(route) <= len(self.route))


def read_places(rule: CheckedRule) -> frozenset[ReadPlace]:
    """The places that a rule reads, with those that only its message shows."""
    reads: set[ReadPlace] = set()
    for checked in (rule.when, rule.body, rule.message):
        if checked is not None:
            reader = _Reader(checked, reads)
            reader.read(reader.parts(checked.expression, _VARIABLES))
    return frozenset(reads)


class _Part(NamedTuple):
    """A part of a response that is the value of an expression, or an item of that value."""

    variable: str
    route: Route
    is_item: bool = False

    def step(self, step: str) -> _Part:
        return _Part(self.variable, (*self.route, step))


_Parts = frozenset[_Part]
_VARIABLES: Mapping[str, _Parts] = {name: frozenset([_Part(name, ())]) for name in (SELF, ROOT, OLD_SELF)}
_NONE: _Parts = frozenset()


@dataclass(frozen=True, slots=True)
class _Reader:
    """Follows the parts of a response through an expression."""

    checked: Checked
    reads: set[ReadPlace] = field(default_factory=set[ReadPlace])

    def read(self, parts: Iterable[_Part], *, is_whole: bool = True) -> None:
        self.reads.update(ReadPlace(part.variable, part.route, is_whole) for part in parts)

    def parts(self, node: Expression, scope: Mapping[str, _Parts]) -> _Parts:
        """The parts that the value of a node may be; of those that it is computed from, the reads are noted."""
        match node:
            case Name(name=name):
                return scope[name]
            case Member(operand=operand, name=name):
                return frozenset(part.step(f".{name}") for part in self.parts(operand, scope))
            case Has(operand=operand, name=name):
                self.read((part.step(f".{name}") for part in self.parts(operand, scope)), is_whole=False)
                return _NONE
            case Index(operand=operand):
                self.read(self.parts(node.index, scope))
                return self._items(operand, self.parts(operand, scope))
            case Conditional():
                self.read(self.parts(node.condition, scope))
                return self.parts(node.then, scope) | self.parts(node.otherwise, scope)
            case ListDisplay(items=items):
                return frozenset(part._replace(is_item=True) for item in items for part in self.parts(item, scope))
            case Binary(operator="+", left=left, right=right) if isinstance(self.checked.type_of(node), ListType):
                return self.parts(left, scope) | self.parts(right, scope)
            case Macro():
                return self._macro(node, scope)
            case _:
                for child in children(node):
                    self.read(self.parts(child, scope))
                return _NONE

    def _macro(self, node: Macro, scope: Mapping[str, _Parts]) -> _Parts:
        target = self.parts(node.target, scope)
        self.read((part for part in target if not part.is_item), is_whole=False)
        inner = {**scope, node.variable: self._items(node.target, target)}
        if node.condition is not None:
            self.read(self.parts(node.condition, inner))
        body = self.parts(node.body, inner)
        if node.macro == "map":
            return frozenset(part._replace(is_item=True) for part in body)
        self.read(body)
        return target if node.macro == "filter" else _NONE

    def _items(self, owner: Expression, parts: _Parts) -> _Parts:
        """The items of a list, or the entries of a map."""
        step = "{}" if isinstance(self.checked.type_of(owner), MapType) else "[]"
        return frozenset(part._replace(is_item=False) if part.is_item else part.step(step) for part in parts)
