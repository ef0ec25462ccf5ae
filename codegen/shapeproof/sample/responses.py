"""The smallest and the fullest response of a schema, and a small one that holds a given place.

A response here is any part of a contract: what an operation answers, takes, or fails with. Streams are left out, as
the AWS CLI leaves them out of what it prints.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count, islice
from typing import Any, Final, cast

from shapeproof.contract import Schema, is_stream, is_union, reference, resolve
from shapeproof.contract.routes import Route, route_to
from shapeproof.sample.errors import UnsatisfiableSchema, UnsatisfiableString
from shapeproof.sample.scalars import SampleStyle, keys, scalar

__all__ = ["fullest", "response_with", "smallest"]

_SEVERAL: Final = 2
"""So many items a list or map holds in the fullest response, if nothing asks for more."""


def smallest(root: Schema) -> Any:
    """The smallest valid response: required members, shortest texts, fewest items, numbers nearest to 0.

    `root` is a schema that `capture` built, as `Contract.schema` gives it. Raises NoSample if no response keeps it.
    """
    return _Composer(root).value(root, _Way(SampleStyle(plain=False), full=False))


def fullest(root: Schema) -> Any:
    """The fullest valid response: every optional member, at least two items in lists and maps, plain texts.

    The second item of a list is a small one. A union holds one member, so that a list of unions has one item for
    each. A structure inside itself holds its required members only. An optional member that nothing can satisfy is
    left out. Raises NoSample if no response keeps the schema.
    """
    return _Composer(root).value(root, _Way(SampleStyle(plain=True), full=True))


def response_with(root: Schema, path: str) -> Any:
    """A small valid response in which the place `path` is present, and full from there on.

    Raises NoSample if no valid response holds that place, KeyError if the schema has no such place.
    """
    return _Composer(root).value(root, _Way(SampleStyle(plain=True), full=False, route=route_to(root, path)))


@dataclass(frozen=True, slots=True)
class _Way:
    """Where the composer stands, and what it is after.

    `full` asks for optional members. `inside` names the structures around; `chain`, those of them that one required
    member after another led through. `route` holds the steps still to take to a place that must be there: none left
    on arrival, None off the route.
    """

    taste: SampleStyle
    full: bool
    path: str = ""
    inside: tuple[str, ...] = ()
    chain: tuple[str, ...] = ()
    route: Route | None = None

    def into(self, step: str) -> _Way:
        """One step down."""
        route = self.route[1:] if self.route and self.route[0] == step else None
        return replace(self, path=self.path + step, route=route)

    def entering(self, name: str) -> _Way:
        """Into a structure. Raises NoSample for one that requires itself, without end."""
        way = self
        if not way.route:  # the route itself may pass through a structure twice
            if way.full and name in way.inside:
                way = replace(way, full=False)
            if not way.full:
                if name in way.chain:
                    raise way.failure("it requires itself, without end")
                way = replace(way, chain=(*way.chain, name))
        return replace(way, inside=(*way.inside, name))

    def failure(self, reason: str) -> UnsatisfiableSchema:
        return UnsatisfiableSchema(reason, path=self.path.removeprefix("."))


class _Composer:
    def __init__(self, root: Schema) -> None:
        self._root = root

    def value(self, node: Schema, way: _Way) -> Any:
        if "anyOf" in node:
            return self._or_null(node["anyOf"][0], way)
        if way.route == ():
            way = replace(way, full=True, route=None)
        if name := reference(node):
            way = way.entering(name)
        shape = resolve(self._root, node)
        if "properties" in shape:
            return self._union(shape, way) if is_union(shape) else self._structure(shape, way)
        if "items" in shape:
            return self._held(shape["items"], way, "[]", *self._bounds(shape, "Items", way))
        if "additionalProperties" in shape:
            return self._map(shape, way)
        if "type" not in shape:  # a document: any JSON
            return {"example": "value"} if way.full else {}
        try:
            return scalar(shape, way.taste)
        except UnsatisfiableString as reason:
            raise way.failure(reason.message) from None

    def _or_null(self, node: Schema, way: _Way) -> Any:
        try:
            return self.value(node, way)
        except UnsatisfiableSchema:
            if way.route is not None:
                raise
            return None

    def _structure(self, shape: Schema, way: _Way) -> dict[str, Any]:
        value: dict[str, Any] = {}
        for name, member in shape["properties"].items():
            below = way.into(f".{name}")
            needed = below.route is not None or name in shape.get("required", ())
            if not needed and (not way.full or is_stream(member)):
                continue
            try:
                value[name] = self.value(member, below)
            except UnsatisfiableSchema:
                if needed:
                    raise
        return value

    def _union(self, shape: Schema, way: _Way) -> dict[str, Any]:
        members = [(name, member, way.into(f".{name}")) for name, member in shape["properties"].items()]
        named = [one for one in members if one[2].route is not None]
        failure = way.failure("a union without a member that can be there")
        for name, member, below in named or members:
            if named or not is_stream(member):
                try:
                    return {name: self.value(member, below)}
                except UnsatisfiableSchema as error:
                    failure = error
        raise failure

    def _map(self, shape: Schema, way: _Way) -> dict[str, Any]:
        low, high = self._bounds(shape, "Properties", way)
        names = resolve(self._root, shape.get("propertyNames", {"type": "string"}))
        try:
            available = keys(names, way.taste)
        except UnsatisfiableString as reason:
            if low or way.route:
                raise way.failure(f"the keys: {reason.message}") from None
            return {}
        values = self._held(shape["additionalProperties"], way, "{}", low, high)
        value = dict(zip(available, values, strict=False))
        if len(value) < low:
            raise way.failure(f"there are only {len(value)} different keys, and {low} are required")
        return value

    @staticmethod
    def _bounds(shape: Schema, of: str, way: _Way) -> tuple[int, int | None]:
        low, high = cast("int", shape.get(f"min{of}", 0)), cast("int | None", shape.get(f"max{of}"))
        if high is not None and high < low:
            raise way.failure(f"the bounds exclude one another: at least {low}, at most {high}")
        if way.route and high == 0:
            raise way.failure("it must be empty")
        return low, high

    def _held(self, node: Schema, way: _Way, step: str, low: int, high: int | None) -> list[Any]:
        """What a list or map holds, `low` to `high` of them."""
        wanted = max(low, _SEVERAL if way.full else 1 if way.route else 0)
        wanted = wanted if high is None else min(wanted, high)
        if not wanted:
            return []
        below = way.into(step)
        if not way.full and not way.route:
            return [self.value(node, below) for _ in range(wanted)]
        try:
            values = self._each(node, below)[:high]
        except UnsatisfiableSchema:
            if low or below.route is not None:
                raise
            return []
        if way.full and "anyOf" in node and (high is None or len(values) < high):
            values.append(None)
        return values + self._others(node, below, values, wanted - len(values))

    def _each(self, node: Schema, way: _Way) -> list[Any]:
        """A value as `way` wants it; of a union, one for each member that can be there."""
        shape = resolve(self._root, node)
        members: Schema = shape["properties"] if is_union(shape) else {}
        values: list[Any] = []
        if way.route is None and reference(node) not in way.inside:
            for name, member in members.items():
                with suppress(UnsatisfiableSchema):
                    if not is_stream(member):
                        values.append(self.value(node, replace(way, route=(f".{name}",))))
        return values or [self.value(node, way)]

    def _others(self, node: Schema, way: _Way, values: list[Any], missing: int) -> list[Any]:
        """Small values beside the given ones, different from them and from each other where that is possible."""
        if missing <= 0:
            return []
        small = replace(way, full=False, route=None)
        tastes = (replace(way.taste, index=index) for index in count(1))
        tried = [self.value(node, replace(small, taste=taste)) for taste in islice(tastes, missing + 1)]
        different: list[Any] = []
        for value in tried:
            if value not in values and value not in different:
                different.append(value)
        return (different + [value for value in tried if value not in different] + tried)[:missing]
