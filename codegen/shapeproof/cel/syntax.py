"""The syntax tree of an expression. Each node says where it starts, so that a message can point to it.

Nodes are told apart by identity: ask for the class of one, not for equality.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as OneOf

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


@dataclass(frozen=True, slots=True, eq=False)
class Literal:
    """A constant: null, a boolean, an integer, a double or a string. `column` counts characters from 0, here and below."""

    value: bool | int | float | str | None
    column: int


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A variable: `self`, or one that a macro binds."""

    name: str
    column: int


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """`operand.name`. The column is that of the name."""

    operand: Expression
    name: str
    column: int


@dataclass(frozen=True, slots=True, eq=False)
class Has:
    """`has(operand.name)`: whether a structure or a map has a member. The column is that of `has`."""

    operand: Expression
    name: str
    column: int


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """`operand[index]`: an item of a list, or a value of a map. The column is that of the bracket."""

    operand: Expression
    index: Expression
    column: int


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """`function(arguments)` or `target.function(arguments)`. The column is that of the function's name."""

    function: str
    target: Expression | None
    arguments: tuple[Expression, ...]
    column: int


@dataclass(frozen=True, slots=True, eq=False)
class Unary:
    """`!operand` or `-operand`."""

    operator: UnaryOperator
    operand: Expression
    column: int


@dataclass(frozen=True, slots=True, eq=False)
class Binary:
    """`left operator right`. The column is that of the operator."""

    operator: BinaryOperator
    left: Expression
    right: Expression
    column: int


@dataclass(frozen=True, slots=True, eq=False)
class Conditional:
    """`condition ? then : otherwise`. The column is that of the question mark."""

    condition: Expression
    then: Expression
    otherwise: Expression
    column: int


@dataclass(frozen=True, slots=True, eq=False)
class ListDisplay:
    """`[item, …]`."""

    items: tuple[Expression, ...]
    column: int


@dataclass(frozen=True, slots=True, eq=False)
class MapDisplay:
    """`{key: value, …}`."""

    entries: tuple[tuple[Expression, Expression], ...]
    column: int


@dataclass(frozen=True, slots=True, eq=False)
class Macro:
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
