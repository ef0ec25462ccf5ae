"""How each keyword is broken: a mutator turns a valid value into candidates, those that break nothing else first."""

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

__all__ = ["Candidate", "NoMutation", "candidates"]

MAX_ENTRIES: Final = 100_000
"""A list or map with more entries, or a string of more than `strings.LIMIT` characters, makes a mutant that is too
large to store or send."""

_TIME_WITHOUT_OFFSET: Final = "2024-05-06T07:08:09"
_EPOCH: Final = 1714979289.123


class NoMutation(ShapeproofError):
    """A constraint that can't be broken; the message is the reason."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that should break a constraint when it replaces the valid value.

    Attributes:
        value: the new value.
        subpointer: leads from that value to the violation: a missing or unknown member, a bad key.
    """

    value: Any
    subpointer: tuple[str, ...] = ()


def candidates(point: ConstraintPoint, value: Any, root: Schema) -> Iterator[Candidate]:
    """Values that may break `point`; an engine decides whether they do, and what else they break.

    Args:
        point: the constraint to break.
        value: a valid value at its path.
        root: the schema that the point belongs to.

    Raises:
        NoMutation: there is no candidate, or no further one; the message is the reason.
        UnsatisfiableString: the same, for a constraint on strings.
        UnsatisfiableSchema: the same, for a value that a candidate would have to contain.
    """
    if point.keyword.startswith("propertyNames/"):
        yield from _keys(point, value, root)
    elif point.keyword in _CONTAINER_MUTATORS:
        yield from _CONTAINER_MUTATORS[point.keyword](point, value, root)
    else:
        yield from (Candidate(mutated) for mutated in _VALUE_MUTATORS[point.keyword](point.shape, value))


def _type(shape: Schema, value: Any) -> Iterator[Any]:
    """The wrong types that people really write."""
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
        yield strings.non_matching(shape["pattern"], shape.get("minLength", 0), shape.get("maxLength"))
    except UnsatisfiableString:
        yield strings.non_matching(shape["pattern"])


def _min_length(shape: Schema, _value: str) -> Iterator[str]:
    bound = shape["minLength"]
    if not bound:
        raise NoMutation("no string is shorter than the empty string")
    for length in (bound - 1, 0):
        yield from _string(shape.get("pattern"), 0, length, strings.longest)
    yield strings.shortest(None, bound - 1)


def _max_length(shape: Schema, _value: str) -> Iterator[str]:
    bound = shape["maxLength"]
    if bound >= strings.LIMIT:
        raise NoMutation(f"a string of more than {bound:,} characters is too long to be useful")
    yield from _string(shape.get("pattern"), bound + 1, None, strings.shortest)
    yield strings.shortest(None, bound + 1)


def _string(pattern: str | None, low: int, high: int | None, build: Callable[..., str]) -> Iterator[str]:
    try:
        yield build(pattern, low, high)
    except UnsatisfiableString:
        return


def _minimum(shape: Schema, _value: float) -> Iterator[float]:
    bound = shape["minimum"]
    yield bound - 1
    if isinstance(bound, float):  # so large that subtracting 1 changes nothing
        yield math.nextafter(bound, -math.inf)


def _maximum(shape: Schema, _value: float) -> Iterator[float]:
    bound = shape["maximum"]
    yield bound + 1
    if isinstance(bound, float):
        yield math.nextafter(bound, math.inf)


def _format(_shape: Schema, value: str) -> Iterator[str]:
    yield _TIME_WITHOUT_OFFSET
    yield value.replace("T", " ")


def _min_items(shape: Schema, value: list[Any]) -> Iterator[list[Any]]:
    if not shape["minItems"]:
        raise NoMutation("no list is shorter than the empty list")
    yield value[: shape["minItems"] - 1]


def _max_items(shape: Schema, value: list[Any]) -> Iterator[list[Any]]:
    _reject_large_bound(shape["maxItems"])
    if not value:
        raise NoMutation("the list can't have any items")
    yield list(islice(cycle(value), shape["maxItems"] + 1))


def _reject_large_bound(bound: int) -> None:
    if bound >= MAX_ENTRIES:
        raise NoMutation(f"more than {bound:,} entries are too many to be useful")


_VALUE_MUTATORS: Final[dict[str, Callable[[Schema, Any], Iterator[Any]]]] = {
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


def _min_properties(point: ConstraintPoint, value: dict[str, Any], _root: Schema) -> Iterator[Candidate]:
    bound = point.shape["minProperties"]
    if not bound:
        raise NoMutation("no map is smaller than the empty map")
    yield Candidate(dict(islice(value.items(), bound - 1)))


def _max_properties(point: ConstraintPoint, value: dict[str, Any], root: Schema) -> Iterator[Candidate]:
    bound = point.shape["maxProperties"]
    _reject_large_bound(bound)
    if is_union(point.shape):
        others = {name: member for name, member in point.shape["properties"].items() if name not in value}
        if not others:
            raise NoMutation("the union has only one member")
        for name, member in others.items():
            yield Candidate({**value, name: smallest(_as_root(root, member))})
    elif not value:
        raise NoMutation("the map can't have any entries")
    else:
        key_schema = resolve(root, point.shape.get("propertyNames", {}))
        entry = next(iter(value.values()))
        unused_keys = (key for key in keys(key_schema, SampleStyle(plain=True)) if key not in value)
        entries = {**value, **dict.fromkeys(islice(unused_keys, bound + 1 - len(value)), entry)}
        if len(entries) <= bound:
            raise NoMutation(f"there are only {len(entries)} different keys")
        yield Candidate(entries)


def _required(point: ConstraintPoint, value: dict[str, Any], _root: Schema) -> Iterator[Candidate]:
    yield Candidate({name: member for name, member in value.items() if name != point.member}, (point.member,))


def _additional(point: ConstraintPoint, value: dict[str, Any], _root: Schema) -> Iterator[Candidate]:
    name = "UnknownMember"
    while name in point.shape["properties"]:
        name += "2"
    # A union may have only one member, so the unknown one replaces it.
    kept = {} if is_union(point.shape) else value
    yield Candidate({**kept, name: "example"}, (name,))


_CONTAINER_MUTATORS: Final[dict[str, Callable[[ConstraintPoint, Any, Schema], Iterator[Candidate]]]] = {
    "minProperties": _min_properties,
    "maxProperties": _max_properties,
    "required": _required,
    "additionalProperties": _additional,
}


def _keys(point: ConstraintPoint, value: dict[str, Any], root: Schema) -> Iterator[Candidate]:
    keyword = point.keyword.removeprefix("propertyNames/")
    key_schema = resolve(root, point.shape["propertyNames"])
    if value:
        first, *_ = value
        entry, others = value[first], {key: other for key, other in value.items() if key != first}
    else:
        first, entry, others = "example", smallest(_as_root(root, point.shape["additionalProperties"])), {}
    for key in _VALUE_MUTATORS[keyword](key_schema, first):
        if key not in others:
            yield Candidate({key: entry, **others}, (key,))


def _as_root(root: Schema, node: Schema) -> Schema:
    """A subschema as a root schema, with the definitions that it refers to."""
    return {**node, "$defs": root["$defs"]}
