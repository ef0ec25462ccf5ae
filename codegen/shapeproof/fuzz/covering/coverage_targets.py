"""The targets of a covering corpus: features of a contract, pairs of states of two members, enum values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import combinations
from typing import Final, cast

from shapeproof.contract import Schema, reference, resolve, walk
from shapeproof.fuzz.core.choices import Choice, CoverageClass
from shapeproof.fuzz.core.compose import UNKNOWN_MEMBERS
from shapeproof.fuzz.core.plan import Body, Node, StructureBody
from shapeproof.fuzz.planning.schema_drift import DRIFT_CLASS
from shapeproof.fuzz.values.scalars import enum_class, is_scalar
from shapeproof.validation.coverage.features import Feature, size_class

__all__ = ["CoverageTargets", "Pair", "Setting", "pair_of", "shown_pairs", "state_of"]

_MANY_VALUES: Final = 12

Setting = tuple[str, str, str]
"""The name of a structure, a member of it, and what that member is: `absent`, `present`, a size, an enum value."""
Pair = tuple[Setting, Setting]
EnumValue = tuple[Choice, str]
"""A choice, and a value of an enum among its options."""


class CoverageTargets:
    """The features, pairs and enum values that no response has shown yet.

    Args:
        root: the plan of the responses.
        known: all features of the contract.
        shown: the features that other responses have shown. If given, pairs are not targets, and an enum value is a
            target only if no response has shown it anywhere; otherwise it is one at each node.
    """

    def __init__(self, root: Node, known: Iterable[Feature], shown: AbstractSet[Feature] | None = None) -> None:
        known = list(known)
        self.features = set(known) - (shown or set())
        structures = (body for body in _bodies(root) if isinstance(body, StructureBody))
        self.pairs = set[Pair]() if shown is not None else {pair for body in structures for pair in _pairs_of(body)}
        self.values = set(_values_of(_bodies(root)))
        self._features_of_value = None if shown is None else _features_of(self.values, known)
        self._inside: dict[Node, tuple[frozenset[str], frozenset[EnumValue]]] = {}
        self._open_pairs = Counter(scope for (scope, _, _), _ in self.pairs)
        self._partners = Counter(setting for pair in self.pairs for setting in pair)
        self._open_paths: set[str] = set()
        self._update_paths()

    def _update_paths(self) -> None:
        """Collect each path that leads to a target."""
        self._open_paths = {
            feature.subject[:end]
            for feature in self.features
            if feature.kind != "value"
            for end in range(1, len(feature.subject) + 1)
        }
        if self._features_of_value is not None:
            self.values = {
                value for value, shown in self._features_of_value.items() if not shown.isdisjoint(self.features)
            }

    def mark_shown(self, features: Iterable[Feature]) -> bool:
        """Remove features from the targets; whether any was a target."""
        new = self.features & set(features)
        if new:
            self.features -= new
            self._update_paths()
        return bool(new)

    def score(self, path: str, setting: Setting, siblings: Sequence[Setting], claimed: AbstractSet[Pair]) -> float:
        """How much a setting adds to coverage: each target pair with a sibling counts 1, other targets less.

        Args:
            path: where the member is.
            setting: what it would be.
            siblings: the settings already selected in the same structure.
            claimed: pairs that the response shows elsewhere.
        """
        state = setting[2]
        is_present = state != "absent"
        features = (
            Feature("member", path, "present" if is_present else "absent"),
            Feature("size", path, state),
        )
        return (
            sum((pair := pair_of(setting, other)) in self.pairs and pair not in claimed for other in siblings)
            + 0.6 * any(feature in self.features for feature in features)
            + 0.5 * (self._partners[setting] > 0)
            + 0.4 * (is_present and path in self._open_paths)
        )

    def mark_paired(self, pairs: Iterable[Pair]) -> bool:
        """Remove pairs from the targets; whether any was a target."""
        new = self.pairs.intersection(pairs)
        self.pairs -= new
        for pair in new:
            self._open_pairs[pair[0][0]] -= 1
            self._partners.subtract(pair)
        return bool(new)

    def has_targets_inside(self, node: Node) -> bool:
        """Whether pairs or enum values inside a node are targets."""
        if node not in self._inside:
            bodies = list(_bodies(node))
            scopes = frozenset(body.name for body in bodies if isinstance(body, StructureBody))
            self._inside[node] = (scopes, frozenset(_values_of(bodies)))
        scopes, values = self._inside[node]
        return any(self._open_pairs[scope] for scope in scopes) or not self.values.isdisjoint(values)


def _values_of(bodies: Iterable[Body]) -> Iterator[EnumValue]:
    """The enum values of the choices of some bodies."""
    for body in bodies:
        for choice in body.choices:
            yield from (
                (choice, coverage_class.enum_value)
                for coverage_class in choice.coverage_classes
                if coverage_class.enum_value is not None
            )


def _features_of(values: Iterable[EnumValue], known: Iterable[Feature]) -> dict[EnumValue, frozenset[Feature]]:
    """The features that each enum value shows. A choice belongs to every enum that has all of its values."""
    enums: dict[str, set[str]] = {}
    for feature in known:
        if feature.kind == "value":
            enums.setdefault(feature.subject, set()).add(feature.state)
    values_of_choice: dict[Choice, set[str]] = {}
    for choice, value in values:
        values_of_choice.setdefault(choice, set()).add(value)
    names = {
        choice: [name for name, enum_values in enums.items() if shown <= enum_values]
        for choice, shown in values_of_choice.items()
    }
    return {
        (choice, value): frozenset(Feature("value", name, value) for name in names[choice]) for choice, value in values
    }


def _bodies(root: Node) -> Iterator[Body]:
    """Every body inside a node, each once."""
    pending, visited = [root], set[int]()
    while pending:
        body = pending.pop().body
        if id(body) not in visited:
            visited.add(id(body))
            pending += body.children
            yield body


def pair_of(setting: Setting, other: Setting) -> Pair:
    """The pair of two settings, the same in either order."""
    return (setting, other) if setting <= other else (other, setting)


def _pairs_of(structure: StructureBody) -> Iterator[Pair]:
    columns = [
        column for column in zip(structure.members, structure.choices, strict=True) if column[0] != UNKNOWN_MEMBERS
    ]
    columns += [(node.member, node.presence) for node in structure.children if node.presence is not None]
    for (first, first_choice), (second, second_choice) in combinations(columns, 2):
        for first_state in _states(first_choice):
            for second_state in _states(second_choice):
                yield pair_of((structure.name, first, first_state), (structure.name, second, second_state))


def _states(choice: Choice) -> frozenset[str]:
    return frozenset(
        state_of(choice, coverage_class)
        for coverage_class in choice.coverage_classes
        if coverage_class.name != DRIFT_CLASS
    )


def state_of(choice: Choice, coverage_class: CoverageClass) -> str:
    """The state that a coverage class is in pairs. Of an enum with many values all count as `present` there."""
    return "present" if coverage_class.enum_value is not None and _has_many_values(choice) else coverage_class.name


@lru_cache(maxsize=4096)  # called for each coverage class, up to a thousand per choice
def _has_many_values(choice: Choice) -> bool:
    return sum(coverage_class.enum_value is not None for coverage_class in choice.coverage_classes) > _MANY_VALUES


def shown_pairs(root: Schema, response: object) -> Iterator[Pair]:
    """The pairs that a response (in `cli`) shows, structure by structure."""
    for _, _, node, shape, value in walk(root, response):
        if node is not None and shape is not None and "properties" in shape and isinstance(value, dict):
            members = cast("dict[str, object]", value)
            name = reference(node) or ""
            settings = [
                (name, member, _shown_state(resolve(root, inner), members[member]) if member in members else "absent")
                for member, inner in shape["properties"].items()
            ]
            yield from (pair_of(setting, other) for setting, other in combinations(settings, 2))


def _shown_state(shape: Schema, value: object) -> str:
    if "enum" in shape:
        return "present" if len(shape["enum"]) > _MANY_VALUES else enum_class(str(value))
    if isinstance(value, list | dict) and "properties" not in shape and not is_scalar(shape):
        high = shape.get("maxItems" if isinstance(value, list) else "maxProperties")
        return size_class(len(cast("list[object]", value)), high)
    return "present"
