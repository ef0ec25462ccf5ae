"""Which expressions a class of models may consist of: types, their constraints, defaults. Nothing else is ever run."""

from __future__ import annotations

import ast
from collections.abc import Collection
from typing import Final

__all__ = ["BUILTIN_TYPES", "constant_strings", "is_data", "is_default", "is_type"]

BUILTIN_TYPES: Final = frozenset({"bool", "bytes", "dict", "float", "int", "list", "str"})
_CONSTRAINTS: Final = frozenset({"Field", "Meta", "field"})


def is_type(node: ast.expr, names: Collection[str]) -> bool:
    """Whether an expression is a type.

    Args:
        node: the expression.
        names: the names that it may mention, beside builtin types. A string is a forward reference, which typing runs
            as code, so that it must be one of them, too; but not in `Literal`.
    """
    match node:
        case ast.Name(id=name):
            return name in names or name in BUILTIN_TYPES
        case ast.Constant(value=str(name)):
            return name in names
        case ast.Constant(value=value):
            return value is None
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return is_type(left, names) and is_type(right, names)
        case ast.Subscript(value=ast.Name(id="Literal"), slice=values):
            return all(isinstance(value, ast.Constant) for value in _elements(values))
        case ast.Subscript(value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[annotated, *constraints])):
            return is_type(annotated, names) and all(map(_is_constraint, constraints))
        case ast.Subscript(value=generic, slice=arguments):
            return is_type(generic, names) and all(is_type(argument, names) for argument in _elements(arguments))
        case _:
            return False


def _elements(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple) else [node]


def _is_constraint(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=name), args=[], keywords=keywords):
            return name in _CONSTRAINTS and all(keyword.arg and _is_simple(keyword.value) for keyword in keywords)
        case _:
            return False


def _is_simple(node: ast.expr) -> bool:
    match node:
        case ast.Constant() | ast.UnaryOp(op=ast.USub(), operand=ast.Constant()) | ast.Name(id="UNSET"):
            return True
        case ast.Lambda(args=arguments, body=ast.Constant()):
            return not ast.unparse(arguments)
        case _:
            return False


def is_default(node: ast.expr | None) -> bool:
    """Whether an expression is the default of an attribute, or absent: a constant, `UNSET` or a call of `field`."""
    return node is None or _is_simple(node) or _is_constraint(node)


def is_data(node: ast.expr) -> bool:
    """Whether an expression is a table of strings."""
    match node:
        case ast.Constant(value=str()):
            return True
        case ast.Dict(keys=keys, values=values):
            return all(key is not None and is_data(key) for key in keys) and all(map(is_data, values))
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return all(map(is_data, elements))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            return name == "frozenset" and all(map(is_data, arguments))
        case _:
            return False


def constant_strings(node: ast.expr) -> list[object]:
    """The values in `Literal[…]`, in order."""
    match node:
        case ast.Subscript(value=ast.Name(id="Literal"), slice=values):
            return [value.value for value in _elements(values) if isinstance(value, ast.Constant)]
        case _:
            return []
