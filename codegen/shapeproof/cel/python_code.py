"""Generated Python code: its nodes, the names that it finds, and the functions that it becomes.

Nothing becomes Python source text: names are made here, and values are constants.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

__all__ = ["Globals", "call", "constant", "defined", "evaluated", "function", "load", "parameters"]

T = TypeVar("T", bound=ast.AST)


class Globals:
    """The names under which generated code finds functions and constants.

    Attributes:
        by_name: all that the code finds.
        values: those of its names that were made here.
        results: of the values that functions returned, these functions and their arguments.
    """

    def __init__(self) -> None:
        self.by_name: dict[str, Any] = {"__builtins__": {}, "all": all, "any": any, "len": len}
        self.values: dict[str, Any] = {}
        self.results: dict[str, tuple[Callable[..., Any], tuple[str, ...]]] = {}
        self._names: dict[int, str] = {}

    def name(self, value: Any) -> ast.expr:
        """A node that loads a value. Equal values may have several names; one object has one."""
        return load(self._name(value))

    def result(self, make: Callable[..., Any], *args: str) -> ast.expr:
        """A node that loads what a function of strings returns, which is the same object for the same strings."""
        name = self._name(make(*args))
        self.results[name] = (make, args)
        return load(name)

    def _name(self, value: Any) -> str:
        name = self._names.get(id(value))
        if name is None:
            name = self._names[id(value)] = f"g{len(self._names)}"
            self.values[name] = self.by_name[name] = value  # which keeps the object, so that its id stays its own
        return name


def evaluated(expression: ast.expr, names: Globals) -> Any:
    """The value of generated code: a function."""
    tree = _located(ast.Expression(expression))
    # The tree was built from a checked one, node by node, and knows no names but those of `names`.
    return eval(compile(tree, "<cel>", "eval"), names.by_name)  # noqa: S307


def defined(functions: list[ast.stmt], names: Globals) -> Mapping[str, Any]:
    """The functions that generated code defines, by name."""
    tree = _located(ast.Module(functions, []))
    exec(compile(tree, "<cel>", "exec"), names.by_name)  # noqa: S102 - as above
    return names.by_name


def _located(tree: T) -> T:
    """A tree whose nodes have the positions that Python asks for: `ast.fix_missing_locations` takes twice the time."""
    pending: list[Any] = [tree]
    while pending:
        node = pending.pop()
        node.lineno, node.col_offset = 1, 0
        for field in node._fields:
            value = getattr(node, field)
            if isinstance(value, ast.AST):
                pending.append(value)
            elif isinstance(value, list):
                pending += cast("list[ast.AST]", value)
    return tree


def load(name: str) -> ast.expr:
    """A node that loads a name."""
    return ast.Name(name, ast.Load())


def constant(value: bool | float | str | None) -> ast.expr:
    """A node of a constant."""
    return ast.Constant(value)


def call(function: ast.expr, *args: ast.expr) -> ast.expr:
    """A node that calls a function."""
    return ast.Call(function, list(args), [])


def parameters(names: list[str]) -> ast.arguments:
    """The parameters of a function."""
    return ast.arguments([], [ast.arg(name) for name in names], None, [], [], None, [])


def function(names: list[str], body: ast.expr) -> ast.expr:
    """A node of a function that returns an expression."""
    return ast.Lambda(parameters(names), body)
