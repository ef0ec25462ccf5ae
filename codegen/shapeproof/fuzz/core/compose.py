"""Composes a response, in the `cli` representation, from a plan and a source of choices."""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping
from contextlib import contextmanager
from typing import Any, Final, cast

from shapeproof.contract.json_values import copy_json
from shapeproof.fuzz.core.choices import ABSENT, Generated
from shapeproof.fuzz.core.counts import count_items
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

__all__ = ["DISTINCT_ITEMS", "UNKNOWN_MEMBERS", "Composer"]

DISTINCT_ITEMS: Final = 3
"""This many items of a list or map have choices of their own. Further items are the simplest value, or repeat the smallest
item: only the size of a large list matters, and each draw costs time."""
_MAX_NESTING: Final = 2
"""A structure contains itself at most this often; deeper levels have required members only. If every optional member is
pinned as PRESENT, it never contains itself."""
UNKNOWN_MEMBERS: Final = "*"
"""Stands for the unknown members of a structure where its choices are listed by member."""
_MAX_NODES: Final = 600
"""After this many nodes, everything optional is absent. Few responses come near: plans keep the average far lower."""


class Composer:
    """Composes one response. `node_count` counts the nodes it has so far."""

    def __init__(self, source: ChoiceSource) -> None:
        self._source = source
        self.node_count = 0
        self._nesting: dict[StructureBody | UnionBody, int] = {}
        self._large_lists = 0

    def compose(self, node: Node) -> Any:
        """The value of a node, or ABSENT."""
        body = node.body
        nested = self._nested(body)
        must_stop = nested > _MAX_NESTING or self.node_count > _MAX_NODES
        if node.is_optional and (must_stop or (nested and not node.can_be_absent)):
            return ABSENT
        if must_stop and node.can_be_null:
            return None
        if must_stop and isinstance(body, CollectionBody) and not body.min_size:
            return [] if isinstance(body, ListBody) else {}
        return self._source.compose(self, node)

    def build(self, node: Node, selected: list[Any]) -> Any:
        """The value of a node, given the selected value of each choice of its group; a source calls this back."""
        self.node_count += 1
        body = node.body
        size: Any = None
        if node.presence is not None:
            size, *selected = selected
            if size is ABSENT or size is None:
                return size
        match body:
            case StructureBody():
                with self._inside(body):
                    return self._structure(body, selected)
            case UnionBody():
                option = body.children[body.shallowest if self._nested(body) > _MAX_NESTING else selected[0]]
                with self._inside(body):
                    return {option.member: self.compose(option)}
            case ListBody():
                return self._items(body, selected, self._limited_size(body, size))
            case MapBody():
                return self._entries(body, selected, self._limited_size(body, size))
            case ScalarBody():
                return self._generated(selected[0])
            case ConstantBody():
                return copy_json(body.value) if body.strategy is None else self._source.draw(body.strategy)

    @contextmanager
    def _inside(self, body: StructureBody | UnionBody) -> Generator[None]:
        if not body.is_recursive:
            yield
            return
        self._nesting[body] = self._nesting.get(body, 0) + 1
        yield
        self._nesting[body] -= 1

    def _nested(self, body: Body | CollectionBody) -> int:
        """How often a recursive structure that starts here, or one around it, contains itself."""
        inner = _innermost_body(body)
        if not isinstance(inner, StructureBody | UnionBody) or not inner.is_recursive:
            return 0
        return max(self._nesting.get(inner, 0), *(count - 1 for count in self._nesting.values()), 0)

    def _limited_size(self, body: CollectionBody, size: int) -> int:
        """The actual size of a list or map: nothing inside a large list of structures is large."""
        if self.node_count > _MAX_NODES or self._nested(body) > _MAX_NESTING:
            return body.min_size
        return min(size, max(body.min_size, DISTINCT_ITEMS)) if self._large_lists else size

    def _generated(self, value: Any) -> Any:
        return value.make(self._source) if value.__class__ is Generated else value

    def _structure(self, body: StructureBody, selected: list[Any]) -> dict[str, Any]:
        members: dict[str, Any] = {}
        unknown: dict[str, Any] = {}
        for member, value in zip(body.members, selected, strict=False):
            if member is UNKNOWN_MEMBERS:
                unknown = self._generated(value)
            elif value is not ABSENT:
                members[member] = self._generated(value)
        offset = len(body.choices)
        for node in body.children:
            if body.exclusions and _is_excluded(body.exclusions.get(node.member), members):
                offset += len(node.choice_group.choices) if node.is_inline else 0
                continue
            if node.is_inline:
                count = len(node.choice_group.choices)
                value = self.build(node, selected[offset : offset + count])
                offset += count
            else:
                value = self.compose(node)
            if value is not ABSENT:
                members[node.member] = value
        for member, others in body.exclusions.items():
            if member in members and _is_excluded(others, members):
                del members[member]
        if body.counts:
            count_items(members, body.counts)
        ordered = {name: members[name] for name in body.order if name in members}
        return {**ordered, **unknown} if unknown else ordered

    def _items(self, body: CollectionBody, selected: list[Any], size: int) -> list[Any]:
        distinct = min(size, DISTINCT_ITEMS)
        if body.item is None:
            simplest = [self._generated(body.choices[-1].table[0]) for _ in range(size - distinct)]
            return [self._generated(value) for value in selected[:distinct]] + simplest
        is_large = size > DISTINCT_ITEMS
        self._large_lists += is_large
        values = [self.compose(body.item) for _ in range(distinct)]
        self._large_lists -= is_large
        if is_large:
            smallest = min(values, key=_value_count)
            values += [copy_json(smallest) for _ in range(size - distinct)]
        return values

    def _entries(self, body: MapBody, selected: list[Any], size: int) -> dict[str, Any]:
        if not size:
            return {}
        start = cast("int", selected[0])
        keys = (body.keys[(start + number) % len(body.keys)] for number in range(size))
        return dict(zip(keys, self._items(body, selected[1:], size), strict=True))


def _is_excluded(others: Mapping[str, Collection[str]] | None, members: Mapping[str, Any]) -> bool:
    """Whether a member is absent beside others: those with the values beside which it may be there."""
    if others is None:
        return False
    return any(other in members and members[other] not in values for other, values in others.items())


def _innermost_body(body: Body | CollectionBody) -> Body | CollectionBody | None:
    """The body of the items of a list or map, through lists of lists; None for scalars."""
    while isinstance(body, CollectionBody):
        if body.item is None:
            return None
        body = body.item.body
    return body


def _value_count(value: Any) -> int:
    """How many values a JSON value consists of, itself included."""
    if isinstance(value, dict):
        value = list(cast("dict[str, object]", value).values())
    return 1 + sum(map(_value_count, cast("list[object]", value))) if isinstance(value, list) else 1
