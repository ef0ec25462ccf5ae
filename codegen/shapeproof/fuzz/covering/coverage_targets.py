"""What a covering corpus still has to show: features of a contract, pairs of what two members can be, enum values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import combinations
from typing import Final, cast

from shapeproof.contract import Schema, reference, resolve, walk
from shapeproof.fuzz.core.choices import Choice, CoverageClass
from shapeproof.fuzz.core.compose import UNKNOWN
from shapeproof.fuzz.core.plan import Body, Node, StructureBody
from shapeproof.fuzz.planning.schema_drift import LEVEL
from shapeproof.fuzz.values.scalars import enum_level, is_scalar
from shapeproof.validation.coverage.features import Feature, size_class

__all__ = ["CoverageTargets", "Pair", "Setting", "pair_of", "shown_pairs", "state_of"]

_MANY_VALUES: Final = 12

Setting = tuple[str, str, str]
"""A structure, a member of it, and a level of that member."""
Pair = tuple[Setting, Setting]
Value = tuple[Choice, str]
"""A value of an enum, and a dial that shows it."""


class CoverageTargets:
    """The features and the pairs that no response has shown yet.

    `known` is all that there is to show. With `have`, what other responses have shown, no pairs are wanted, and of the
    values of an enum, which else are wanted at each place, those alone that stood nowhere.
    """

    def __init__(self, root: Node, known: Iterable[Feature], have: AbstractSet[Feature] | None = None) -> None:
        known = list(known)
        self.features = set(known) - (have or set())
        structures = (body for body in _bodies(root) if isinstance(body, StructureBody))
        self.pairs = set[Pair]() if have is not None else {pair for body in structures for pair in _pairs_of(body)}
        self.values = set(_values_of(_bodies(root)))
        self._showing = None if have is None else _features_of(self.values, known)
        self._inside: dict[Node, tuple[frozenset[str], frozenset[Value]]] = {}
        self._open = Counter(scope for (scope, _, _), _ in self.pairs)
        self._partners = Counter(setting for pair in self.pairs for setting in pair)
        self._leading: set[str] = set()
        self._look()

    def _look(self) -> None:
        """Note every path that leads to a place of which something is still wanted."""
        self._leading = {
            feature.subject[:end]
            for feature in self.features
            if feature.kind != "value"
            for end in range(1, len(feature.subject) + 1)
        }
        if self._showing is not None:
            self.values = {value for value, shown in self._showing.items() if not shown.isdisjoint(self.features)}

    def have_shown(self, found: Iterable[Feature]) -> bool:
        """Strike features off; whether there were any to strike."""
        new = self.features & set(found)
        if new:
            self.features -= new
            self._look()
        return bool(new)

    def worth(self, path: str, setting: Setting, beside: Sequence[Setting], claimed: AbstractSet[Pair]) -> float:
        """What a setting at a path adds: each wanted pair that it makes with those beside it, and what it is itself.

        `claimed` are pairs that the same response is to show elsewhere.
        """
        state = setting[2]
        is_there = state != "absent"
        features = (
            Feature("member", path, "present" if is_there else "absent"),
            Feature("size", path, state),
        )
        return (
            sum((pair := pair_of(setting, other)) in self.pairs and pair not in claimed for other in beside)
            + 0.6 * any(feature in self.features for feature in features)
            + 0.5 * (self._partners[setting] > 0)
            + 0.4 * (is_there and path in self._leading)
        )

    def have_paired(self, found: Iterable[Pair]) -> bool:
        """Strike pairs off; whether there were any to strike."""
        new = self.pairs.intersection(found)
        self.pairs -= new
        for pair in new:
            self._open[pair[0][0]] -= 1
            self._partners.subtract(pair)
        return bool(new)

    def is_wanted_inside(self, place: Node) -> bool:
        """Whether something within a place still has pairs or values to show."""
        if place not in self._inside:
            bodies = list(_bodies(place))
            scopes = frozenset(body.name for body in bodies if isinstance(body, StructureBody))
            self._inside[place] = (scopes, frozenset(_values_of(bodies)))
        scopes, values = self._inside[place]
        return any(self._open[scope] for scope in scopes) or not self.values.isdisjoint(values)


def _values_of(bodies: Iterable[Body]) -> Iterator[Value]:
    """The values of enums, each at the dial that shows it."""
    for body in bodies:
        for dial in body.dials:
            yield from ((dial, level.enum_value) for level in dial.levels if level.enum_value is not None)


def _features_of(values: Iterable[Value], known: Iterable[Feature]) -> dict[Value, frozenset[Feature]]:
    """What each value shows. A dial doesn't say which enum it is of: one that has all of its values."""
    enums: dict[str, set[str]] = {}
    for feature in known:
        if feature.kind == "value":
            enums.setdefault(feature.subject, set()).add(feature.state)
    of_dial: dict[Choice, set[str]] = {}
    for dial, value in values:
        of_dial.setdefault(dial, set()).add(value)
    names = {dial: [name for name, all_ in enums.items() if shown <= all_] for dial, shown in of_dial.items()}
    return {(dial, value): frozenset(Feature("value", name, value) for name in names[dial]) for dial, value in values}


def _bodies(root: Node) -> Iterator[Body]:
    """Every body within a place, each once."""
    pending, met = [root], set[int]()
    while pending:
        body = pending.pop().body
        if id(body) not in met:
            met.add(id(body))
            pending += body.places
            yield body


def pair_of(one: Setting, other: Setting) -> Pair:
    """Two settings, in one order whichever comes first."""
    return (one, other) if one <= other else (other, one)


def _pairs_of(structure: StructureBody) -> Iterator[Pair]:
    columns = [column for column in zip(structure.members, structure.dials, strict=True) if column[0] != UNKNOWN]
    columns += [(place.member, place.head) for place in structure.places if place.head is not None]
    for (first, dial), (second, beside) in combinations(columns, 2):
        for one in _states(dial):
            for other in _states(beside):
                yield pair_of((structure.name, first, one), (structure.name, second, other))


def _states(dial: Choice) -> frozenset[str]:
    return frozenset(state_of(dial, level) for level in dial.levels if level.name != LEVEL)


def state_of(dial: Choice, level: CoverageClass) -> str:
    """What a level is in a pair. One of many enum values is as good as another: there it counts that there is one."""
    return "present" if level.enum_value is not None and _has_many_values(dial) else level.name


@lru_cache(maxsize=4096)  # asked for each of its levels, of which there are a thousand
def _has_many_values(dial: Choice) -> bool:
    return sum(level.enum_value is not None for level in dial.levels) > _MANY_VALUES


def shown_pairs(root: Schema, response: object) -> Iterator[Pair]:
    """The pairs that a response (in `cli`) really shows, structure by structure."""
    for _, _, node, shape, value in walk(root, response):
        if node is not None and shape is not None and "properties" in shape and isinstance(value, dict):
            found = cast("dict[str, object]", value)
            name = reference(node) or ""
            settings = [
                (name, member, _shown_state(resolve(root, inner), found[member]) if member in found else "absent")
                for member, inner in shape["properties"].items()
            ]
            yield from (pair_of(one, other) for one, other in combinations(settings, 2))


def _shown_state(shape: Schema, value: object) -> str:
    if "enum" in shape:
        return "present" if len(shape["enum"]) > _MANY_VALUES else enum_level(str(value))
    if isinstance(value, list | dict) and "properties" not in shape and not is_scalar(shape):
        high = shape.get("maxItems" if isinstance(value, list) else "maxProperties")
        return size_class(len(cast("list[object]", value)), high)
    return "present"
