"""The nodes of a syntax tree."""

from __future__ import annotations

from collections.abc import Iterator

from shapeproof.cel.syntax import (
    Binary,
    Call,
    Conditional,
    Expression,
    Has,
    Index,
    ListDisplay,
    Literal,
    Macro,
    MapDisplay,
    Member,
    Name,
    Unary,
)

__all__ = ["children", "iter_nodes", "reads"]


def children(node: Expression) -> tuple[Expression, ...]:
    """The nodes directly below a node, in the order of the expression."""
    match node:
        case Literal() | Name():
            return ()
        case Member(operand=operand) | Has(operand=operand) | Unary(operand=operand):
            return (operand,)
        case Index():
            return (node.operand, node.index)
        case Call():
            return node.arguments if node.target is None else (node.target, *node.arguments)
        case Binary():
            return (node.left, node.right)
        case Conditional():
            return (node.condition, node.then, node.otherwise)
        case ListDisplay():
            return node.items
        case MapDisplay():
            return tuple(part for entry in node.entries for part in entry)
        case Macro():
            return (node.target, node.body) if node.condition is None else (node.target, node.condition, node.body)


def iter_nodes(expression: Expression) -> Iterator[tuple[Expression, int]]:
    """Iterate over all nodes with their depths, each before those below it. The expression itself has depth 1."""
    pending = [(expression, 1)]
    while pending:
        node, depth = pending.pop()
        yield node, depth
        pending.extend((child, depth + 1) for child in reversed(children(node)))


def reads(expression: Expression, variable: str) -> bool:
    """Whether an expression reads a variable, and not only one of that name that a macro binds."""
    pending = [expression]
    while pending:
        node = pending.pop()
        if isinstance(node, Name) and node.name == variable:
            return True
        if isinstance(node, Macro) and node.variable == variable:
            pending.append(node.target)
        else:
            pending.extend(children(node))
    return False
