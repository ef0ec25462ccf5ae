"""Where a response has the structures that rules are about: what an evaluation visits, and no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Literal, NamedTuple

from shapeproof.contract import Schema, reference

__all__ = ["Container", "Place", "StructurePlace", "StructurePlaces", "places_of"]


class StructurePlace(NamedTuple):
    """A value that is a structure."""

    structure: str


class Container(NamedTuple):
    """A value that is a list or a map whose items lead to structures."""

    kind: Literal["list", "map"]
    item: Place


Place = StructurePlace | Container


class StructurePlaces(NamedTuple):
    """The places that lead to structures with rules.

    Attributes:
        root: the response itself; None if no rule can apply to it.
        members: the members of each structure that lead to a structure with rules, by the names of both.
        repeated: the structures that a response may have more than once.
    """

    root: Place | None
    members: Mapping[str, Mapping[str, Place]]
    repeated: frozenset[str]


def places_of(schema: Schema, with_rules: Collection[str]) -> StructurePlaces:
    """The places of the structures with rules.

    Args:
        schema: the schema of a response.
        with_rules: the names of these structures.
    """
    structures = {name: node for name, node in schema["$defs"].items() if "properties" in node}
    root = _place(schema, schema)
    members = {
        name: {member: place for member, inner in node["properties"].items() if (place := _place(schema, inner))}
        for name, node in structures.items()
    }
    leading = _leading_to(with_rules, members)
    kept = {
        name: {member: place for member, place in members[name].items() if _structure(place) in leading}
        for name in members
        if name in leading
    }
    if root is None or _structure(root) not in leading:
        return StructurePlaces(None, {}, frozenset())
    return StructurePlaces(root, kept, _repeated(root, kept))


def _place(schema: Schema, node: Schema) -> Place | None:
    """The place of a node; None if it doesn't lead to a structure."""
    if "anyOf" in node:
        return _place(schema, node["anyOf"][0])
    if (name := reference(node)) is not None:
        target = schema["$defs"][name]
        return StructurePlace(name) if "properties" in target else _place(schema, target)
    inner: Place | None = None
    if "items" in node:
        inner = _place(schema, node["items"])
        return None if inner is None else Container("list", inner)
    if "properties" not in node and isinstance(node.get("additionalProperties"), Mapping):
        inner = _place(schema, node["additionalProperties"])
    return None if inner is None else Container("map", inner)


def _structure(place: Place) -> str:
    while isinstance(place, Container):
        place = place.item
    return place.structure


def _leading_to(with_rules: Collection[str], members: Mapping[str, Mapping[str, Place]]) -> frozenset[str]:
    """The structures with rules, and those that contain one."""
    owners: dict[str, set[str]] = {}
    for name, places in members.items():
        for place in places.values():
            owners.setdefault(_structure(place), set()).add(name)
    leading: set[str] = set()
    pending = [name for name in with_rules if name in members]
    while pending:
        name = pending.pop()
        if name not in leading:
            leading.add(name)
            pending += owners.get(name, ())
    return frozenset(leading)


def _repeated(root: Place, members: Mapping[str, Mapping[str, Place]]) -> frozenset[str]:
    """The structures in a list or a map, at several places, or inside of such structures."""
    uses = Counter([_structure(root)])
    repeated = set[str]()
    for places in members.values():
        for place in places.values():
            uses[_structure(place)] += 1
            if isinstance(place, Container):
                repeated.add(_structure(place))
    if isinstance(root, Container):
        repeated.add(_structure(root))
    pending = [*repeated, *(name for name, count in uses.items() if count > 1)]
    repeated.clear()
    while pending:
        name = pending.pop()
        if name not in repeated:
            repeated.add(name)
            pending += map(_structure, members[name].values())
    return frozenset(repeated)
