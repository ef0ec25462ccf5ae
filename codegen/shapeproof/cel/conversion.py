"""What JSON writes differently from CEL's values: times as strings, doubles without a fraction.

Where an expression only passes through a value, to a member of it, nothing is converted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from shapeproof.cel.evaluation_error import EvaluationError
from shapeproof.cel.numbers import as_double
from shapeproof.cel.times import as_timestamp
from shapeproof.cel.types import DOUBLE, TIMESTAMP, ListType, MapType, Structures, StructureType, Type

__all__ = ["converter_for", "has_times"]


def has_times(described: Type, structures: Structures) -> bool:
    """Whether values of a type contain times, so that they are converted as a whole."""
    pending = [described]
    entered: set[str] = set()
    while pending:
        match pending.pop():
            case ListType(item=item):
                pending.append(item)
            case MapType(value=value):
                pending.append(value)
            case StructureType(name=name):
                if name not in entered:
                    entered.add(name)
                    pending += structures[name].values()
            case scalar:
                if scalar == TIMESTAMP:
                    return True
    return False


def converter_for(described: Type, structures: Structures) -> Callable[[Any], Any] | None:
    """The function that turns JSON of a type into CEL's values; None where they are the same."""
    if described == TIMESTAMP:
        return as_timestamp
    if described == DOUBLE:
        return as_double
    if not has_times(described, structures):
        return None
    return lambda value: _converted(value, described, structures)


def _converted(value: Any, described: Type, structures: Structures) -> Any:
    if isinstance(described, ListType):
        return [_converted(item, described.item, structures) for item in _checked(value, list)]
    if isinstance(described, MapType):
        items = cast("dict[Any, Any]", _checked(value, dict)).items()
        return {key: _converted(item, described.value, structures) for key, item in items}
    if isinstance(described, StructureType):
        members: Mapping[str, Type] = structures[described.name]
        items = cast("dict[str, Any]", _checked(value, dict)).items()
        return {name: _converted(item, members[name], structures) if name in members else item for name, item in items}
    return as_timestamp(value) if described == TIMESTAMP else value


def _checked(value: Any, expected: type) -> Any:
    if not isinstance(value, expected):
        raise EvaluationError("a value doesn't have the type that it should have")
    return value
