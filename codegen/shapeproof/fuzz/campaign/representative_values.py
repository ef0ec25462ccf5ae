"""Representative values of a place in a contract: few, different in kind, the one that programs expect first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from shapeproof.contract import Schema, is_stream, is_union, resolve
from shapeproof.errors import UsageError
from shapeproof.fuzz.core.choices import Generated
from shapeproof.fuzz.core.compose import Composer
from shapeproof.fuzz.core.plan import MapBody, Node, ScalarBody
from shapeproof.fuzz.core.sources import PlainSource
from shapeproof.fuzz.planning.planner import Planner
from shapeproof.fuzz.values.scalars import is_scalar
from shapeproof.sample.errors import UnsatisfiableSchema, UnsatisfiableString

__all__ = ["RepresentativeValues"]

_MAX_DEPTH: Final = 2
"""A typical structure has its optional members down to this depth; deeper ones have what they require."""
_MAX_MEMBERS: Final = 100
_MAX_ENUM_VALUES: Final = 6
_FEW: Final = 3


class RepresentativeValues:
    """Values to try at the places of a schema, all of its strict view. They may break bounds of their owner."""

    def __init__(self, root: Schema) -> None:
        self._root = root
        self._planner = Planner(root, {}, is_tolerant=False)
        self._of: dict[int, list[Any]] = {}  # by the identity of a node, which the root keeps

    def simplest(self, node: Schema) -> Any:
        """The simplest value of a node; None where there is none."""
        plan = self._plan(node)
        return None if plan is None else Composer(PlainSource()).compose(plan)

    def of(self, node: Schema) -> list[Any]:
        """Different values of a node: a typical one, the simplest one, those at the edges. Empty where there is none."""
        if id(node) not in self._of:
            self._of[id(node)] = self._values(node)
        return self._of[id(node)]

    def _values(self, node: Schema) -> list[Any]:
        shape = resolve(self._root, node)
        if is_scalar(shape):
            return self._scalars(node, shape)
        simplest, typical = self.simplest(node), self._typical(node, _MAX_DEPTH)
        values = [typical, simplest]
        if "items" in shape and isinstance(typical, list):
            item = self.simplest(shape["items"])
            values += [[item], typical * 2] if item is not None else [typical * 2]
        if is_union(shape):
            values += islice(self._union_values(shape), _FEW)
        return _distinct(value for value in values if value is not None)

    def _scalars(self, node: Schema, shape: Schema) -> list[Any]:
        plan = self._plan(node)
        if plan is None or not isinstance(plan.body, ScalarBody):
            return []
        table = _distinct(_made(value) for value in plan.body.choices[0].table)
        if "enum" in shape or shape.get("type") == "boolean":
            return table[:_MAX_ENUM_VALUES]
        if shape.get("type") in {"integer", "number"}:
            usual = [value for number in (1, 0) for value in table if value == number]
            return _distinct([*usual, table[0], max(table), min(table)])
        if "format" in shape:
            return _distinct([table[0], max(table), min(table)])
        empty = [value for value in table if value == ""]
        return _distinct([*table[:_FEW], *empty])

    def _typical(self, node: Schema, depth: int) -> Any:
        """A value with something in it, down to a depth; None where there is none."""
        shape = resolve(self._root, node)
        if "properties" in shape and not is_union(shape):
            members: dict[str, Any] = self.simplest(node) or {}
            for member, schema in islice(shape["properties"].items(), _MAX_MEMBERS if depth else 0):
                value = None if is_stream(schema) else self._typical(schema, depth - 1)
                if value is not None:
                    members[member] = value
            return members
        simplest = self.simplest(node)
        if simplest == [] and "items" in shape:
            item = self._typical(shape["items"], depth)
            return simplest if item is None else [item]
        if simplest == {} and "additionalProperties" in shape:
            plan, value = self._plan(node), self._typical(shape["additionalProperties"], depth)
            keys = plan.body.keys if plan and isinstance(plan.body, MapBody) else ()
            return simplest if value is None or not keys else {keys[0]: value}
        scalars = self._scalars(node, shape) if "properties" not in shape else []
        return scalars[0] if scalars else simplest

    def _union_values(self, shape: Schema) -> Iterator[Any]:
        for member, schema in shape["properties"].items():
            value = None if is_stream(schema) else self._typical(schema, 1)
            if value is not None:
                yield {member: value}

    def _plan(self, node: Schema) -> Node | None:
        try:
            return self._planner.plan_part(node)
        except (UnsatisfiableSchema, UnsatisfiableString, UsageError):
            return None


def _made(value: Any) -> Any:
    return value.make(PlainSource()) if isinstance(value, Generated) else value


def _distinct(values: Iterable[Any]) -> list[Any]:
    """The values without repetitions; 1 and true are different, 1 and 1.0 too."""
    seen: dict[str, Any] = {}
    for value in values:
        seen.setdefault(repr(value), value)
    return list(seen.values())
