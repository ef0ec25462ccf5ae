"""The statements of a module that define classes and aliases, each with the other ones that it needs."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

__all__ = ["Definition", "defined_name", "definitions_in", "imports_in"]

_NO_TYPES: Final = frozenset({"Field", "Literal", "Meta", "field"})
"""In what these are given, strings are values, never forward references."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A statement that defines a class or an alias.

    Attributes:
        name: the name that it defines.
        source: its source, with the docstring below it.
        uses: the other names that it needs.
    """

    name: str
    source: str
    uses: frozenset[str]


def definitions_in(source: str, names: Collection[str]) -> list[Definition]:
    """The definitions of some names, in the order of the module.

    Args:
        source: a module.
        names: the classes and aliases.
    """
    lines = source.split("\n")
    body = ast.parse(source).body
    found: list[Definition] = []
    for index, node in enumerate(body):
        name = defined_name(node)
        if name is None or name not in names:
            continue
        last = node
        if not isinstance(node, ast.ClassDef) and index + 1 < len(body) and _is_docstring(body[index + 1]):
            last = body[index + 1]
        first = min(node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", ())), node.lineno)
        text = "\n".join(lines[first - 1 : last.end_lineno])
        found.append(Definition(name, text, frozenset(_mentioned(node)) & frozenset(names) - {name}))
    return found


def imports_in(source: str) -> str:
    """The imports at the top of a module."""
    imports = [node for node in ast.parse(source).body if isinstance(node, ast.Import | ast.ImportFrom)]
    return "\n".join(map(ast.unparse, imports))


def defined_name(node: ast.stmt) -> str | None:
    """The name of the class, attribute or alias that a statement defines; None for other statements."""
    match node:
        case ast.ClassDef(name=name):
            return name
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
            return name
        case _:
            return None


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _mentioned(node: ast.AST) -> Iterator[str]:
    """The names in types and bases; a string in a type is a forward reference."""
    match node:
        case ast.ClassDef(bases=bases, body=body):
            for part in (*bases, *(statement for statement in body if isinstance(statement, ast.AnnAssign))):
                yield from _mentioned(part)
        case ast.AnnAssign(target=ast.Name(), annotation=ast.Name(id="TypeAlias"), value=ast.expr() as value):
            yield from _mentioned(value)
        case ast.AnnAssign(annotation=annotation):
            yield from _mentioned(annotation)
        case ast.Assign(value=value):
            yield from _mentioned(value)
        case ast.Call(func=ast.Name(id="TypedDict"), args=[_, ast.Dict(values=values)]):
            for value in values:
                yield from _mentioned(value)
        case ast.Call(func=ast.Name(id=name)) | ast.Subscript(value=ast.Name(id=name)) if name in _NO_TYPES:
            pass
        case ast.Name(id=name) | ast.Constant(value=str(name)):
            yield name
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _mentioned(child)
