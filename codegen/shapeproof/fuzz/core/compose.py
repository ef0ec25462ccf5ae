"""A plan and a source of bytes -> a response in the `cli` representation."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Final, cast

from shapeproof.fuzz.core.choices import ABSENT, Generated, copy_json
from shapeproof.fuzz.core.plan import (
    Body,
    CollectionBody,
    ConstantBody,
    ListBody,
    MapBody,
    Node,
    ScalarBody,
    StructureBody,
    UnionBody,
)
from shapeproof.fuzz.core.sources import ChoiceSource

__all__ = ["DISTINCT", "UNKNOWN", "Composer"]

DISTINCT: Final = 3
"""So many items of a list or map are decided by themselves; further ones are plain, or repeat the smallest of them. What a large list is
good for is its size, and every draw costs."""
_MOST_NESTED: Final = 2
"""So often a structure may stand inside itself; from there on only what it requires. Where all that is optional was asked
for, it never does."""
UNKNOWN: Final = "*"
"""The dial of a structure's unknown members has this name among its members."""
_BUDGET: Final = 600
"""After so many places, what can be absent is. A plan is made to need far fewer; this is for the odd response."""


class Composer:
    """Composes one response."""

    def __init__(self, source: ChoiceSource) -> None:
        self._source = source
        self.places = 0
        self._open: dict[StructureBody | UnionBody, int] = {}
        self._crowds = 0

    def at(self, place: Node) -> Any:
        """What stands at a place, or ABSENT."""
        body = place.body
        nested = self._nested(body)
        must_end = nested > _MOST_NESTED or self.places > _BUDGET
        if place.is_optional and (must_end or (nested and not place.can_be_absent)):
            return ABSENT
        if must_end and place.head is not None and None in place.head.table:
            return None
        if must_end and isinstance(body, CollectionBody) and not body.least:
            return [] if isinstance(body, ListBody) else {}
        return self._source.composed(self, place)

    def filled(self, place: Node, settings: list[Any]) -> Any:
        """What stands at `place` by the settings of its panel's dials; what a source calls back."""
        self.places += 1
        body = place.body
        size: Any = None
        if place.head is not None:
            size, *settings = settings
            if size is ABSENT or size is None:
                return size
        match body:
            case StructureBody():
                with self._inside(body):
                    return self._structure(body, settings)
            case UnionBody():
                option = body.places[body.shallowest if self._nested(body) > _MOST_NESTED else settings[0]]
                with self._inside(body):
                    return {option.member: self.at(option)}
            case ListBody():
                return self._several(body, settings, self._bearable(body, size))
            case MapBody():
                return self._entries(body, settings, self._bearable(body, size))
            case ScalarBody():
                return self._made(settings[0])
            case ConstantBody():
                return copy_json(body.value) if body.strategy is None else self._source.drawn(body.strategy)

    @contextmanager
    def _inside(self, body: StructureBody | UnionBody) -> Generator[None]:
        if not body.is_recursive:
            yield
            return
        self._open[body] = self._open.get(body, 0) + 1
        yield
        self._open[body] -= 1

    def _nested(self, body: Body | CollectionBody) -> int:
        """How often what would be begun here stands inside itself, or what it stands in does."""
        inner = _core(body)
        if not isinstance(inner, StructureBody | UnionBody) or not inner.is_recursive:
            return 0
        return max(self._open.get(inner, 0), *(count - 1 for count in self._open.values()), 0)

    def _bearable(self, body: CollectionBody, size: int) -> int:
        """The size that a list or map gets: in a large list of structures none is large."""
        if self.places > _BUDGET or self._nested(body) > _MOST_NESTED:
            return body.least
        return min(size, max(body.least, DISTINCT)) if self._crowds else size

    def _made(self, setting: Any) -> Any:
        return setting.make(self._source) if setting.__class__ is Generated else setting

    def _structure(self, body: StructureBody, settings: list[Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        unknown: dict[str, Any] = {}
        for member, setting in zip(body.members, settings, strict=False):
            if setting is ABSENT:
                continue
            value = self._made(setting)
            if member is UNKNOWN:
                unknown = value
            else:
                found[member] = value
        turned = len(body.dials)
        for place in body.places:
            if place.is_small:
                count = len(place.panel.dials)
                value = self.filled(place, settings[turned : turned + count])
                turned += count
            else:
                value = self.at(place)
            if value is not ABSENT:
                found[place.member] = value
        ordered = {name: found[name] for name in body.order if name in found}
        return {**ordered, **unknown} if unknown else ordered

    def _several(self, body: CollectionBody, settings: list[Any], size: int) -> list[Any]:
        own = min(size, DISTINCT)
        if body.place is None:
            plainest = [self._made(body.dials[-1].table[0]) for _ in range(size - own)]
            return [self._made(setting) for setting in settings[:own]] + plainest
        is_crowd = size > DISTINCT
        self._crowds += is_crowd
        values = [self.at(body.place) for _ in range(own)]
        self._crowds -= is_crowd
        if is_crowd:
            smallest = min(values, key=_weight)
            values += [copy_json(smallest) for _ in range(size - own)]
        return values

    def _entries(self, body: MapBody, settings: list[Any], size: int) -> dict[str, Any]:
        if not size:
            return {}
        start = cast("int", settings[0])
        keys = (body.keys[(start + number) % len(body.keys)] for number in range(size))
        return dict(zip(keys, self._several(body, settings[1:], size), strict=True))


def _core(body: Body | CollectionBody) -> Body | CollectionBody | None:
    """What a list or map holds at last."""
    while isinstance(body, CollectionBody):
        if body.place is None:
            return None
        body = body.place.body
    return body


def _weight(value: Any) -> int:
    """How many values a value holds, itself included."""
    if isinstance(value, dict):
        value = list(cast("dict[str, object]", value).values())
    return 1 + sum(map(_weight, cast("list[object]", value))) if isinstance(value, list) else 1
