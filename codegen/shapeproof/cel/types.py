"""The types of expressions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

__all__ = [
    "BOOL",
    "DOUBLE",
    "DURATION",
    "DYN",
    "INT",
    "NULL",
    "STRING",
    "TIMESTAMP",
    "ListType",
    "MapType",
    "ScalarType",
    "StructureType",
    "Structures",
    "Type",
]


class ScalarType:
    """A type without parts, by its name in CEL. There is one of each: no structure is equal to it, whatever its name."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name: Final = name

    def __repr__(self) -> str:
        return f"ScalarType({self.name!r})"

    def __str__(self) -> str:
        return self.name


class ListType(NamedTuple):
    """A list of items of one type."""

    item: Type

    def __str__(self) -> str:
        return f"list({self.item})"


class MapType(NamedTuple):
    """A map; the keys of JSON objects are strings."""

    key: Type
    value: Type

    def __str__(self) -> str:
        return f"map({self.key}, {self.value})"


class StructureType(NamedTuple):
    """An object with named members of types of their own, which `Structures` has by this name."""

    name: str

    def __str__(self) -> str:
        return self.name


Type = ScalarType | ListType | MapType | StructureType
Structures = Mapping[str, Mapping[str, Type]]
"""The types of the members of each structure, by the structure's name."""

BOOL: Final = ScalarType("bool")
INT: Final = ScalarType("int")
DOUBLE: Final = ScalarType("double")
STRING: Final = ScalarType("string")
TIMESTAMP: Final = ScalarType("timestamp")
"""In values, a string as RFC 3339 writes it; where an expression computes with it, an aware datetime."""
DURATION: Final = ScalarType("duration")
NULL: Final = ScalarType("null_type")
DYN: Final = ScalarType("dyn")
"""A value of any type, known when it is evaluated."""
