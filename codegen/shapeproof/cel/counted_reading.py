"""Code that counts what it takes to read values, where a loop reads them again and again."""

from __future__ import annotations

import ast
from collections.abc import Generator
from contextlib import contextmanager
from typing import NamedTuple

from shapeproof.cel.checker import Checked
from shapeproof.cel.python_code import call, load
from shapeproof.cel.syntax import Expression, Index, ListDisplay, Literal, Macro, MapDisplay, Member, Name
from shapeproof.cel.traversal import iter_nodes
from shapeproof.cel.types import DYN, STRING, ListType, MapType, StructureType

__all__ = ["CountedReading"]


class _Loop(NamedTuple):
    """The innermost loop around a node, in each turn of which it is evaluated.

    Attributes:
        variable: the variable whose value is another part of the response in each turn, so that reading all of them
            takes no longer than reading the response; None if they may be the same.
    """

    variable: str | None


class CountedReading:
    """Makes the code that counts, and knows the innermost loop around the node that code is made for."""

    def __init__(self, checked: Checked, steps: str, looping: str | None) -> None:
        """Start outside of the loops of an expression.

        Args:
            checked: the expression.
            steps: the Python name of the `Steps` that are left.
            looping: the variable that has another value in each turn of a loop around the expression; None if it is
                evaluated once.
        """
        self._checked = checked
        self._steps = steps
        self._loop = _Loop(looping) if looping is not None else None

    @property
    def is_in_loop(self) -> bool:
        """Whether there is a loop around the node."""
        return self._loop is not None

    @contextmanager
    def turn_of(self, loop: Macro) -> Generator[None]:
        """Code that is made inside of the `with` block is evaluated in each turn of a loop."""
        outer, self._loop = self._loop, _Loop(loop.variable if _has_own_items(loop.target) else None)
        try:
            yield
        finally:
            self._loop = outer

    def counted(self, made: ast.expr, node: Expression, *, is_deep: bool = False, is_loop: bool = False) -> ast.expr:
        """The code of a value that is read; it counts that where it is needed.

        Args:
            made: the code of the value.
            node: its node.
            is_deep: whether all that the value holds is read.
            is_loop: whether it is what a loop runs over.
        """
        described = self._checked.type_of(node)
        is_sized = described in {STRING, DYN} or isinstance(described, ListType | MapType | StructureType)
        is_counted = self.is_in_loop or (is_deep and _may_share(node))
        if not (is_counted and is_sized):
            return made
        if self.reads_turn(node) and not (is_loop and isinstance(node, ListDisplay)):
            return made
        return self.read(made, is_deep=is_deep or described == DYN)

    def read(self, made: ast.expr, *, is_deep: bool = False) -> ast.expr:
        """The code of a value that counts what it takes to read it, or all that it holds."""
        return call(ast.Attribute(load(self._steps), "reading_all" if is_deep else "reading", ast.Load()), made)

    def reads_turn(self, node: Expression) -> bool:
        """Whether a value belongs to the turn of the innermost loop, or is as small as the expression that writes it."""
        match node:
            case Literal():
                return True
            case Name(name=name):
                return self._loop is not None and name == self._loop.variable
            case Member(operand=operand) | Index(operand=operand):
                return self.reads_turn(operand)
            case ListDisplay(items=items):
                return all(isinstance(item, Literal) for item in items)
            case _:
                return False


def _may_share(node: Expression) -> bool:
    """Whether a value may have one value at many places, so that reading all of them takes much longer than making it."""
    return any(isinstance(inner, ListDisplay | MapDisplay) for inner, _ in iter_nodes(node)) and any(
        isinstance(inner, Macro) for inner, _ in iter_nodes(node)
    )


def _has_own_items(target: Expression) -> bool:
    """Whether the items of a list are different parts of a response, and not one that occurs several times."""
    match target:
        case Name():
            return True
        case Member(operand=operand) | Index(operand=operand):
            return _has_own_items(operand)
        case Macro(macro="filter", target=inner):
            return _has_own_items(inner)
        case _:
            return False
