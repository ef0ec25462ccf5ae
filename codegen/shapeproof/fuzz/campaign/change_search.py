"""Looks for the smallest changes of a failing response with which the program passes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from shapeproof.contract import Pointer, Schema, value_at
from shapeproof.fuzz.campaign.edits import Edit, edited, edits
from shapeproof.fuzz.campaign.message_words import MessageWords
from shapeproof.fuzz.campaign.representative_values import RepresentativeValues
from shapeproof.fuzz.campaign.tried_changes import Effect, TriedChange

__all__ = ["ChangeSearch", "is_inside"]

_MAX_EDITS: Final = 2_000
_MAX_SINGLE: Final = 200
"""Runs with one change each."""
_MAX_JOINT: Final = 60
"""Runs with several changes at once, and with one member in place of another."""
_MAX_FIRST: Final = 6
_MAX_SECOND: Final = 8
_MAX_PAIRED: Final = 8
_MAX_SUBSTITUTES: Final = 3


class _OutOfBudget(Exception):
    """No more runs."""


@dataclass
class ChangeSearch:
    """A search for changes with which a program passes.

    Attributes:
        root: the strict schema of the response.
        response: the failing response, in `cli`.
        failure: what the program printed when it failed, and where.
        effect_of: runs the program on a changed response; not called again after None.
        is_valid: whether a changed response is one that the program must read.
        repaired: gives a changed response what the rules of its contract require then, without undoing the changes.
        single: the changes of one place that were tried.
        joint: the changes of several places with which the program passes.
        single_count: the runs with a change of one place.
        joint_count: the runs with changes of several.
        is_complete: whether everything was tried that was meant to be.
    """

    root: Schema
    response: Any
    failure: Effect
    effect_of: Callable[[Any], Effect | None]
    is_valid: Callable[[Any], bool]
    repaired: Callable[[Any, Sequence[Edit]], Any] = lambda response, _changes: response
    single: list[TriedChange] = field(default_factory=list["TriedChange"])
    joint: list[TriedChange] = field(default_factory=list["TriedChange"])
    single_count: int = 0
    joint_count: int = 0
    is_complete: bool = True

    def __post_init__(self) -> None:
        self._values = RepresentativeValues(self.root)
        self.words = MessageWords(self.failure.message)

    def run(self) -> None:
        """Try the changes, until there is no more time."""
        try:
            self._try_single_changes()
            self._pass_over_substitutes()
            self._try_joint_changes(self._of_all_items())
            if not self._is_cause_found and not self.joint:
                self._try_joint_changes(self._of_several_places())
        except _OutOfBudget:
            self.is_complete = False

    @property
    def passing(self) -> list[TriedChange]:
        """What makes the program pass, several changes at once first."""
        return [tried for tried in [*self.joint, *self.single] if tried.effect.kind == "passes"]

    def fix_of_what_follows(self) -> Edit | None:
        """The change that only the next failure needs, which the program meets as soon as this one is gone."""
        for tried in self.joint:
            first, *others = (self._single_effect(edit) for edit in tried.edits)
            if first is not None and self.is_elsewhere(first) and all(o and o.kind == "fails alike" for o in others):
                return tried.edits[1] if len(others) == 1 else None
        return None

    def _single_effect(self, edit: Edit) -> Effect | None:
        return next((tried.effect for tried in self.single if tried.first == edit), None)

    def is_elsewhere(self, effect: Effect) -> bool:
        """Whether the program still fails, but at another place."""
        locations = {effect.location, self.failure.location}
        return effect.kind == "fails differently" and len(locations) == 2 and "" not in locations

    @property
    def _is_cause_found(self) -> bool:
        """Whether the program passes after a change of what the error names, or, if it names nothing, of what is missing.

        Other values, and what takes away, may only lead the program past the place of the failure.
        """
        if self.names_something:
            return any(self.words.rank(tried.first) == 0 for tried in self.passing)
        return any(tried.first.is_filling for tried in self.passing)

    @property
    def names_something(self) -> bool:
        """Whether the error names a place of the response."""
        return any(self.words.rank(tried.first) == 0 for tried in self.single)

    @property
    def named_and_gone(self) -> list[TriedChange]:
        """The changes of what the error names with which the program fails at another place."""
        named = [tried for tried in self.single if not tried.first.is_removal and self.words.rank(tried.first) == 0]
        return [tried for tried in named if self.is_elsewhere(tried.effect)]

    def _try_single_changes(self) -> None:
        """Try each change of one place, what the message names first, then removals, which shrinking has mostly tried."""
        candidates = list(islice(edits(self.root, self.response, self._values), _MAX_EDITS))
        candidates.sort(key=lambda edit: (self.words.rank(edit), edit.turn, not edit.is_removal))
        for edit in candidates:
            is_late = edit.turn > 0 and self.words.rank(edit) > 1
            if is_late and self._is_cause_found and not self._makes_a_difference(edit.pointer):
                continue
            effect = self._run((edit,), is_single=True)
            if effect is not None:
                self.single.append(TriedChange((edit,), effect))

    def _pass_over_substitutes(self) -> None:
        """Drop removals that blame a member for being there although any other in its place has the same effect.

        A program that asks whether a structure is empty fails with any member. Then its owner is named instead.
        """
        for tried in list(self.single):
            edit = tried.first
            owner = edit.pointer[:-1]
            if tried.effect.kind != "passes" or not edit.is_removal or len(value_at(self.response, owner)) > 1:
                continue
            neutral = [
                other.first
                for other in self.single
                if other.first.is_addition
                and other.first.pointer[:-1] == owner
                and other.effect.kind == "fails alike"
                and not self._makes_a_difference(other.first.pointer)
            ]
            effects = [self._run((edit, other)) for other in _distinct_places(neutral)[:_MAX_SUBSTITUTES]]
            if effects and all(effect is not None and effect.kind == "fails alike" for effect in effects):
                emptied = Edit(owner, value_at(self.response, owner), {})
                self.single[self.single.index(tried)] = TriedChange((emptied,), tried.effect)

    def _try_joint_changes(self, candidates: Iterable[tuple[Edit, ...]]) -> None:
        """Try changes of several places at once, until the program passes."""
        for changes in candidates:
            effect = self._run(changes)
            if effect is not None and effect.kind == "passes":
                self.joint.append(TriedChange(changes, effect))
                return

    def _growing(self) -> list[TriedChange]:
        """The changes that are no removals, and with which the program didn't pass, the likeliest first."""
        tried = [tried for tried in self.single if not tried.first.is_removal and tried.effect.kind != "passes"]
        return sorted(tried, key=lambda tried: (self.words.rank(tried.first), tried.first.turn))

    def _of_all_items(self) -> Iterator[tuple[Edit, ...]]:
        """The same change in every item of a list, where one alone doesn't help."""
        usual = [tried.first for tried in self._growing() if not tried.first.turn]
        return islice(_same_in_all_items(usual), _MAX_SECOND)

    def _of_several_places(self) -> Iterator[tuple[Edit, ...]]:
        """One change after another, and two at once, of places where none is enough alone."""
        enough = {tried.first.pointer for tried in self.passing}
        growing = [tried for tried in self._growing() if tried.first.pointer not in enough]
        alike = [tried.first for tried in growing if tried.effect.kind == "fails alike"]
        differing = [tried for tried in growing if tried.effect.kind == "fails differently"]
        # The message of the next failure says what else is missing.
        for tried in differing[:_MAX_FIRST]:
            words = MessageWords(tried.effect.message)
            changed = edited(self.response, tried.edits)
            following = islice(edits(self.root, changed, self._values), _MAX_EDITS)
            named = [edit for edit in following if not edit.is_removal and words.rank(edit) == 0]
            others = [edit for edit in named if edit.pointer not in {*enough, tried.first.pointer}]
            yield from ((tried.first, edit) for edit in sorted(others, key=lambda edit: edit.turn)[:_MAX_SECOND])
        paired = _distinct_places([*(tried.first for tried in differing), *alike])[:_MAX_PAIRED]
        yield from (
            (first, second)
            for index, first in enumerate(paired)
            for second in paired[index + 1 :]
            if not is_inside(first.pointer, second.pointer) and not is_inside(second.pointer, first.pointer)
        )

    def _makes_a_difference(self, pointer: Pointer) -> bool:
        return any(tried.effect.kind != "fails alike" for tried in self.single if tried.first.pointer == pointer)

    def _run(self, changes: tuple[Edit, ...], *, is_single: bool = False) -> Effect | None:
        """The effect of changes; None if the changed response isn't valid. Raises _OutOfBudget."""
        try:
            changed = edited(self.response, changes)
        except (LookupError, TypeError):  # the first change took away where the second belongs
            return None
        changed = self.repaired(changed, changes)
        if not self.is_valid(changed):
            return None
        if (self.single_count >= _MAX_SINGLE) if is_single else (self.joint_count >= _MAX_JOINT):
            self.is_complete = False
            return None
        effect = self.effect_of(changed)
        if effect is None:
            raise _OutOfBudget
        self.single_count += is_single
        self.joint_count += not is_single
        return effect


def is_inside(pointer: Pointer, owner: Pointer) -> bool:
    """Whether a place is inside another one."""
    return len(pointer) > len(owner) and pointer[: len(owner)] == owner


def _distinct_places(changes: Iterable[Edit]) -> list[Edit]:
    """The first change of each place."""
    by_place: dict[Pointer, Edit] = {}
    for edit in changes:
        by_place.setdefault(edit.pointer, edit)
    return list(by_place.values())


def _same_in_all_items(changes: Sequence[Edit]) -> Iterator[tuple[Edit, ...]]:
    """For each change, the same one in every other item of the lists around it."""
    groups: dict[tuple[tuple[str, ...], str], list[Edit]] = {}
    for edit in changes:
        place = tuple("*" if isinstance(key, int) else f".{key}" for key in edit.pointer)
        groups.setdefault((place, repr(edit.after)), []).append(edit)
    yield from (tuple(group) for group in groups.values() if len(group) > 1)
