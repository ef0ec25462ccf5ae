"""The structures of a response, by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, cast

from shapeproof.contract import Pointer, Schema, reference, walk

__all__ = ["FoundStructure", "structures_in"]


class FoundStructure(NamedTuple):
    """A structure in a response.

    Attributes:
        pointer: its place.
        name: its name in `$defs`.
        value: its members.
    """

    pointer: Pointer
    name: str
    value: Mapping[str, Any]


def structures_in(schema: Schema, response: object) -> Iterator[FoundStructure]:
    """Iterate over the structures of a response, each before those in it. What isn't an object is none.

    Args:
        schema: the schema of the response.
        response: JSON values in `cli`; they needn't be valid, nor complete.
    """
    for visit in walk(schema, response):
        name = None if visit.node is None else reference(visit.node)
        value = visit.value
        if name is not None and isinstance(value, dict) and "properties" in schema["$defs"][name]:
            yield FoundStructure(visit.pointer, name, cast("dict[str, Any]", value))
