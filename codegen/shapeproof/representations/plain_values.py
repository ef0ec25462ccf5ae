"""Reduces the values of a caller's program to plain ones, before anything else looks at them.

Subclasses may override anything: `items`, `__len__`, `__eq__`, even `__class__`. JSON Schema engines read most of them as
what they are based on and refuse the others. Only what the base types themselves say about a value is used here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, cast

__all__ = ["INTEGER_LIMIT", "MAX_DIGITS", "plain_values"]

MAX_DIGITS: Final = 4300
"""The most digits of an integer: the limit of jiter, and of what Python prints."""
INTEGER_LIMIT: Final = 10**MAX_DIGITS
"""The first integer that has more digits."""

_MAX_DEPTH: Final = 300
"""More than a response may have, so that what is cut here is reported as nested too deep."""
_MAX_DECIMAL_EXPONENT: Final = 308

_SCALARS: Final[tuple[tuple[type, Callable[[Any], object]], ...]] = (
    (str, str.__str__),
    (int, int.__int__),
    (float, float.__float__),
    (bytes, lambda value: b"".join((bytes.__getitem__(value, slice(None)),))),
    (datetime, lambda value: datetime.combine(datetime.date(value), datetime.timetz(value))),
    (date, lambda value: date.fromordinal(date.toordinal(value))),
)
"""Types and how to get a value of exactly this type from one of a subclass, by the methods of the base type."""


def plain_values(value: object) -> object:
    """Reduce a value, and all that it contains, to values of exactly the types that JSON or boto3 have.

    Subclasses become the types that they are based on, tuples lists, and mappings dicts. Everything else is replaced by
    an object of a class with the same name, so that a message can name it. Cycles stay cycles.

    Args:
        value: any value; it is not changed.
    """
    reduction = _Reduction()
    reduced = reduction.reduce(value, 0)
    while reduction.pending:  # a loop, because values may be nested deeper than Python calls functions
        reduction.fill(*reduction.pending.pop())
    return reduced


class _Reduction:
    """One call of `plain_values`.

    Attributes:
        pending: containers whose content is not reduced yet: the original, what it becomes, and its depth.
    """

    def __init__(self) -> None:
        self.pending: list[tuple[object, Any, int]] = []
        # By identity, with the original, because the identity of an object that is gone may be given to another one.
        self._containers: dict[int, tuple[object, object]] = {}

    def reduce(self, value: object, depth: int) -> object:
        """The reduced value; a container is still empty."""
        kind = type(value)
        if value is None or kind is bool:
            return value
        if kind is Decimal:
            return _decimal(cast("Decimal", value))
        for base, to_base in _SCALARS:
            if issubclass(kind, base):
                return value if kind is base else to_base(cast("Any", value))
        if not issubclass(kind, list | tuple | Mapping):
            return _stand_in(value)
        if id(value) not in self._containers:
            container: object = {} if issubclass(kind, Mapping) else []
            if issubclass(kind, Mapping) and not issubclass(kind, dict):
                try:  # here, because a mapping that can't be read is not one
                    value = dict(cast("Mapping[object, object]", value).items())
                except Exception:  # noqa: BLE001  a method of the caller's: it may raise anything
                    return _stand_in(value)
            self._containers[id(value)] = value, container
            if depth < _MAX_DEPTH:
                self.pending.append((value, container, depth))
        return self._containers[id(value)][1]

    def fill(self, value: object, container: Any, depth: int) -> None:
        """Put the reduced content of a container into what it becomes."""
        if isinstance(container, dict):
            items: Callable[[object], Iterable[tuple[object, object]]] = cast("Any", dict).items
            for key, member in items(value):
                container[_key(key)] = self.reduce(member, depth + 1)
        else:
            base: Any = list if issubclass(type(value), list) else tuple
            iterate: Callable[[object], Iterable[object]] = base.__iter__
            container.extend([self.reduce(item, depth + 1) for item in iterate(value)])


def _key(key: object) -> object:
    """A key that can be hashed, compared and printed."""
    kind = type(key)
    if issubclass(kind, str):
        return key if kind is str else str.__str__(cast("str", key))
    if key is None or kind in {bool, float}:
        return key
    if kind is int and -INTEGER_LIMIT < cast("int", key) < INTEGER_LIMIT:
        return key
    return _stand_in(key)


def _decimal(value: Decimal) -> Decimal | float:
    """A decimal number, as a float where an integer of that size could not be handled: it is infinite, or not a number."""
    if value.is_nan():
        return float("nan")
    is_moderate = value.is_finite() and value.adjusted() <= _MAX_DECIMAL_EXPONENT
    return value if is_moderate else float(value)


class _StandIn:
    """The base of the classes of stand-ins."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


def _stand_in(value: object) -> object:
    name = type.__dict__["__name__"].__get__(type(value))
    return type(name, (_StandIn,), {})()
