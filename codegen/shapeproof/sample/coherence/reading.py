"""What the expressions of a rule mean in a response: their values, and the places that they read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple, cast

from shapeproof.cel import syntax
from shapeproof.cel.checker import Checked
from shapeproof.cel.compiler import compile_expression
from shapeproof.cel.evaluation_error import EvaluationError
from shapeproof.cel.types import STRING
from shapeproof.contract import Schema, resolve
from shapeproof.operating_system.times import utc_time
from shapeproof.sample.coherence.place import NOTHING, Place
from shapeproof.sample.coherence.values import time_string

__all__ = ["ERROR", "Computed", "Key", "Leaf", "Reader", "Scope"]


@dataclass(frozen=True, slots=True, eq=False)
class Computed:
    """A value that an expression computed, so that no place has it."""

    value: Any


@dataclass(frozen=True, slots=True, eq=False)
class Key(Computed):
    """A key of a map, with the place of its entry."""

    entry: Place


Scope = Mapping[str, Place | Computed]
"""The variables of an expression: `self` and its like, and those that macros bind."""

ERROR: Final = Computed(None)
"""Stands for a value that can't be computed: a member that an expression reads is absent."""
_CASES: Final = frozenset(["lowerAscii", "upperAscii", "trim"])
_CONVERSIONS: Final = frozenset(["double", "int", "string", "timestamp", "dyn"])


class Leaf(NamedTuple):
    """A place whose value is the value of an expression, as it is or as a string.

    Attributes:
        place: the place; there may be nothing yet.
        is_string: whether the place has the value as a string: `double(self.X)`.
    """

    place: Place
    is_string: bool

    def encoded(self, root: Schema, value: Any) -> Any:
        """The value for the place that makes the expression have this value."""
        if isinstance(value, datetime):
            return time_string(value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value
        is_whole = isinstance(value, int) or value.is_integer()
        if self.is_string:
            return str(int(value)) if is_whole else repr(value)
        shape: Schema = {} if self.place.node is None else resolve(root, self.place.node)
        if "format" in shape:  # int(time)
            return _time_of(value)
        if shape.get("type") == "number":
            return float(value)
        return int(value) if is_whole else value


def _time_of(seconds: float) -> Any:
    """The string of a time that is so many seconds after 1970; the number itself if there is no such time."""
    try:
        return time_string(utc_time(seconds))
    except (OverflowError, ValueError):
        return seconds


class Reader:
    """Reads the expressions of one checked tree."""

    def __init__(self, root: Schema, checked: Checked) -> None:
        self._root = root
        self._checked = checked
        # By the identity of the node, which the tree keeps; its place in the tree decides which variables there are.
        self._functions: dict[int, Callable[..., Any]] = {}

    def value(self, node: syntax.Expression, scope: Scope) -> Any:
        """The value of an expression, a time as a datetime; ERROR if it has none."""
        if isinstance(node, syntax.Literal):
            return node.value
        function = self._functions.get(id(node))
        if function is None:
            function = self._functions[id(node)] = compile_expression(self._checked, tuple(scope), node)
        values: list[Any] = []
        for variable in scope.values():
            value = variable.value
            if value is NOTHING:
                return ERROR
            values.append(value)
        try:
            return function(*values)
        except EvaluationError:
            return ERROR

    def truth(self, node: syntax.Expression, scope: Scope) -> bool | None:
        """Whether an expression is true; None if it has no value."""
        value = self.value(node, scope)
        return value if isinstance(value, bool) else None

    def raw(self, node: syntax.Expression, scope: Scope) -> Any:
        """The value of an expression, as its place has it if it is one of a place."""
        place = self.place(node, scope)
        if place is not None and place.exists:
            return place.value
        return self.value(node, scope)

    def place(self, node: syntax.Expression, scope: Scope) -> Place | None:
        """The place that an expression reads, present or not; None if it computes its value, or an owner is absent."""
        match node:
            case syntax.Name(name=name):
                variable = scope.get(name)
                return variable if isinstance(variable, Place) else None
            case syntax.Member(operand=operand, name=name):
                owner = self.place(operand, scope)
                return owner.below(self._root, name) if owner and isinstance(owner.value, dict) else None
            case syntax.Index(operand=operand, index=index):
                owner, key = self.place(operand, scope), self.value(index, scope)
                if owner is None or not isinstance(owner.value, list if isinstance(key, int) else dict):
                    return None
                return owner.below(self._root, key) if isinstance(key, str | int) else None
            case syntax.Conditional():
                branch = self.branch(node, scope)
                return None if branch is None else self.place(branch, scope)
            case _:
                return None

    def leaf(self, node: syntax.Expression, scope: Scope) -> Leaf | None:
        """The place whose value an expression has, possibly converted from a string."""
        if isinstance(node, syntax.Conditional):
            branch = self.branch(node, scope)
            return None if branch is None else self.leaf(branch, scope)
        if isinstance(node, syntax.Call) and node.function in _CONVERSIONS and node.target is None:
            (argument,) = node.arguments
            inner = self.leaf(argument, scope)
            is_string = node.function != "string" and self._checked.type_of(argument) == STRING
            return None if inner is None else Leaf(inner.place, is_string or inner.is_string)
        if isinstance(node, syntax.Call) and node.function in _CASES and node.target is not None:
            return self.leaf(node.target, scope)
        place = self.place(node, scope)
        return None if place is None else Leaf(place, is_string=False)

    def spelled(self, node: syntax.Expression, scope: Scope) -> Any:
        """The value of a string expression, with the letters of its places as they are there."""
        match node:
            case syntax.Call(function=function, target=target) if target is not None and function in _CASES:
                return self.spelled(target, scope)
            case syntax.Binary(operator="+", left=left, right=right):
                first, second = self.spelled(left, scope), self.spelled(right, scope)
                return first + second if isinstance(first, str) and isinstance(second, str) else ERROR
            case _:
                return self.value(node, scope)

    def branch(self, node: syntax.Conditional, scope: Scope) -> syntax.Expression | None:
        """The branch that counts; None if the condition has no value."""
        condition = self.truth(node.condition, scope)
        return None if condition is None else node.then if condition else node.otherwise

    def items(self, node: syntax.Expression, scope: Scope) -> list[Place | Computed]:
        """The items of a list, or the keys of a map; those without a place are computed."""
        match node:
            case syntax.ListDisplay(items=items):
                places = [(self.place(item, scope), item) for item in items]
                return [place or Computed(self.value(item, scope)) for place, item in places]
            case syntax.Binary(operator="+", left=left, right=right):
                return [*self.items(left, scope), *self.items(right, scope)]
            case syntax.Conditional():
                branch = self.branch(node, scope)
                return [] if branch is None else self.items(branch, scope)
            case syntax.Call(function="distinct", target=target) if target is not None:
                return self.items(target, scope)
            case syntax.Macro(macro="filter", target=target, variable=variable, body=body):
                return [item for item in self.items(target, scope) if self.truth(body, {**scope, variable: item})]
            case syntax.Macro(macro="map", target=target, variable=variable, body=body, condition=condition):
                scopes = [{**scope, variable: item} for item in self.items(target, scope)]
                kept = [inner for inner in scopes if condition is None or self.truth(condition, inner)]
                return [self.place(body, inner) or Computed(self.raw(body, inner)) for inner in kept]
            case _:
                place = self.place(node, scope)
                found = NOTHING if place is None else place.value
                if place is not None and isinstance(found, list):
                    return [*place.items(self._root)]
                if place is not None and isinstance(found, dict):
                    return [Key(entry.key, entry) for entry in place.items(self._root)]
                value = self.value(node, scope)
                values = cast("list[object]", value) if isinstance(value, list | dict) else []
                return [Computed(item) for item in values]
