"""Two schemas walked side by side: a graph of pairs of shapes, each pair once, however many paths lead to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, cast

from shapeproof.contract import Schema, reference, resolve
from shapeproof.contract.schema import RULES_KEYWORD
from shapeproof.diff.changes.kinds import kind_of

__all__ = ["KEYS", "Edge", "Pair", "pair_graph"]

KEYS: Final = "keys"
"""The notation of the step from a map to its keys, which no path has."""

_MEANINGFUL: Final = frozenset(["x-shape", "x-not-checked", "x-events", RULES_KEYWORD])
"""The own keywords that tell shapes without a definition apart; the others don't change what is valid."""
_PROSE: Final = frozenset(["description", "deprecated"])
_ANY_KEY: Final[Schema] = {"type": "string"}

Key = tuple[str, str]
"""What tells the shapes of one schema apart: the name of a definition, or the content of what has none."""


class Edge(NamedTuple):
    """A step from a pair of shapes to the pair of a member, of the items, of the values or of the keys.

    Attributes:
        notation: the step as a path writes it; `KEYS` for the keys of a map.
        pair: what it leads to.
    """

    notation: str
    pair: Pair


@dataclass(slots=True, eq=False)
class Pair:
    """A shape of the old schema, and the one at the same place of the new schema.

    Attributes:
        number: its number in the order of the walk, the root first.
        old: the old shape, resolved.
        new: the new shape, resolved.
        old_name: the name of the old shape's definition, or of the inlined shape; "" if it has none.
        new_name: the same of the new shape.
        is_named: whether both are definitions, so that the names alone tell the pair apart.
        edges: the steps that both shapes have; none if they are of different kinds.
    """

    number: int
    old: Schema
    new: Schema
    old_name: str
    new_name: str
    is_named: bool
    edges: list[Edge] = field(default_factory=list[Edge])


def pair_graph(old: Schema, new: Schema) -> list[Pair]:
    """The pairs of two schemas, the root first, in the order in which a walk meets them."""
    old_side, new_side = _Side(old), _Side(new)
    pairs: dict[tuple[Key, Key], Pair] = {}
    pending: list[Pair] = []

    def pair(old_node: Schema, new_node: Schema) -> Pair:
        old_key, new_key = old_side.key(old_node), new_side.key(new_node)
        known = pairs.get((old_key, new_key))
        if known is None:
            known = pairs[old_key, new_key] = Pair(
                len(pairs),
                resolve(old, old_node),
                resolve(new, new_node),
                old_side.name(old_node),
                new_side.name(new_node),
                old_key[0] == new_key[0] == "$ref",
            )
            pending.append(known)
        return known

    pair(old, new)
    while pending:
        current = pending.pop()
        current.edges = [Edge(notation, pair(*nodes)) for notation, *nodes in _common_steps(current.old, current.new)]
    return list(pairs.values())


def _common_steps(old: Schema, new: Schema) -> list[tuple[str, Schema, Schema]]:
    kind = kind_of(old)
    if kind != kind_of(new):
        return []
    if kind == "structure":
        members = cast("Mapping[str, Schema]", old["properties"])
        return [
            (f".{name}", node, new["properties"][name]) for name, node in members.items() if name in new["properties"]
        ]
    if kind == "list":
        return [("[]", old["items"], new["items"])]
    if kind == "map":
        keys = (KEYS, old.get("propertyNames", _ANY_KEY), new.get("propertyNames", _ANY_KEY))
        return [("{}", old["additionalProperties"], new["additionalProperties"]), keys]
    if kind == "event stream" and "x-events" in old and "x-events" in new:
        return [("[]", old["x-events"], new["x-events"])]
    return []


class _Side:
    """The shapes of one of the schemas."""

    def __init__(self, root: Schema) -> None:
        self._root = root
        self._keys: dict[int, Key] = {}  # by identity: the root is kept, and with it all that is in it

    def key(self, node: Schema) -> Key:
        known = self._keys.get(id(node))
        if known is None:
            name = reference(node)
            content = ("$ref", name) if name else ("", json.dumps(_stripped(resolve(self._root, node)), sort_keys=True))
            known = self._keys[id(node)] = content
        return known

    def name(self, node: Schema) -> str:
        return reference(node) or cast("str", resolve(self._root, node).get("x-shape", ""))


def _stripped(node: object) -> Any:
    """A schema without what doesn't change what is valid."""
    if isinstance(node, list):
        return [_stripped(item) for item in cast("list[object]", node)]
    if not isinstance(node, dict):
        return node
    kept: dict[str, Any] = {}
    for keyword, value in cast("dict[str, Any]", node).items():
        if keyword == "properties":  # its keys are names, not keywords
            kept[keyword] = {name: _stripped(member) for name, member in value.items()}
        elif keyword not in _PROSE and (not keyword.startswith("x-") or keyword in _MEANINGFUL):
            kept[keyword] = _stripped(value)
    return kept
