"""Which types go together: `dyn` with every type, others with themselves."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Final

from shapeproof.cel.types import BOOL, DOUBLE, DURATION, DYN, INT, STRING, TIMESTAMP, ListType, MapType, Type

__all__ = ["ORDERED", "compatible", "has_dyn", "joined"]

ORDERED: Final = (INT, DOUBLE, STRING, BOOL, TIMESTAMP, DURATION)
"""The types whose values can be compared by `<`."""


def compatible(first: Type, second: Type) -> bool:
    """Whether a value may have both types, as far as they are known."""
    if DYN in (first, second):
        return True
    if isinstance(first, ListType) and isinstance(second, ListType):
        return compatible(first.item, second.item)
    if isinstance(first, MapType) and isinstance(second, MapType):
        return compatible(first.key, second.key) and compatible(first.value, second.value)
    return first == second


def joined(types: Iterable[Type]) -> Type:
    """The type of a value that has one of the types: `dyn` where they differ, and where there is none."""
    distinct = list(dict.fromkeys(types))
    return reduce(_join, distinct) if distinct else DYN


def _join(first: Type, second: Type) -> Type:
    if first == second:
        return first
    if isinstance(first, ListType) and isinstance(second, ListType):
        return ListType(_join(first.item, second.item))
    if isinstance(first, MapType) and isinstance(second, MapType):
        return MapType(_join(first.key, second.key), _join(first.value, second.value))
    return DYN


def has_dyn(tested: Type) -> bool:
    """Whether a type, or a part of it, is only known when an expression is evaluated."""
    if isinstance(tested, ListType):
        return has_dyn(tested.item)
    if isinstance(tested, MapType):
        return has_dyn(tested.key) or has_dyn(tested.value)
    return tested == DYN
