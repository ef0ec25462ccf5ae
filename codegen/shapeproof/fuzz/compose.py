"""A plan and a source of bytes -> a response in the `cli` representation."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Final, cast

from shapeproof.fuzz.dials import ABSENT, Made
from shapeproof.fuzz.plan import Body, Constant, Entries, Items, Place, Scalar, Structure, Union
from shapeproof.fuzz.sources import Source

__all__ = ["DISTINCT", "MOST_NESTED", "UNKNOWN", "Composer"]

DISTINCT: Final = 3
"""So many items of a list or map are decided by themselves; further ones are plain, or repeat them. What a large list is
good for is its size, and every draw costs."""
MOST_NESTED: Final = 3
"""So often a structure may stand inside itself; from there on only what it requires."""
UNKNOWN: Final = "*"
"""The dial of a structure's unknown members has this name among its members."""
_BUDGET: Final = 600
"""After so many places, what can be absent is. A plan is made to need far fewer; this is for the odd response."""


class Composer:
    """Composes one response."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._left = _BUDGET
        self._nested = 0
        self._crowds = 0

    def at(self, place: Place) -> Any:
        """What stands at a place, or ABSENT."""
        body = place.body
        if place.head is not None and self._must_end(body):
            if place.can_be_absent:
                return ABSENT
            if isinstance(body, Items | Entries) and not body.least:
                return [] if isinstance(body, Items) else {}
        return self._source.composed(self, place)

    def filled(self, place: Place, settings: list[Any]) -> Any:
        """What stands at `place` by the settings of its panel's dials; what a source calls back."""
        self._left -= 1
        body = place.body
        size: Any = None
        if place.head is not None:
            size, *settings = settings
            if size is ABSENT or size is None:
                return size
        match body:
            case Structure():
                self._nested += body.is_recursive
                value = self._structure(body, settings)
                self._nested -= body.is_recursive
                return value
            case Union():
                option = body.places[body.shallowest if self._nested >= MOST_NESTED else settings[0]]
                self._nested += body.is_recursive
                value = {option.member: self.at(option)}
                self._nested -= body.is_recursive
                return value
            case Items():
                return self._several(body, settings, self._bearable(body, size))
            case Entries():
                return self._entries(body, settings, self._bearable(body, size))
            case Scalar():
                return self._made(settings[0])
            case Constant():
                return deepcopy(body.value) if body.strategy is None else self._source.drawn(body.strategy)

    def _must_end(self, body: Body) -> bool:
        return self._left <= 0 or (self._nested >= MOST_NESTED and _is_recursive(body))

    def _bearable(self, body: Items | Entries, size: int) -> int:
        """The size that a list or map gets: in a large list of structures none is large."""
        if self._must_end(body):
            return body.least
        return min(size, max(body.least, DISTINCT)) if self._crowds else size

    def _made(self, setting: Any) -> Any:
        return setting.make(self._source) if setting.__class__ is Made else setting

    def _structure(self, body: Structure, settings: list[Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        unknown: dict[str, Any] = {}
        for member, setting in zip(body.members, settings, strict=True):
            if setting is ABSENT:
                continue
            value = setting.make(self._source) if setting.__class__ is Made else setting
            if member is UNKNOWN:
                unknown = value
            else:
                found[member] = value
        for place in body.places:
            value = self.at(place)
            if value is not ABSENT:
                found[place.member] = value
        ordered = {name: found[name] for name in body.order if name in found}
        return {**ordered, **unknown} if unknown else ordered

    def _several(self, body: Items | Entries, settings: list[Any], size: int) -> list[Any]:
        own = min(size, DISTINCT)
        if body.place is None:
            plainest = [self._made(body.dials[-1].table[0]) for _ in range(size - own)]
            return [self._made(setting) for setting in settings[:own]] + plainest
        is_crowd = size > DISTINCT
        self._crowds += is_crowd
        values = [self.at(body.place) for _ in range(own)]
        self._crowds -= is_crowd
        return values + [_copied(values[number % own]) for number in range(size - own)]

    def _entries(self, body: Entries, settings: list[Any], size: int) -> dict[str, Any]:
        start, *values = settings
        keys = [body.keys[(start + number) % len(body.keys)] for number in range(size)]
        return dict(zip(keys, self._several(body, values, size), strict=True))


def _is_recursive(body: Body) -> bool:
    while isinstance(body, Items | Entries):
        if body.place is None:
            return False
        body = body.place.body
    return isinstance(body, Structure | Union) and body.is_recursive


def _copied(value: Any) -> Any:
    """A copy that shares nothing: whoever changes one item of a response must not change another."""
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in cast("dict[str, Any]", value).items()}
    return [_copied(inner) for inner in cast("list[Any]", value)] if isinstance(value, list) else value
