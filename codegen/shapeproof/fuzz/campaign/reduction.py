"""Drops from a failing response what makes no difference, so that what is left matters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast

from shapeproof.contract import Pointer, Schema, child, resolve, value_at
from shapeproof.fuzz.campaign.edits import without
from shapeproof.fuzz.campaign.representative_values import RepresentativeValues
from shapeproof.fuzz.core.choices import ABSENT, PRESENT
from shapeproof.fuzz.planning.pins import EVERY_OPTIONAL, PinTree, pin_tree
from shapeproof.sample.mutation import replaced

__all__ = ["reductions"]

Key = str | int


def reductions(
    root: Schema,
    response: Any,
    pins: Mapping[str, Any],
    fails_alike: Callable[[Any], bool],
    completed: Callable[[Any], Any] = lambda candidate: candidate,
) -> Iterator[tuple[Any, int]]:
    """Each smaller response that still fails alike, and how many members, items and entries it lost with that step.

    Whatever a step drops is tried at once, then in halves, down to one by one. After the last step, no single member,
    item or entry can be dropped, and each scalar has its simplest value where that makes no difference.

    Args:
        root: the strict schema of the response.
        response: the failing response, in `cli`.
        pins: what the campaign pinned; a reduced response keeps it.
        fails_alike: whether a candidate is valid, and the program fails on it in the same way.
        completed: adds to a candidate what follows from what was dropped.
    """
    reducer = _Reducer(root, response, pins, fails_alike, completed)
    is_changed = True
    while is_changed:
        is_changed = False
        for step in reducer.steps():
            is_changed = True
            yield step


class _Reducer:
    def __init__(
        self,
        root: Schema,
        response: Any,
        pins: Mapping[str, Any],
        fails_alike: Callable[[Any], bool],
        completed: Callable[[Any], Any],
    ) -> None:
        self._root = root
        self._response = response
        self._pins = pin_tree(root, pins)
        self._keeps_optional = pins.get(EVERY_OPTIONAL) is PRESENT
        self._fails_alike = fails_alike
        self._completed = completed
        self._values = RepresentativeValues(root)

    def steps(self) -> Iterator[tuple[Any, int]]:
        """One pass over the response, from the outside inwards, so that much goes at once."""
        pending: list[tuple[Pointer, Schema | None, PinTree]] = [((), self._root, self._pins)]
        simplifiable: list[tuple[Pointer, Schema]] = []
        while pending:
            pointer, node, pins = pending.pop()
            if pins.pin not in {None, PRESENT}:  # its value is what the user wants
                continue
            shape = None if node is None else resolve(self._root, node)
            value = value_at(self._response, pointer)
            if not isinstance(value, dict | list):
                if node is not None:
                    simplifiable.append((pointer, node))
                continue
            yield from self._drops(pointer, self._droppable(shape, value, pins))
            value = value_at(self._response, pointer)
            for key in reversed(_keys(value)):
                step = None if shape is None else child(shape, key)
                below = PinTree() if step is None else pins.step(step.notation)
                pending.append(((*pointer, key), step and step.node, below))
        for pointer, node in simplifiable:
            simplest = self._values.simplest(node)
            if simplest is not None and simplest != value_at(self._response, pointer):
                yield from self._step(replaced(self._response, pointer, simplest), 0)

    def _droppable(self, shape: Schema | None, value: Any, pins: PinTree) -> list[Key]:
        keys = _keys(value)
        if shape is None or "properties" not in shape:
            return keys
        is_kept = {member for member in shape["properties"] if pins.step(f".{member}").pin not in {None, ABSENT}}
        is_kept |= set(shape.get("required", ()))
        if self._keeps_optional:
            is_kept |= shape["properties"].keys()
        return [key for key in keys if key not in is_kept]

    def _drops(self, owner: Pointer, keys: Sequence[Key]) -> Iterator[tuple[Any, int]]:
        """Drop as many of the keys as possible. Later items go first, so that the indexes of earlier ones stay."""
        pending = [keys] if keys else []
        while pending:
            group = pending.pop()
            before = self._response
            yield from self._step(without(before, owner, group), len(group))
            if self._response is before and len(group) > 1:
                middle = len(group) // 2
                pending += [group[:middle], group[middle:]]

    def _step(self, candidate: Any, dropped: int) -> Iterator[tuple[Any, int]]:
        candidate = self._completed(candidate)
        if candidate != self._response and self._fails_alike(candidate):
            self._response = candidate
            yield candidate, dropped


def _keys(value: Any) -> list[Key]:
    if isinstance(value, dict):
        return list(cast("dict[str, Any]", value))
    return list(range(len(cast("list[object]", value)))) if isinstance(value, list) else []
