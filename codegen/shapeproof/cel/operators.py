"""The types that operators take and return."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shapeproof.cel.functions import Overload
from shapeproof.cel.syntax import BinaryOperator, UnaryOperator
from shapeproof.cel.type_relations import ORDERED
from shapeproof.cel.types import BOOL, DOUBLE, DURATION, DYN, INT, STRING, TIMESTAMP, ListType, Type

__all__ = ["BINARY", "UNARY"]


def _same(*types: Type) -> tuple[Overload, ...]:
    return tuple(Overload((each, each), each) for each in types)


_COMPARISON: Final = (
    *(Overload((each, each), BOOL) for each in ORDERED),
    Overload((INT, DOUBLE), BOOL),
    Overload((DOUBLE, INT), BOOL),
)
_LISTS: Final = Overload((ListType(DYN), ListType(DYN)), ListType(DYN))

UNARY: Final[Mapping[UnaryOperator, tuple[Overload, ...]]] = {
    "!": (Overload((BOOL,), BOOL),),
    "-": (Overload((INT,), INT), Overload((DOUBLE,), DOUBLE)),
}
"""The overloads of operators of one operand."""

BINARY: Final[Mapping[BinaryOperator, tuple[Overload, ...]]] = {
    "||": _same(BOOL),
    "&&": _same(BOOL),
    "<": _COMPARISON,
    "<=": _COMPARISON,
    ">": _COMPARISON,
    ">=": _COMPARISON,
    "+": (
        *_same(INT, DOUBLE, STRING, DURATION),
        _LISTS,
        Overload((TIMESTAMP, DURATION), TIMESTAMP),
        Overload((DURATION, TIMESTAMP), TIMESTAMP),
    ),
    "-": (
        *_same(INT, DOUBLE, DURATION),
        Overload((TIMESTAMP, TIMESTAMP), DURATION),
        Overload((TIMESTAMP, DURATION), TIMESTAMP),
    ),
    "*": _same(INT, DOUBLE),
    "/": _same(INT, DOUBLE),
    "%": _same(INT),
}
"""The overloads of operators of two operands. `==`, `!=` and `in` relate types instead."""
