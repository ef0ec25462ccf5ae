"""How each keyword is broken: from a valid value to values that break it, those that break nothing else first."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any, Final

from shapeproof.contract import Schema, is_union, resolve
from shapeproof.errors import ShapeproofError
from shapeproof.sample import strings
from shapeproof.sample.constraints import ConstraintPoint
from shapeproof.sample.errors import UnsatisfiableString
from shapeproof.sample.responses import smallest
from shapeproof.sample.scalars import SampleStyle, keys

__all__ = ["Attempt", "NoMutation", "attempts"]

MOST_ITEMS: Final = 100_000
"""A list or map with more than this many entries, or a text of more than `strings.LIMIT` characters, is no mutant
that anybody wants to keep or send."""

_NAIVE_TIME: Final = "2024-05-06T07:08:09"
_EPOCH: Final = 1714979289.123


class NoMutation(ShapeproofError):
    """A constraint that can't be broken. `problem` says why."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A value to stand at the place of a constraint.

    `below` leads from there to what breaks: an absent or unknown member, a bad key.
    """

    value: Any
    below: tuple[str, ...] = ()


def attempts(point: ConstraintPoint, value: Any, root: Schema) -> Iterator[Attempt]:
    """Ways to break `point`, where `value` is valid; whether they do, and what else they break, is for an engine.

    Raises Unbroken or NoText, with the reason, when there is none (left).
    """
    if point.keyword.startswith("propertyNames/"):
        yield from _keys(point, value, root)
    elif point.keyword in _OF_STRUCTURES:
        yield from _OF_STRUCTURES[point.keyword](point, value, root)
    else:
        yield from (Attempt(broken) for broken in _OF_VALUES[point.keyword](point.shape, value))


def _type(shape: Schema, value: Any) -> Iterator[Any]:
    """What people really put in place of each type."""
    match shape["type"]:
        case "string":
            yield _EPOCH if "format" in shape else 12345
        case "integer":
            yield True
        case "number":
            yield str(value)
        case "boolean":
            yield "true"
        case "array":
            yield value[0] if value and not isinstance(value[0], list) else "example"
        case _:
            yield json.dumps(value)


def _enum(shape: Schema, value: str) -> Iterator[str]:
    spellings = (value.lower(), value.upper(), value.capitalize(), f"{value}2", "Unknown")
    yield from (spelling for spelling in spellings if spelling not in shape["enum"])


def _pattern(shape: Schema, _value: str) -> Iterator[str]:
    try:
        yield strings.unmatched(shape["pattern"], shape.get("minLength", 0), shape.get("maxLength"))
    except UnsatisfiableString:
        yield strings.unmatched(shape["pattern"])


def _min_length(shape: Schema, _value: str) -> Iterator[str]:
    bound = shape["minLength"]
    if not bound:
        raise NoMutation("no text is shorter than the empty one")
    for length in (bound - 1, 0):
        yield from _text(shape.get("pattern"), 0, length, strings.longest)
    yield strings.shortest(None, bound - 1)


def _max_length(shape: Schema, _value: str) -> Iterator[str]:
    bound = shape["maxLength"]
    if bound >= strings.LIMIT:
        raise NoMutation(f"a text of more than {bound:,} characters is longer than anybody wants")
    yield from _text(shape.get("pattern"), bound + 1, None, strings.shortest)
    yield strings.shortest(None, bound + 1)


def _text(pattern: str | None, low: int, high: int | None, choose: Callable[..., str]) -> Iterator[str]:
    try:
        yield choose(pattern, low, high)
    except UnsatisfiableString:
        return


def _minimum(shape: Schema, _value: float) -> Iterator[float]:
    bound = shape["minimum"]
    yield bound - 1
    if isinstance(bound, float):  # so large that one less is the same
        yield math.nextafter(bound, -math.inf)


def _maximum(shape: Schema, _value: float) -> Iterator[float]:
    bound = shape["maximum"]
    yield bound + 1
    if isinstance(bound, float):
        yield math.nextafter(bound, math.inf)


def _format(_shape: Schema, value: str) -> Iterator[str]:
    yield _NAIVE_TIME
    yield value.replace("T", " ")


def _min_items(shape: Schema, value: list[Any]) -> Iterator[list[Any]]:
    if not shape["minItems"]:
        raise NoMutation("no list is shorter than the empty one")
    yield value[: shape["minItems"] - 1]


def _max_items(shape: Schema, value: list[Any]) -> Iterator[list[Any]]:
    _refuse_giants(shape["maxItems"])
    if not value:
        raise NoMutation("nothing can be put into the list")
    yield list(islice(cycle(value), shape["maxItems"] + 1))


def _refuse_giants(bound: int) -> None:
    if bound >= MOST_ITEMS:
        raise NoMutation(f"more than {bound:,} entries are more than anybody wants")


_OF_VALUES: Final[dict[str, Callable[[Schema, Any], Iterator[Any]]]] = {
    "type": _type,
    "enum": _enum,
    "pattern": _pattern,
    "minLength": _min_length,
    "maxLength": _max_length,
    "minimum": _minimum,
    "maximum": _maximum,
    "format": _format,
    "minItems": _min_items,
    "maxItems": _max_items,
}


def _min_properties(point: ConstraintPoint, value: dict[str, Any], _root: Schema) -> Iterator[Attempt]:
    bound = point.shape["minProperties"]
    if not bound:
        raise NoMutation("no map is smaller than the empty one")
    yield Attempt(dict(islice(value.items(), bound - 1)))


def _max_properties(point: ConstraintPoint, value: dict[str, Any], root: Schema) -> Iterator[Attempt]:
    bound = point.shape["maxProperties"]
    _refuse_giants(bound)
    if is_union(point.shape):
        others = {name: member for name, member in point.shape["properties"].items() if name not in value}
        if not others:
            raise NoMutation("the union has one member only")
        for name, member in others.items():
            yield Attempt({**value, name: smallest(_standing_alone(root, member))})
    elif not value:
        raise NoMutation("nothing can be put into the map")
    else:
        names = resolve(root, point.shape.get("propertyNames", {}))
        entry = next(iter(value.values()))
        more = (key for key in keys(names, SampleStyle(plain=True)) if key not in value)
        enough = {**value, **dict.fromkeys(islice(more, bound + 1 - len(value)), entry)}
        if len(enough) <= bound:
            raise NoMutation(f"there are no more than {len(enough)} different keys")
        yield Attempt(enough)


def _required(point: ConstraintPoint, value: dict[str, Any], _root: Schema) -> Iterator[Attempt]:
    yield Attempt({name: held for name, held in value.items() if name != point.member}, (point.member,))


def _additional(point: ConstraintPoint, value: dict[str, Any], _root: Schema) -> Iterator[Attempt]:
    name = "UnknownMember"
    while name in point.shape["properties"]:
        name += "2"
    # In a union it must take the place of the one member there may be.
    kept = {} if is_union(point.shape) else value
    yield Attempt({**kept, name: "example"}, (name,))


_OF_STRUCTURES: Final[dict[str, Callable[[ConstraintPoint, Any, Schema], Iterator[Attempt]]]] = {
    "minProperties": _min_properties,
    "maxProperties": _max_properties,
    "required": _required,
    "additionalProperties": _additional,
}


def _keys(point: ConstraintPoint, value: dict[str, Any], root: Schema) -> Iterator[Attempt]:
    keyword = point.keyword.removeprefix("propertyNames/")
    names = resolve(root, point.shape["propertyNames"])
    if value:
        first, *_ = value
        entry, others = value[first], {key: held for key, held in value.items() if key != first}
    else:
        first, entry, others = "example", smallest(_standing_alone(root, point.shape["additionalProperties"])), {}
    for key in _OF_VALUES[keyword](names, first):
        if key not in others:
            yield Attempt({key: entry, **others}, (key,))


def _standing_alone(root: Schema, node: Schema) -> Schema:
    """The schema of one place as a schema of its own."""
    return {**node, "$defs": root["$defs"]}
