"""Gives expressions other values: each generator yields while the response is changed, and undoes it afterwards."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, cast

from shapeproof.cel import syntax
from shapeproof.sample.coherence.editor import Editor
from shapeproof.sample.coherence.place import Place
from shapeproof.sample.coherence.reading import ERROR, Reader, Scope

__all__ = ["Assigner", "Operand"]

Attempts = Iterator[None]
Operand = tuple[syntax.Expression, Any]
"""An expression, and its value."""


class Assigner:
    """Changes the places that expressions read, so that these have other values."""

    def __init__(self, reader: Reader, editor: Editor) -> None:
        self._reader = reader
        self._editor = editor

    def put(self, place: Place, value: Any) -> Attempts:
        """Put a value at a place."""
        mark = self._editor.trail.mark
        if self._editor.put(place, value):
            yield
        self._editor.trail.undo(mark)

    def drop(self, place: Place) -> Attempts:
        """Take the value at a place away."""
        mark = self._editor.trail.mark
        if self._editor.drop(place):
            yield
        self._editor.trail.undo(mark)

    def add(self, place: Place) -> Attempts:
        """Add the simplest value at a place that has none."""
        mark = self._editor.trail.mark
        if self._editor.add(place):
            yield
        self._editor.trail.undo(mark)

    def assign(self, node: syntax.Expression, value: Any, scope: Scope) -> Attempts:
        """Give an expression a value: of its own type, or as a place has it."""
        leaf = self._reader.leaf(node, scope)
        if leaf is not None:
            yield from self.put(leaf.place, leaf.encoded(self._editor.root, value))
            return
        match node:
            case syntax.Conditional():
                branch = self._reader.branch(node, scope)
                if branch is not None:
                    yield from self.assign(branch, value, scope)
            case syntax.Unary(operator="-", operand=operand):
                yield from self.assign(operand, -value, scope)
            case syntax.Binary(operator="+" | "-", left=left, right=right):
                yield from self._scale(node, value, scope)
                yield from self._assign_part(node, left, right, value, scope)
            case syntax.Call(function="size", target=None, arguments=(syntax.Call(function="distinct") as items,)):
                yield from self._make_distinct(items, scope)
            case syntax.Call(function="size", target=syntax.Call(function="distinct") as items):
                yield from self._make_distinct(items, scope)
            case syntax.Call(function="distinct"):
                yield from self._make_distinct(node, scope)
            case syntax.Call(function="size"):
                yield from self.resize(_argument(node), value, scope)
            case syntax.Call(function="sum"):
                yield from self._scale(node, value, scope)
            case syntax.Call(function="substring", target=target) if target is not None:
                yield from self._assign_substring(node, target, value, scope)
            case syntax.Index(operand=syntax.Call(function="split", target=target) as split, index=index):
                if target is not None:
                    yield from self._assign_segment(target, split.arguments[0], index, value, scope)
            case _:
                return

    def _assign_part(
        self, node: syntax.Binary, left: syntax.Expression, right: syntax.Expression, value: Any, scope: Scope
    ) -> Attempts:
        """Give one operand of a sum, a difference or a joined string the value that is left for it."""
        first, second = self._reader.value(left, scope), self._reader.value(right, scope)
        if first is ERROR or second is ERROR:
            return
        if isinstance(value, str):
            if value.endswith(str(second)):
                yield from self.assign(left, value[: len(value) - len(second)], scope)
            if value.startswith(str(first)):
                yield from self.assign(right, value[len(first) :], scope)
        elif _is_quantity(value) and _is_quantity(first) and _is_quantity(second):
            try:
                is_sum = node.operator == "+"
                options = (value - second, value - first) if is_sum else (value + second, first - value)
            except (TypeError, OverflowError):
                return
            yield from self.assign(left, options[0], scope)
            yield from self.assign(right, options[1], scope)

    def _assign_segment(
        self,
        target: syntax.Expression,
        separator: syntax.Expression,
        index: syntax.Expression,
        value: Any,
        scope: Scope,
    ) -> Attempts:
        """Replace one of the segments of a string: `self.Arn.split(':')[4]`."""
        whole, by = self._reader.value(target, scope), self._reader.value(separator, scope)
        number = self._reader.value(index, scope)
        if not (isinstance(whole, str) and isinstance(by, str) and by and isinstance(value, str)):
            return
        segments = whole.split(by)
        if isinstance(number, int) and 0 <= number < len(segments):
            segments[number] = value
            yield from self.assign(target, by.join(segments), scope)

    def _assign_substring(self, node: syntax.Call, target: syntax.Expression, value: Any, scope: Scope) -> Attempts:
        """Replace the part of a string that an expression cuts out of it."""
        whole = self._reader.value(target, scope)
        start, *end = (self._reader.value(argument, scope) for argument in node.arguments)
        if isinstance(whole, str) and isinstance(value, str) and all(_is_whole(cut) for cut in (start, *end)):
            yield from self.assign(target, whole[:start] + value + (whole[end[0] :] if end else ""), scope)

    def _make_distinct(self, node: syntax.Call, scope: Scope) -> Attempts:
        """Give the items of a list that repeat earlier ones other values, or else drop them from their lists."""
        if node.target is None:
            return
        items = self._reader.items(node.target, scope)
        mark = self._editor.trail.mark
        seen: list[Any] = []
        for item in items:
            if item.value in seen and not (isinstance(item, Place) and self._put_other(item, seen)):
                break
            seen.append(item.value)
        else:
            yield
        self._editor.trail.undo(mark)
        values = [item.value for item in items]
        repeated = [item for index, item in enumerate(items) if values[index] in values[:index]]
        owners = [place for item in repeated if isinstance(item, Place) and (place := _item_of_list(item))]
        if len(owners) == len(repeated) and all(self._editor.drop(place) for place in reversed(owners)):
            yield
        self._editor.trail.undo(mark)

    def _put_other(self, place: Place, taken: list[Any]) -> bool:
        others = self._editor.values.others(place.node, place.value, _item_number(place))
        return any(other not in taken and self._editor.put(place, other) for other in others)

    def resize(self, node: syntax.Expression, size: Any, scope: Scope) -> Attempts:
        """Give a list, a map or a string a size, by dropping from its end, or adding simple items."""
        place = self._reader.place(node, scope)
        if place is None or not isinstance(size, int) or not 0 <= size <= 1_000:
            return
        value = place.value
        if isinstance(value, str):
            yield from self.put(place, value[:size] if size <= len(value) else value + "x" * (size - len(value)))
        if not isinstance(value, list | dict):
            return
        mark = self._editor.trail.mark
        is_done = True
        for item in reversed(place.items(self._editor.root)[size:]):
            is_done = is_done and self._editor.drop(item)
        while is_done and isinstance(value, list) and len(cast("list[object]", value)) < size:
            is_done = self._append(place)
        if is_done and len(cast("list[object]", value)) == size:
            yield
        self._editor.trail.undo(mark)

    def append(self, place: Place) -> Attempts:
        """Add a simple item to a list."""
        mark = self._editor.trail.mark
        if self._append(place):
            yield
        self._editor.trail.undo(mark)

    def _append(self, place: Place) -> bool:
        value = place.value
        return isinstance(value, list) and self._editor.add(
            place.below(self._editor.root, len(cast("list[object]", value)))
        )

    def differ(self, node: syntax.Expression, scope: Scope) -> Attempts:
        """Give an expression another value than it has."""
        leaf = self._reader.leaf(node, scope)
        if leaf is None:
            value = self._reader.value(node, scope)
            if _is_quantity(value):
                step: Any = timedelta(seconds=1) if isinstance(value, datetime | timedelta) else 1
                for other in (value + step, value - step):
                    yield from self.assign(node, other, scope)
            return
        value = leaf.place.value
        for other in self._editor.values.others(leaf.place.node, value, _item_number(leaf.place)):
            yield from self.put(leaf.place, other)

    def order(self, smaller: Operand, larger: Operand, scope: Scope, *, is_strict: bool) -> Attempts:
        """Make the first expression less than the second, or at most as large."""
        (low, least), (high, most) = smaller, larger
        if not (_is_quantity(least) and _is_quantity(most)):
            if not is_strict and isinstance(least, float) and isinstance(most, float):  # one of them is infinite
                yield from self.assign(low, self._reader.raw(high, scope), scope)
                yield from self.assign(high, self._reader.raw(low, scope), scope)
            return
        yield from self._swap(low, high, scope)
        for bound in _bounds(most, is_strict=is_strict, sign=-1):
            yield from self._scale(low, bound, scope)
            yield from self.assign(low, bound if is_strict else self._reader.raw(high, scope), scope)
        for bound in _bounds(least, is_strict=is_strict, sign=1):
            yield from self.assign(high, bound if is_strict else self._reader.raw(low, scope), scope)

    def _swap(self, left: syntax.Expression, right: syntax.Expression, scope: Scope) -> Attempts:
        first, second = self._reader.leaf(left, scope), self._reader.leaf(right, scope)
        if first is None or second is None or first.is_string != second.is_string:
            return
        mark = self._editor.trail.mark
        values = first.place.value, second.place.value
        is_other = values[0] != values[1]
        if is_other and self._editor.put(first.place, values[1]) and self._editor.put(second.place, values[0]):
            yield
        self._editor.trail.undo(mark)

    def _scale(self, node: syntax.Expression, total: Any, scope: Scope) -> Attempts:
        """Scale the terms of a sum to a total, up or down."""
        terms = self._terms(node, scope)
        values = [self._reader.value(term, inner) for term, inner in terms]
        if not _is_whole(total) or not all(_is_whole(value) and value >= 0 for value in values):
            return
        free = [index for index, term in enumerate(terms) if self._is_free(*term)]
        rest = total - sum(value for index, value in enumerate(values) if index not in free)
        before = sum(values[index] for index in free)
        if len(terms) < 2 or rest < 0 or not free:
            return
        mark = self._editor.trail.mark
        for index in free:
            value = values[index] * rest // before if before else 0
            if value != values[index] and not self._settle(*terms[index], value):
                break
        else:
            yield
        self._editor.trail.undo(mark)

    def _settle(self, node: syntax.Expression, scope: Scope, value: Any) -> bool:
        """Give an expression a value, for good."""
        return any(True for _ in islice(self.assign(node, value, scope), 1))

    def _terms(self, node: syntax.Expression, scope: Scope) -> list[tuple[syntax.Expression, Scope]]:
        """The terms of a sum, each with its variables."""
        match node:
            case syntax.Binary(operator="+", left=left, right=right):
                return [*self._terms(left, scope), *self._terms(right, scope)]
            case syntax.Conditional():
                branch = self._reader.branch(node, scope)
                return [(node, scope)] if branch is None else self._terms(branch, scope)
            case syntax.Call(function="sum", target=syntax.Macro(macro="map", condition=None) as items):
                scopes = [{**scope, items.variable: item} for item in self._reader.items(items.target, scope)]
                return [term for inner in scopes for term in self._terms(items.body, inner)]
            case syntax.Call(function="sum", target=syntax.ListDisplay(items=items)):
                return [term for item in items for term in self._terms(item, scope)]
            case _:
                return [(node, scope)]

    def _is_free(self, term: syntax.Expression, scope: Scope) -> bool:
        if isinstance(term, syntax.Call) and term.function == "size":
            place = self._reader.place(_argument(term), scope)
        else:
            leaf = self._reader.leaf(term, scope)
            place = None if leaf is None else leaf.place
        return place is not None and place.exists and self._editor.may_change(place)


def _argument(node: syntax.Call) -> syntax.Expression:
    return node.target if node.target is not None else node.arguments[0]


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_quantity(value: Any) -> bool:
    if isinstance(value, bool) or (isinstance(value, float) and not math.isfinite(value)):
        return False
    return isinstance(value, int | float | datetime | timedelta)


def _bounds(value: Any, *, is_strict: bool, sign: int) -> Iterable[Any]:
    """The value that is just within a bound."""
    if not is_strict:
        return (value,)
    try:
        if isinstance(value, datetime | timedelta):
            return (value + sign * timedelta(seconds=1),)
        if isinstance(value, float):
            return (value + sign, value / 2, math.nextafter(value, sign * math.inf))
        return (value + sign,)
    except OverflowError:
        return ()


def _item_of_list(place: Place | None) -> Place | None:
    """The list item that a place is, or is in."""
    while place is not None and not isinstance(place.key, int):
        place = place.above
    return place


def _item_number(place: Place) -> int:
    """The index of the list item that a place is in; 0 outside of lists."""
    item = _item_of_list(place)
    return 0 if item is None else cast("int", item.key)
