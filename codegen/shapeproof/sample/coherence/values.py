"""Values for the places of a schema: the simplest one, and others than the one that is there."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final, cast

from shapeproof.contract import Schema, resolve
from shapeproof.sample import strings
from shapeproof.sample.errors import UnsatisfiableSchema, UnsatisfiableString
from shapeproof.sample.responses import simplest
from shapeproof.sample.scalars import SampleStyle, keys

__all__ = ["NO_VALUE", "Values", "time_string"]

NO_VALUE: Final = object()
"""There is no finite value."""
_MAX_STRINGS: Final = 6


class Values:
    """Values of the nodes of one schema. Those that are returned may be put into a response."""

    def __init__(self, root: Schema) -> None:
        self._root = root
        # By identity, which is fast; the node is kept so that its id isn't used again.
        self._simplest: dict[int, tuple[Schema, Any]] = {}

    def simplest(self, node: Schema) -> Any:
        """The simplest value of a node: what it requires, plain strings. NO_VALUE if there is none."""
        known = self._simplest.get(id(node))
        if known is None:
            try:
                value = simplest(self._root, node)
            except UnsatisfiableSchema:
                value = NO_VALUE
            known = self._simplest[id(node)] = (node, value)
        return known[1]

    def others(self, node: Schema | None, value: Any, number: int = 0) -> Iterator[Any]:
        """Other values than one, the nearest first. They may break the schema.

        Args:
            node: the schema of the place.
            value: the value there.
            number: any number; items of a list give their index, so that they get different values.
        """
        shape: Schema = {} if node is None else resolve(self._root, node)
        if isinstance(value, bool):
            yield not value
        elif isinstance(value, int):
            yield from (value + 1, value - 1)
        elif isinstance(value, float):
            yield from (value + 1.0, value - 1.0, math.nextafter(value, math.inf), math.nextafter(value, -math.inf))
        elif "enum" in shape:
            yield from (other for other in shape["enum"] if other != value)
        elif isinstance(value, list) and value:
            items = cast("list[object]", value)
            yield from ([*items, items[-1]], items[:-1])
        elif isinstance(value, str):
            yield from _other_times(value) if "format" in shape else _other_strings(shape, value, number)

    def keys(self, node: Schema) -> Iterator[str]:
        """A few keys that a map may have."""
        shape = resolve(self._root, node)
        names = resolve(self._root, shape.get("propertyNames", {"type": "string"}))
        with suppress(UnsatisfiableString):
            yield from islice(keys(names, SampleStyle(plain=True)), _MAX_STRINGS)


def time_string(time: datetime) -> str:
    """A time as responses in `cli` write it."""
    return time.isoformat(timespec="microseconds" if time.microsecond else "seconds")


def _other_times(value: str) -> Iterator[str]:
    with suppress(ValueError, OverflowError):
        time = datetime.fromisoformat(value)
        yield from (time_string(time + timedelta(seconds=seconds)) for seconds in (1, -1))


def _other_strings(shape: Schema, value: str, number: int) -> Iterator[str]:
    most = shape.get("maxLength")
    for suffix in (str(number + 1), f"-{number + 1}", "2", "b"):
        yield value + suffix if most is None else value[: max(0, most - len(suffix))] + suffix
    with suppress(UnsatisfiableString):
        bounds = shape.get("pattern"), shape.get("minLength", 0), most
        yield from islice(strings.distinct(*bounds), number, number + _MAX_STRINGS)
