"""Makes the expression of a rule true or false, by changes that its tree suggests.

Each generator changes the response and yields; when it is resumed, it undoes its change and tries the next one. What is
abandoned at a yield stays as it is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, cast

from shapeproof.cel import syntax
from shapeproof.sample.coherence.assignment import Assigner, Operand
from shapeproof.sample.coherence.editor import Editor
from shapeproof.sample.coherence.place import Place
from shapeproof.sample.coherence.reading import ERROR, Computed, Key, Reader, Scope
from shapeproof.sample.coherence.string_changes import strings_with, strings_without

__all__ = ["Solver"]

Attempts = Iterator[None]
_OPPOSITE: Final = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_MAX_COMBINED: Final = 2
"""Of changes of so many items of a list, each combination is tried."""
_STRING_TESTS: Final = frozenset(["startsWith", "endsWith", "contains", "matches"])


class Solver:
    """Solves the expressions of one rule.

    Args:
        reader: reads the expressions.
        editor: changes the response.
        coin: decides between alternatives that are as good as each other; it depends on the response.
    """

    def __init__(self, reader: Reader, editor: Editor, coin: Callable[[], bool]) -> None:
        self._reader = reader
        self._editor = editor
        self._coin = coin
        self._assigner = Assigner(reader, editor)

    def make(self, node: syntax.Expression, truth: bool, scope: Scope) -> Attempts:
        """Make an expression true, or false. It may not be so at every yield: whoever asks has to look."""
        if self._reader.truth(node, scope) is truth:
            yield
        else:
            yield from self.change(node, truth, scope)

    def change(self, node: syntax.Expression, truth: bool, scope: Scope) -> Attempts:
        """Make an expression true that isn't, or false; as `make`, which asks first."""
        match node:
            case syntax.Unary(operator="!", operand=operand):
                yield from self.make(operand, not truth, scope)
            case syntax.Binary(operator=("&&" | "||") as operator, left=left, right=right):
                if (operator == "&&") is truth:
                    yield from self._both(left, right, truth, scope)
                else:
                    yield from self._either(left, right, truth, scope)
            case syntax.Binary(operator="in", left=left, right=right):
                yield from self._membership(left, right, truth, scope)
            case syntax.Binary(operator=operator, left=left, right=right) if operator in _OPPOSITE:
                yield from self._comparison(operator if truth else _OPPOSITE[operator], left, right, scope)
            case syntax.Conditional():
                yield from self._conditional(node, truth, scope)
            case syntax.Has(operand=operand, name=name):
                yield from self._presence(operand, name, truth, scope)
            case syntax.Macro():
                yield from self._quantified(node, truth, scope)
            case syntax.Call(function=function, target=target) if function in _STRING_TESTS and target is not None:
                yield from self._string_test(node, target, truth, scope)
            case _:
                yield from self._assigner.assign(node, truth, scope)

    def _both(self, left: syntax.Expression, right: syntax.Expression, truth: bool, scope: Scope) -> Attempts:
        for _ in self.make(left, truth, scope):
            for _ in self.make(right, truth, scope):
                if self._reader.truth(left, scope) is truth:
                    yield

    def _either(self, left: syntax.Expression, right: syntax.Expression, truth: bool, scope: Scope) -> Attempts:
        yield from self.make(right, truth, scope)
        yield from self.make(left, truth, scope)

    def _conditional(self, node: syntax.Conditional, truth: bool, scope: Scope) -> Attempts:
        branch = self._reader.branch(node, scope)
        if branch is not None:
            condition = branch is node.then
            for _ in self.make(branch, truth, scope):
                if self._reader.truth(node, scope) is truth:
                    yield
            other = node.otherwise if condition else node.then
            for _ in self.make(node.condition, not condition, scope):
                yield from self.make(other, truth, scope)
            return
        for _ in self.make(node.condition, True, scope):
            yield from self.make(node.then, truth, scope)

    def _presence(self, operand: syntax.Expression, name: str, truth: bool, scope: Scope) -> Attempts:
        owner = self._reader.place(operand, scope)
        if owner is None or not owner.exists:
            if truth:
                for _ in self._defined(operand, scope):
                    yield from self._presence(operand, name, truth, scope)
            return
        if isinstance(owner.value, dict):
            place = owner.below(self._editor.root, name)
            yield from self._assigner.add(place) if truth else self._assigner.drop(place)

    def _defined(self, node: syntax.Expression, scope: Scope) -> Attempts:
        """Add the members that an expression reads and that are absent."""
        for read in _reads(node):
            place = self._reader.place(read, scope)
            if place is not None and not place.exists:
                for _ in self._assigner.add(place):
                    yield from self._defined(node, scope)
                return
        yield

    def _comparison(self, operator: str, left: syntax.Expression, right: syntax.Expression, scope: Scope) -> Attempts:
        first, second = self._reader.value(left, scope), self._reader.value(right, scope)
        if first is ERROR or second is ERROR:
            for _ in self._defined(left, scope):
                for _ in self._defined(right, scope):
                    if ERROR not in (self._reader.value(left, scope), self._reader.value(right, scope)):
                        yield
                        yield from self._comparison(operator, left, right, scope)
            return
        match operator:
            case "==":
                yield from self._equal((left, first), (right, second), scope)
            case "!=":
                yield from self._unequal((left, first), (right, second), scope)
            case "<" | "<=":
                yield from self._assigner.order((left, first), (right, second), scope, is_strict=operator == "<")
            case _:
                yield from self._assigner.order((right, second), (left, first), scope, is_strict=operator == ">")

    def _equal(self, one: Operand, other: Operand, scope: Scope) -> Attempts:
        (left, first), (right, second) = one, other
        if isinstance(first, bool) and isinstance(second, bool):
            yield from self._of_two((left, second), (right, first), scope)
            return
        yield from self._assigner.assign(left, self._reader.raw(right, scope), scope)
        yield from self._assigner.assign(right, self._reader.raw(left, scope), scope)

    def _unequal(self, one: Operand, other: Operand, scope: Scope) -> Attempts:
        (left, first), (right, second) = one, other
        if isinstance(first, bool) and isinstance(second, bool):
            yield from self._of_two((left, not first), (right, not second), scope)
            return
        yield from self._assigner.differ(left, scope)
        yield from self._assigner.differ(right, scope)

    def _of_two(
        self, one: tuple[syntax.Expression, bool], other: tuple[syntax.Expression, bool], scope: Scope
    ) -> Attempts:
        """One of two changes that are as good as each other."""
        for node, truth in (one, other) if self._coin() else (other, one):
            yield from self.make(node, truth, scope)

    def _membership(self, left: syntax.Expression, right: syntax.Expression, truth: bool, scope: Scope) -> Attempts:
        for _ in self._defined(left, scope):
            items = self._reader.items(right, scope)
            if not truth:
                yield from self._assigner.differ(left, scope)
                value = self._reader.raw(left, scope)
                equal = [item for item in items if isinstance(item, Place) and item.value == value]
                yield from self._without(equal)
                place = self._reader.place(right, scope)
                if place is not None and isinstance(place.value, dict) and isinstance(value, str):
                    yield from self._assigner.drop(place.below(self._editor.root, value))
                continue
            for item in items:
                yield from self._assigner.assign(left, item.value, scope)
            value = self._reader.raw(left, scope)
            for item in items:
                if isinstance(item, Place):
                    yield from self._assigner.put(item, value)
            place = self._reader.place(right, scope)
            if place is not None and isinstance(place.value, dict) and isinstance(value, str):
                yield from self._assigner.add(place.below(self._editor.root, value))
            elif place is not None and place.exists:
                for _ in self._assigner.append(place):
                    last = place.items(self._editor.root)[-1]
                    yield from self._assigner.put(last, value)

    def _without(self, places: list[Place]) -> Attempts:
        """Drop all of these, the last one first, so that the indexes of the others stay."""
        mark = self._editor.trail.mark
        if places and all(self._editor.drop(place) for place in reversed(places)):
            yield
        self._editor.trail.undo(mark)

    def _string_test(self, node: syntax.Call, target: syntax.Expression, truth: bool, scope: Scope) -> Attempts:
        (argument,) = node.arguments
        for _ in self._defined(target, scope):
            for _ in self._defined(argument, scope):
                whole, part = self._reader.spelled(target, scope), self._reader.spelled(argument, scope)
                leaf = self._reader.leaf(target, scope)
                if not isinstance(whole, str) or not isinstance(part, str):
                    continue
                if self._reader.truth(node, scope) is truth:
                    yield
                if leaf is not None:
                    change = strings_with if truth else strings_without
                    for string in change(node.function, whole, part):
                        yield from self._assigner.put(leaf.place, string)
                if truth and node.function in {"startsWith", "endsWith"}:
                    yield from self._assign_end(node.function, whole, argument, scope)
                if not truth:
                    yield from self._assigner.differ(target, scope)
                    yield from self._assigner.differ(argument, scope)

    def _assign_end(self, function: str, whole: str, argument: syntax.Expression, scope: Scope) -> Attempts:
        """Give what a string should end (or start) with the end of the string, after each of its separators."""
        part = cast("str", self._reader.value(argument, scope))
        length = min(len(part), len(whole))
        ends = [index for index, character in enumerate(whole) if character in "/:"]
        cuts = ends if function == "endsWith" else [index + 1 for index in ends]
        for cut in [len(whole) - length, *reversed(cuts)]:
            yield from self._assigner.assign(argument, whole[cut:] if function == "endsWith" else whole[:cut], scope)

    def _quantified(self, node: syntax.Macro, truth: bool, scope: Scope) -> Attempts:
        match node.macro, truth:
            case "all", _:
                yield from self._every(node, truth, scope) if truth else self._some(node, truth, scope)
            case "exists", _:
                yield from self._some(node, truth, scope) if truth else self._every(node, truth, scope)
            case "exists_one", True:
                yield from self._exactly_one(node, scope)
            case "exists_one", False:
                kept = [item for item in self._scopes(node, scope) if self._reader.truth(node.body, item) is True]
                for inner in kept:
                    yield from self.make(node.body, False, inner)
                for inner in self._scopes(node, scope):
                    if self._reader.truth(node.body, inner) is not True:
                        yield from self.make(node.body, True, inner)
            case _:
                return

    def _scopes(self, node: syntax.Macro, scope: Scope) -> list[Scope]:
        return [{**scope, node.variable: item} for item in self._reader.items(node.target, scope)]

    def _every(self, node: syntax.Macro, truth: bool, scope: Scope) -> Attempts:
        """Make the body of a macro have this value for every item: change the items where it hasn't, or drop them."""
        scopes = self._scopes(node, scope)
        wrong = [inner for inner in scopes if self._reader.truth(node.body, inner) is not truth]
        yield from self._make_each(node, truth, wrong, lambda: True)

    def _make_each(self, node: syntax.Macro, truth: bool, scopes: list[Scope], is_done: Callable[[], bool]) -> Attempts:
        """Make the body have this value in each of the scopes, or drop their items, the last one first."""
        if not scopes:
            if is_done():
                yield
            return
        *rest, last = scopes
        changes = self.make(node.body, truth, last)
        entry = _entry(last[node.variable])
        drops = iter(()) if entry is None else self._assigner.drop(entry)
        if len(scopes) > _MAX_COMBINED:  # not each combination, and not one generator inside another for each item
            mark = self._editor.trail.mark
            for inner in reversed(scopes):
                if not self._settle(node, truth, inner):
                    break
            else:
                if is_done():
                    yield
            self._editor.trail.undo(mark)
            return
        for _ in changes:
            if self._reader.truth(node.body, last) is truth:
                yield from self._make_each(node, truth, rest, is_done)
        for _ in drops:
            yield from self._make_each(node, truth, rest, is_done)

    def _settle(self, node: syntax.Macro, truth: bool, scope: Scope) -> bool:
        """Make the body have this value in a scope by the first change that does, or drop its item."""
        item = scope[node.variable]
        entry = _entry(item)
        if isinstance(item, Key) and entry is not None and self._editor.drop(entry):
            return True  # a key has no value to change
        for _ in self.make(node.body, truth, scope):
            if self._reader.truth(node.body, scope) is truth:
                return True
        return entry is not None and self._editor.drop(entry)

    def _some(self, node: syntax.Macro, truth: bool, scope: Scope) -> Attempts:
        """Make the body of a macro have this value for one item; where there is none, for a new one."""
        for inner in self._scopes(node, scope):
            yield from self.make(node.body, truth, inner)
        for _ in self._defined(node.target, scope):
            place = self._reader.place(node.target, scope)
            if place is None:
                return
            for _ in self._grown(place):
                yield from self.make(node.body, truth, self._scopes(node, scope)[-1])

    def _grown(self, place: Place) -> Attempts:
        """Add an item to a list, or an entry to a map."""
        yield from self._assigner.append(place)
        if isinstance(place.value, dict) and place.node is not None:
            for key in self._editor.values.keys(place.node):
                yield from self._assigner.add(place.below(self._editor.root, key))

    def _exactly_one(self, node: syntax.Macro, scope: Scope) -> Attempts:
        scopes = self._scopes(node, scope)
        true = [inner for inner in scopes if self._reader.truth(node.body, inner) is True]
        if not true:
            yield from self._some(node, True, scope)
            return
        for kept, others in ((true[0], true[1:]), (true[-1], true[:-1])):
            yield from self._make_each(node, False, others, partial(self._is_true, node.body, kept))

    def _is_true(self, node: syntax.Expression, scope: Scope) -> bool:
        return self._reader.truth(node, scope) is True


def _entry(item: Place | Computed) -> Place | None:
    """The place of an item, or of the entry of a key; None if it was computed."""
    return item.entry if isinstance(item, Key) else item if isinstance(item, Place) else None


def _reads(node: syntax.Expression) -> Iterator[syntax.Expression]:
    """The members and items that an expression reads wherever it is evaluated, owners first."""
    match node:
        case syntax.Member(operand=operand) | syntax.Index(operand=operand):
            yield from _reads(operand)
            yield node
        case syntax.Unary(operand=operand):
            yield from _reads(operand)
        case syntax.Binary(left=left, right=right):
            yield from _reads(left)
            yield from _reads(right)
        case syntax.Call(target=target, arguments=arguments):
            for argument in arguments if target is None else (target, *arguments):
                yield from _reads(argument)
        case syntax.Macro(target=target):
            yield from _reads(target)
        case _:
            return
