"""The syntax tree of an expression. Each node says where it starts, so that a message can point to it.

Nodes are named tuples: a frozen dataclass takes six times as long to import. Ask for the class of one, not for equality.
"""

from __future__ import annotations

from typing import Literal as OneOf
from typing import NamedTuple

__all__ = [
    "Binary",
    "BinaryOperator",
    "Call",
    "Conditional",
    "Expression",
    "Has",
    "Index",
    "ListDisplay",
    "Literal",
    "Macro",
    "MacroName",
    "MapDisplay",
    "Member",
    "Name",
    "Unary",
    "UnaryOperator",
]

UnaryOperator = OneOf["!", "-"]
BinaryOperator = OneOf["||", "&&", "==", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*", "/", "%"]
MacroName = OneOf["all", "exists", "exists_one", "filter", "map"]


class Literal(NamedTuple):
    """A constant: null, a boolean, an integer, a double or a string. `column` counts characters from 0, here and below."""

    value: bool | int | float | str | None
    column: int


class Name(NamedTuple):
    """A variable: `self`, or one that a macro binds."""

    name: str
    column: int


class Member(NamedTuple):
    """`operand.name`. The column is that of the name."""

    operand: Expression
    name: str
    column: int


class Has(NamedTuple):
    """`has(operand.name)`: whether a structure or a map has a member. The column is that of `has`."""

    operand: Expression
    name: str
    column: int


class Index(NamedTuple):
    """`operand[index]`: an item of a list, or a value of a map. The column is that of the bracket."""

    operand: Expression
    index: Expression  # type: ignore[assignment] # pyright: ignore[reportIncompatibleMethodOverride] # not that of tuples
    column: int


class Call(NamedTuple):
    """`function(arguments)` or `target.function(arguments)`. The column is that of the function's name."""

    function: str
    target: Expression | None
    arguments: tuple[Expression, ...]
    column: int


class Unary(NamedTuple):
    """`!operand` or `-operand`."""

    operator: UnaryOperator
    operand: Expression
    column: int


class Binary(NamedTuple):
    """`left operator right`. The column is that of the operator."""

    operator: BinaryOperator
    left: Expression
    right: Expression
    column: int


class Conditional(NamedTuple):
    """`condition ? then : otherwise`. The column is that of the question mark."""

    condition: Expression
    then: Expression
    otherwise: Expression
    column: int


class ListDisplay(NamedTuple):
    """`[item, …]`."""

    items: tuple[Expression, ...]
    column: int


class MapDisplay(NamedTuple):
    """`{key: value, …}`."""

    entries: tuple[tuple[Expression, Expression], ...]
    column: int


class Macro(NamedTuple):
    """`target.all(variable, body)` and its like; `condition` is that of a `map` with three arguments."""

    macro: MacroName
    target: Expression
    variable: str
    condition: Expression | None
    body: Expression
    column: int


Expression = (
    Literal | Name | Member | Has | Index | Call | Unary | Binary | Conditional | ListDisplay | MapDisplay | Macro
)
