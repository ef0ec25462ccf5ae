"""What a node of parsed Python is: the members of a dict, the items of a list, its keys, its name in plain words."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from shapeproof.contract import Pointer
from shapeproof.recordings.printed.statements import Statement

__all__ = ["constant_keys", "construct_of", "dotted", "items", "members", "node_at"]

_ORDERED_DICTS = frozenset({"OrderedDict", "collections.OrderedDict"})
"""The calls that an OrderedDict prints as."""


def members(node: ast.expr) -> list[tuple[ast.expr | None, ast.expr]] | None:
    """The keys and values of a dict, or of an OrderedDict, as it prints itself; None for anything else."""
    match node:
        case ast.Dict():
            return list(zip(node.keys, node.values, strict=True))
        case ast.Call(args=[], keywords=[]) if _is_ordered_dict(node):
            return []
        case ast.Call(args=[ast.Dict() as inner], keywords=[]) if _is_ordered_dict(node):
            return members(inner)
        case ast.Call(args=[ast.List(elts=pairs)], keywords=[]) if _is_ordered_dict(node):
            both = [pair.elts for pair in pairs if isinstance(pair, ast.Tuple | ast.List) and len(pair.elts) == 2]
            return [(key, value) for key, value in both] if len(both) == len(pairs) else None
        case _:
            return None


def items(node: ast.expr) -> list[ast.expr] | None:
    """The items of a list or tuple; None for anything else."""
    return node.elts if isinstance(node, ast.List | ast.Tuple) else None


def constant_keys(node: ast.expr) -> tuple[str, ...]:
    """The top-level keys of a dict that are plain text, whatever its values are."""
    keys = (key for key, _ in members(node) or ())
    return tuple(key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str))


def node_at(node: ast.expr, pointer: Pointer) -> ast.expr:
    """The key or item that a pointer names, or its nearest ancestor that is there."""
    found = node
    for part in pointer:
        if isinstance(part, str):
            pairs = members(node) or ()
            named = [(key, value) for key, value in pairs if isinstance(key, ast.Constant) and key.value == part]
            if not named:
                break
            found, node = named[0]
        else:
            elements = items(node) or ()
            if not 0 <= part < len(elements):
                break
            found = node = elements[part]
    return found


def construct_of(node: ast.expr | ast.stmt, statement: Statement) -> str:
    """What a node is, in the words of the language."""
    match node:
        case ast.Call():
            name = dotted(node.func)
            return f"a call of {name}()" if name else "a call of an expression"
        case ast.Name() if (source := statement.source_of(node)).startswith("<"):
            return f"the print of an object, {source}, which isn't Python and doesn't show what is in it"
        case ast.Name(id="true" | "false" | "null"):
            return f"the name {node.id}, which is JSON and not Python"
        case ast.Name():
            return f"the name {node.id}"
        case ast.Constant(value=constant):
            return "an ellipsis (...)" if constant is ... else f"the constant {constant!r}"
        case _:
            return _CONSTRUCTS.get(type(node)) or f"a piece of a program ({type(node).__name__})"


def dotted(node: ast.expr) -> str:
    """`a.b.c` of a name or an attribute of names; empty for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join(reversed([*parts, node.id])) if isinstance(node, ast.Name) else ""


def _is_ordered_dict(node: ast.Call) -> bool:
    return dotted(node.func) in _ORDERED_DICTS


_CONSTRUCTS: Mapping[type[ast.AST], str] = {
    ast.JoinedStr: "an f-string",
    ast.Attribute: "an attribute of a name",
    ast.BinOp: "a calculation",
    ast.UnaryOp: "a calculation",
    ast.BoolOp: "a condition",
    ast.Compare: "a comparison",
    ast.IfExp: "a condition",
    ast.Subscript: "a subscript",
    ast.Lambda: "a lambda",
    ast.ListComp: "a comprehension",
    ast.SetComp: "a comprehension",
    ast.DictComp: "a comprehension",
    ast.GeneratorExp: "a generator expression",
    ast.Set: "a set",
    ast.Starred: "an unpacking (*)",
    ast.NamedExpr: "an assignment",
}
