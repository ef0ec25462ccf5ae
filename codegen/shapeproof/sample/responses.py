"""The smallest and the fullest response of a schema, and a small one that has a value at a given path.

A response here is any part of a contract: an operation's response, request or error. Streams are left out, as the AWS
CLI leaves them out of its output.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count, islice
from typing import Any, Final, cast

from shapeproof.contract import Schema, has_more_places, is_stream, is_union, reference, resolve
from shapeproof.contract.routes import Route, route_to
from shapeproof.contract.traversal import MAX_PLACES
from shapeproof.sample.errors import UnsatisfiableSchema, UnsatisfiableString
from shapeproof.sample.scalars import SampleStyle, keys, scalar

__all__ = ["fullest", "response_with", "simplest", "smallest"]

_ITEMS_WHEN_FULL: Final = 2
"""The number of entries of a list or map in the fullest response, unless its bounds differ."""

_MOST_VALUES: Final = 1_000_000
"""No response with more values is built: members that it doesn't need are left out."""

_MOST_CHARACTERS: Final = 10_000_000
"""Nor one whose strings have more characters, together."""


def smallest(root: Schema) -> Any:
    """The smallest valid response: required members, shortest strings, fewest items, numbers nearest to 0.

    Args:
        root: a schema that `capture` built, as `Contract.schema` returns it.

    Raises:
        UnsatisfiableSchema: no finite response satisfies the schema.
    """
    return _Composer(root).value(root, _Context(SampleStyle(plain=False), full=False))


def fullest(root: Schema) -> Any:
    """The fullest valid response: every optional member, at least two items in lists and maps, plain strings.

    The second item of a list is a small one. A union has one member, so a list of unions has one item for each member.
    A structure nested in itself has its required members only. An optional member that nothing satisfies is left out. Of
    a schema with more than `MAX_PLACES` places, a structure is full only where it occurs first.

    Args:
        root: a schema that `capture` built, as `Contract.schema` returns it.

    Raises:
        UnsatisfiableSchema: no finite response satisfies the schema.
    """
    composer = _Composer(root, fills_once=has_more_places(root, MAX_PLACES))
    return composer.value(root, _Context(SampleStyle(plain=True), full=True))


def response_with(root: Schema, path: str, *, fills_once: bool = False) -> Any:
    """A small valid response that has a value at `path`, and is full from there on.

    Args:
        root: a schema that `capture` built, as `Contract.schema` returns it.
        path: the path.
        fills_once: whether a structure is full only where it occurs first.

    Raises:
        UnsatisfiableSchema: no valid response has a value there.
        KeyError: the schema has no such path.
    """
    context = _Context(SampleStyle(plain=True), full=False, route=route_to(root, path))
    return _Composer(root, fills_once=fills_once).value(root, context)


def simplest(root: Schema, node: Schema) -> Any:
    """A small valid value of a part of a schema, with plain strings.

    Args:
        root: the schema that has the definitions.
        node: the part.

    Raises:
        UnsatisfiableSchema: no finite value satisfies it.
    """
    return _Composer(root).value(node, _Context(SampleStyle(plain=True), full=False))


@dataclass(frozen=True, slots=True)
class _Context:
    """Where the composer is in the schema, and what it builds there.

    Attributes:
        style: how scalars are written.
        full: whether to include optional members.
        path: the path so far, with a leading dot.
        enclosing: the names of the enclosing structures.
        required_chain: those of them that were reached through required members alone.
        route: the steps left to a path that must have a value: empty on arrival, None off the route.
    """

    style: SampleStyle
    full: bool
    path: str = ""
    enclosing: tuple[str, ...] = ()
    required_chain: tuple[str, ...] = ()
    route: Route | None = None

    def step_into(self, step: str) -> _Context:
        """The context one step down."""
        route = self.route[1:] if self.route and self.route[0] == step else None
        return replace(self, path=self.path + step, route=route)

    def enter_structure(self, name: str) -> _Context:
        """The context inside a structure. Raises UnsatisfiableSchema for one that requires itself without end."""
        context = self
        if not context.route:  # the route itself may pass through a structure twice
            if context.full and name in context.enclosing:
                context = replace(context, full=False)
            if not context.full:
                if name in context.required_chain:
                    raise context.error("it requires itself without end")
                context = replace(context, required_chain=(*context.required_chain, name))
        return replace(context, enclosing=(*context.enclosing, name))

    def error(self, reason: str) -> UnsatisfiableSchema:
        return UnsatisfiableSchema(reason, path=self.path.removeprefix("."))


class _Composer:
    """Composes values of the nodes of one schema, each in its context."""

    def __init__(self, root: Schema, *, fills_once: bool = False) -> None:
        self._root = root
        self._fills_once = fills_once
        self._filled: set[str] = set()
        self._values = 0
        self._characters = 0

    def value(self, node: Schema, context: _Context) -> Any:
        self._values += 1
        if self._values > _MOST_VALUES:
            raise context.error(f"the response has {_MOST_VALUES:,} values without it")
        if "anyOf" in node:
            return self._value_or_null(node["anyOf"][0], context)
        if context.route == ():
            context = replace(context, full=True, route=None)
        if name := reference(node):
            if context.full and self._fills_once and name in self._filled:
                context = replace(context, full=False)
            if context.full:
                self._filled.add(name)
            context = context.enter_structure(name)
        shape = resolve(self._root, node)
        if "properties" in shape:
            return self._union(shape, context) if is_union(shape) else self._structure(shape, context)
        if "items" in shape:
            return self._entries(shape["items"], context, "[]", *self._bounds(shape, "Items", context))
        if "additionalProperties" in shape:
            return self._map(shape, context)
        if "type" not in shape:  # a document: any JSON
            return {"example": "value"} if context.full else {}
        try:
            value = scalar(shape, context.style)
        except UnsatisfiableString as error:
            raise context.error(error.message) from error
        self._characters += len(value) if isinstance(value, str) else 0
        if self._characters > _MOST_CHARACTERS:
            raise context.error(f"the response has {_MOST_CHARACTERS:,} characters without it")
        return value

    def _value_or_null(self, node: Schema, context: _Context) -> Any:
        try:
            return self.value(node, context)
        except UnsatisfiableSchema:
            if context.route is not None:
                raise
            return None

    def _structure(self, shape: Schema, context: _Context) -> dict[str, Any]:
        value: dict[str, Any] = {}
        for name, member in shape["properties"].items():
            member_context = context.step_into(f".{name}")
            is_needed = member_context.route is not None or name in shape.get("required", ())
            if not is_needed and (not context.full or is_stream(member)):
                continue
            try:
                value[name] = self.value(member, member_context)
            except UnsatisfiableSchema:
                if is_needed:
                    raise
        return value

    def _union(self, shape: Schema, context: _Context) -> dict[str, Any]:
        members = [(name, member, context.step_into(f".{name}")) for name, member in shape["properties"].items()]
        on_route = [member for member in members if member[2].route is not None]
        failure = context.error("no member of the union can be built")
        for name, member, member_context in on_route or members:
            if on_route or not is_stream(member):
                try:
                    return {name: self.value(member, member_context)}
                except UnsatisfiableSchema as error:
                    failure = error
        raise failure

    def _map(self, shape: Schema, context: _Context) -> dict[str, Any]:
        low, high = self._bounds(shape, "Properties", context)
        key_schema = resolve(self._root, shape.get("propertyNames", {"type": "string"}))
        try:
            available_keys = keys(key_schema, context.style)
        except UnsatisfiableString as error:
            if low or context.route:
                raise context.error(f"no valid key: {error.message}") from error
            return {}
        values = self._entries(shape["additionalProperties"], context, "{}", low, high)
        value = dict(zip(available_keys, values, strict=False))
        if len(value) < low:
            raise context.error(f"there are only {len(value)} different keys, but at least {low} are required")
        return value

    @staticmethod
    def _bounds(shape: Schema, suffix: str, context: _Context) -> tuple[int, int | None]:
        low, high = cast("int", shape.get(f"min{suffix}", 0)), cast("int | None", shape.get(f"max{suffix}"))
        if high is not None and high < low:
            raise context.error(f"the bounds exclude one another: at least {low}, at most {high}")
        if context.route and high == 0:
            raise context.error("it must be empty")
        return low, high

    def _entries(self, node: Schema, context: _Context, step: str, low: int, high: int | None) -> list[Any]:
        """The items of a list or the values of a map, `low` to `high` of them."""
        number = max(low, _ITEMS_WHEN_FULL if context.full else 1 if context.route else 0)
        number = number if high is None else min(number, high)
        if not number:
            return []
        entry_context = context.step_into(step)
        if not context.full and not context.route:
            return [self.value(node, entry_context) for _ in range(number)]
        try:
            values = self._first_values(node, entry_context)[:high]
        except UnsatisfiableSchema:
            if low or entry_context.route is not None:
                raise
            return []
        if context.full and "anyOf" in node and (high is None or len(values) < high):
            values.append(None)
        return values + self._small_values(node, entry_context, values, number - len(values))

    def _first_values(self, node: Schema, context: _Context) -> list[Any]:
        """The value that the context asks for; of a union, one value for each member that can be built."""
        shape = resolve(self._root, node)
        members: Schema = shape["properties"] if is_union(shape) else {}
        values: list[Any] = []
        is_filled = self._fills_once and reference(node) in self._filled
        if context.route is None and not is_filled and reference(node) not in context.enclosing:
            for name, member in members.items():
                with suppress(UnsatisfiableSchema):
                    if not is_stream(member):
                        values.append(self.value(node, replace(context, route=(f".{name}",))))
        return values or [self.value(node, context)]

    def _small_values(self, node: Schema, context: _Context, existing: list[Any], number: int) -> list[Any]:
        """`number` small values, different from the existing ones and from each other where that is possible."""
        if number <= 0:
            return []
        small = replace(context, full=False, route=None)
        styles = (replace(context.style, index=index) for index in count(1))
        built = [self.value(node, replace(small, style=style)) for style in islice(styles, number + 1)]
        different: list[Any] = []
        for value in built:
            if value not in existing and value not in different:
                different.append(value)
        return (different + [value for value in built if value not in different] + built)[:number]
