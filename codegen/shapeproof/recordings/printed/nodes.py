"""Nodes of parsed Python: members of a dict, items of a list, descriptions for messages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from typing import Final

from shapeproof.contract import Pointer
from shapeproof.recordings.printed.statements import Statement
from shapeproof.recordings.syntax.json_token_faults import has_too_many_digits
from shapeproof.validation.quotations import named, quote_code

__all__ = [
    "constant_keys",
    "describe_node",
    "dotted_name",
    "is_elided",
    "items",
    "members",
    "nodes_at",
    "quote_constant",
]

_OBJECT: Final = re.compile(r"<[A-Za-z_.]{1,80}(?: object)? at 0x[0-9a-f]{1,16}>")
_ORDERED_DICTS = frozenset({"OrderedDict", "collections.OrderedDict"})
"""The names under which an OrderedDict prints itself."""


def members(node: ast.expr) -> list[tuple[ast.expr | None, ast.expr]] | None:
    """The keys and values of a dict display, or of the repr of an OrderedDict; None for anything else."""
    match node:
        case ast.Dict():
            return list(zip(node.keys, node.values, strict=True))
        case ast.Call(args=[], keywords=[]) if _is_ordered_dict(node):
            return []
        case ast.Call(args=[ast.Dict() as inner], keywords=[]) if _is_ordered_dict(node):
            return members(inner)
        case ast.Call(args=[ast.List(elts=pairs)], keywords=[]) if _is_ordered_dict(node):
            entries = [pair.elts for pair in pairs if isinstance(pair, ast.Tuple | ast.List) and len(pair.elts) == 2]
            return [(key, value) for key, value in entries] if len(entries) == len(pairs) else None
        case _:
            return None


def items(node: ast.expr) -> list[ast.expr] | None:
    """The items of a list or tuple; None for anything else."""
    return node.elts if isinstance(node, ast.List | ast.Tuple) else None


def is_elided(node: ast.expr) -> bool:
    """Whether a value was left out: `...`, or brackets around it, as `pprint(depth=…)` and recursive values print them."""
    content = node.elts[0] if isinstance(node, ast.List | ast.Tuple | ast.Set) and len(node.elts) == 1 else node
    return isinstance(content, ast.Constant) and content.value is ...


def constant_keys(node: ast.expr) -> tuple[str, ...]:
    """The top-level keys of a dict that are string literals, whatever its values are."""
    keys = (key for key, _ in members(node) or ())
    return tuple(key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str))


def nodes_at(root: ast.expr, pointers: Iterable[Pointer]) -> dict[Pointer, ast.expr]:
    """The key or item at each pointer, or its nearest ancestor that exists. Each dict is looked through once."""
    entries_by_node: dict[ast.expr, Mapping[str | int, tuple[ast.expr, ast.expr]]] = {}
    found: dict[Pointer, ast.expr] = {}
    for pointer in pointers:
        nearest = node = root
        for part in pointer:
            if node not in entries_by_node:
                entries_by_node[node] = _entries(node)
            entry = entries_by_node[node].get(part)
            if entry is None:
                break
            nearest, node = entry
        found[pointer] = nearest
    return found


def _entries(node: ast.expr) -> Mapping[str | int, tuple[ast.expr, ast.expr]]:
    """Of each member its key and its value, of each item twice itself; of equal keys, the first counts."""
    if (elements := items(node)) is not None:
        return {index: (element, element) for index, element in enumerate(elements)}
    entries: dict[str | int, tuple[ast.expr, ast.expr]] = {}
    for key, value in members(node) or ():
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            entries.setdefault(key.value, (key, value))
    return entries


def describe_node(node: ast.expr | ast.stmt, statement: Statement, pointer: Pointer = ()) -> str:
    """What a node at a pointer is, as a message names it."""
    if isinstance(node, ast.expr) and is_elided(node):
        return "an ellipsis (...), which stands for what was left out"
    match node:
        case ast.Call():
            name = dotted_name(node.func)
            return f"a call to {quote_code(f'{name}()', pointer)}" if name else "a call to an expression"
        case ast.Name() if (source := statement.source_of(node)).startswith("<"):
            shown = source if _OBJECT.fullmatch(source) else quote_code(source, pointer, "text")
            return f"the repr of an object, {shown}, which doesn't show its content"
        case ast.Name(id="true" | "false" | "null"):
            return f"the name {node.id}, which is JSON, not Python"
        case ast.Name():
            return named("name", node.id, pointer)
        case ast.Constant(value=constant):
            return quote_constant("constant", constant, pointer)
        case _:
            return _DESCRIPTIONS.get(type(node)) or f"program code ({type(node).__name__})"


def quote_constant(kind: str, constant: object, pointer: Pointer = ()) -> str:
    """A constant at a pointer as a message shows it, and not at all where Python refuses to write it."""
    if has_too_many_digits(constant):
        return f"the {kind} with too many digits"
    return named(kind, repr(constant), pointer)


def dotted_name(node: ast.expr) -> str:
    """`a.b.c` of a name or an attribute of names; empty for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join(reversed([*parts, node.id])) if isinstance(node, ast.Name) else ""


def _is_ordered_dict(node: ast.Call) -> bool:
    return dotted_name(node.func) in _ORDERED_DICTS


_DESCRIPTIONS: Mapping[type[ast.AST], str] = {
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
