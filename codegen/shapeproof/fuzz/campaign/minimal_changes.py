"""Explains a failure by minimal changes: the smallest changes of the failing response with which the program passes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from shapeproof.contract import Pointer, Schema
from shapeproof.fuzz.campaign.change_search import ChangeSearch, is_inside
from shapeproof.fuzz.campaign.change_words import ChangedPlace, changed_place
from shapeproof.fuzz.campaign.edits import Edit, edited
from shapeproof.fuzz.campaign.tried_changes import ChangeEffect, Effect, TriedChange

__all__ = ["Explanation", "MinimalChange", "explain"]


@dataclass(frozen=True, slots=True)
class MinimalChange:
    """A change of a failing response.

    Attributes:
        places: what is changed: one place, or several together.
        effect: the effect.
        alternatives: the names of other members of the same structure whose addition has the same effect.
    """

    places: tuple[ChangedPlace, ...]
    effect: ChangeEffect
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """The minimal changes, the likeliest cause first, and what was tried.

    Attributes:
        changes: those with which the program passes; if there are none, those with which it gets further, or else
            fails differently.
        single_count: how many changes of one place were tried.
        joint_count: how many changes of several places at once.
        is_complete: whether everything was tried that was meant to be.
    """

    changes: tuple[MinimalChange, ...] = ()
    single_count: int = 0
    joint_count: int = 0
    is_complete: bool = True


def explain(
    root: Schema,
    response: Any,
    failure: Effect,
    effect_of: Callable[[Any], Effect | None],
    is_valid: Callable[[Any], bool],
    repaired: Callable[[Any, Sequence[Edit]], Any] = lambda response, _changes: response,
) -> Explanation:
    """Find the smallest changes of a failing response with which the program passes.

    Members are removed, added and given other values, one at a time. If that doesn't show what the message names, or
    nothing passes, several are changed at once. A member that any other could stand in for is not named. If the program
    has another bug behind this one, that is fixed first.

    Args:
        root: the strict schema of the response.
        response: the failing response, in `cli`.
        failure: what the program printed when it failed, and where. What it names is tried first, and told first.
        effect_of: runs the program on a changed response; not called again after None.
        is_valid: whether a changed response is one that the program must read.
        repaired: gives a changed response what the rules of its contract require then, without undoing the changes.
    """
    search = ChangeSearch(root, response, failure, effect_of, is_valid, repaired)
    search.run()
    fixed = search.fix_of_what_follows()
    if fixed is None:
        return _Telling(search).explanation()
    behind = ChangeSearch(root, repaired(edited(response, [fixed]), [fixed]), failure, effect_of, is_valid, repaired)
    behind.run()
    return _Telling(behind, search).explanation("gets further") if behind.passing else _Telling(search).explanation()


@dataclass(frozen=True, slots=True)
class _Telling:
    """Puts what a search found into words; `earlier` is a search before it, whose runs count, too."""

    search: ChangeSearch
    earlier: ChangeSearch | None = None

    def explanation(self, meaning: ChangeEffect = "passes") -> Explanation:
        """What the tried changes say; `meaning` is what passing here means for the response that was kept."""
        found = self.search.passing
        if not any(self.search.words.rank(edit) == 0 for tried in found for edit in tried.edits):
            found = [*found, *self.search.named_and_gone]
        found = found or [tried for tried in self.search.single if tried.effect.kind == "fails differently"]
        together = {edit.pointer for tried in self.search.joint for edit in tried.edits}
        found = [tried for tried in found if tried in self.search.joint or tried.first.pointer not in together]
        told = sorted(_innermost(found), key=self._likelihood)
        searches = [self.search] if self.earlier is None else [self.earlier, self.search]
        return Explanation(
            tuple(self._merged(told, meaning)),
            sum(search.single_count for search in searches),
            sum(search.joint_count for search in searches),
            is_complete=self.search.is_complete,
        )

    def _likelihood(self, tried: TriedChange) -> tuple[bool, bool, bool, int]:
        """What sorts causes: what the error names, then what is missing, then values, then what must not be there."""
        rank = self.search.words.rank(tried.first)
        return rank > 0, not tried.first.is_addition, tried.first.is_removal, rank

    def _effect(self, tried: TriedChange, meaning: ChangeEffect) -> ChangeEffect:
        if tried.effect.kind == "passes":
            return meaning
        return "gets further" if tried in self.search.named_and_gone else tried.effect.kind

    def _merged(self, told: list[TriedChange], meaning: ChangeEffect) -> Iterator[MinimalChange]:
        """One change for each place, with the values that were tried there."""
        by_place: dict[tuple[Pointer, ...], list[TriedChange]] = {}
        for tried in told:
            by_place.setdefault(tuple(edit.pointer for edit in tried.edits), []).append(tried)
        alternatives = _alternatives([group[0] for group in by_place.values()])
        for group in by_place.values():
            places = tuple(
                changed_place(
                    [tried.edits[index] for tried in group],
                    any_value=self._any_value_passes(group[0].edits[index]) or len(group[0].edits) > 1,
                )
                for index in range(len(group[0].edits))
            )
            names = alternatives.get(group[0].first.pointer, ()) if len(group[0].edits) == 1 else ()
            if names is not None:
                yield MinimalChange(places, self._effect(group[0], meaning), names)

    def _any_value_passes(self, edit: Edit) -> bool:
        """Whether each value that was tried for an added member has the same effect."""
        kinds = {tried.effect.kind for tried in self.search.single if tried.first.pointer == edit.pointer}
        return len(kinds) == 1


def _innermost(found: list[TriedChange]) -> list[TriedChange]:
    """The changes that contain no other change: if an item of a list causes the failure, the list need not be named."""

    def contains(outer: TriedChange, inner: TriedChange) -> bool:
        return any(is_inside(edit.pointer, other.pointer) for edit in inner.edits for other in outer.edits)

    return [tried for tried in found if not any(other is not tried and contains(tried, other) for other in found)]


def _alternatives(told: Sequence[TriedChange]) -> dict[Pointer, tuple[str, ...] | None]:
    """The names of further members, by the first addition to a structure that has many; None for those others."""
    by_owner: dict[Pointer, list[TriedChange]] = {}
    for tried in told:
        if len(tried.edits) == 1 and tried.first.is_addition:
            by_owner.setdefault(tried.first.pointer[:-1], []).append(tried)
    alternatives: dict[Pointer, tuple[str, ...] | None] = {}
    for first, *others in by_owner.values():
        if len(others) > 1:
            alternatives |= dict.fromkeys(tried.first.pointer for tried in others)
            alternatives[first.first.pointer] = tuple(str(tried.first.pointer[-1]) for tried in others)
    return alternatives
