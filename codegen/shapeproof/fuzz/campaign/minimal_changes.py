"""Explains a failure by minimal changes: the smallest changes of the failing response with which the program passes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Final, Literal

from shapeproof.contract import Pointer, Schema, value_at
from shapeproof.fuzz.campaign.change_words import ChangedPlace, changed_place
from shapeproof.fuzz.campaign.edits import Edit, edited, edits
from shapeproof.fuzz.campaign.representative_values import RepresentativeValues

__all__ = ["ChangeEffect", "Effect", "Explanation", "MinimalChange", "explain"]

_MAX_EDITS: Final = 2_000
_MAX_SINGLE: Final = 200
"""Runs with one change each."""
_MAX_JOINT: Final = 60
"""Runs with several changes at once, and with one member in place of another."""
_MAX_FIRST: Final = 6
_MAX_SECOND: Final = 8
_MAX_PAIRED: Final = 8
_MAX_SUBSTITUTES: Final = 3
_MIN_WORD_LENGTH: Final = 3

ChangeEffect = Literal["passes", "gets further", "fails differently", "fails alike"]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change leads to.

    Attributes:
        kind: the effect. A program gets further if this failure is gone, and the next one is at another place.
        message: what the program printed if it still fails.
        location: where it fails then, if it said so.
    """

    kind: ChangeEffect
    message: str = ""
    location: str = ""


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
    """
    search = _Search(root, response, failure, effect_of, is_valid)
    search.run()
    fixed = search.fix_of_what_follows()
    if fixed is None:
        return search.explanation()
    behind = _Search(
        root, edited(response, [fixed]), failure, effect_of, is_valid, search.single_count, search.joint_count
    )
    behind.run()
    explanation = behind.explanation("gets further")
    return explanation if behind.passing else replace(search.explanation(), is_complete=explanation.is_complete)


class _OutOfBudget(Exception):
    """No more runs."""


@dataclass(frozen=True, slots=True)
class _Tried:
    changes: tuple[Edit, ...]
    effect: Effect

    @property
    def first(self) -> Edit:
        return self.changes[0]


@dataclass
class _Search:
    root: Schema
    response: Any
    failure: Effect
    effect_of: Callable[[Any], Effect | None]
    is_valid: Callable[[Any], bool]
    earlier_single_count: int = 0
    earlier_joint_count: int = 0
    single: list[_Tried] = field(default_factory=list["_Tried"])
    joint: list[_Tried] = field(default_factory=list["_Tried"])
    single_count: int = 0
    joint_count: int = 0
    is_complete: bool = True

    def __post_init__(self) -> None:
        self._values = RepresentativeValues(self.root)
        self._words = _Words(self.failure.message)

    def run(self) -> None:
        """Try the changes, until there is no more time."""
        try:
            self.try_single_changes()
            self.pass_over_substitutes()
            self.try_joint_changes(self._of_all_items())
            if not self.is_cause_found and not self.joint:
                self.try_joint_changes(self._of_several_places())
        except _OutOfBudget:
            self.is_complete = False

    @property
    def passing(self) -> list[_Tried]:
        """What makes the program pass, several changes at once first."""
        return [tried for tried in [*self.joint, *self.single] if tried.effect.kind == "passes"]

    def fix_of_what_follows(self) -> Edit | None:
        """The change that only the next failure needs, which the program meets as soon as this one is gone."""
        for tried in self.joint:
            first, *others = (self._single_effect(edit) for edit in tried.changes)
            if first is not None and self._is_elsewhere(first) and all(o and o.kind == "fails alike" for o in others):
                return tried.changes[1] if len(others) == 1 else None
        return None

    def _single_effect(self, edit: Edit) -> Effect | None:
        return next((tried.effect for tried in self.single if tried.first == edit), None)

    def _is_elsewhere(self, effect: Effect) -> bool:
        locations = {effect.location, self.failure.location}
        return effect.kind == "fails differently" and len(locations) == 2 and "" not in locations

    @property
    def is_cause_found(self) -> bool:
        """Whether the program passes after a change of what the error names, or, if it names nothing, after any.

        Removals don't count: after shrinking, the removal of anything has an effect.
        """
        passing = [tried for tried in self.single if tried.effect.kind == "passes"]
        names = any(self._words.rank(tried.first) == 0 for tried in self.single)
        if names:
            return any(self._words.rank(tried.first) == 0 for tried in passing)
        return any(not tried.first.is_removal for tried in passing)

    def try_single_changes(self) -> None:
        """Try each change of one place, what the message names first, then removals, which shrinking has mostly tried."""
        candidates = list(islice(edits(self.root, self.response, self._values), _MAX_EDITS))
        candidates.sort(key=lambda edit: (self._words.rank(edit), edit.turn, not edit.is_removal))
        for edit in candidates:
            is_late = edit.turn > 0 and self._words.rank(edit) > 1
            if is_late and self.is_cause_found and not self._makes_a_difference(edit.pointer):
                continue
            effect = self._run((edit,), is_single=True)
            if effect is not None:
                self.single.append(_Tried((edit,), effect))

    def pass_over_substitutes(self) -> None:
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
                self.single[self.single.index(tried)] = _Tried((emptied,), tried.effect)

    def try_joint_changes(self, candidates: Iterable[tuple[Edit, ...]]) -> None:
        """Try changes of several places at once, until the program passes."""
        for changes in candidates:
            effect = self._run(changes)
            if effect is not None and effect.kind == "passes":
                self.joint.append(_Tried(changes, effect))
                return

    def _growing(self) -> list[_Tried]:
        """The changes that are no removals, and with which the program didn't pass, the likeliest first."""
        tried = [tried for tried in self.single if not tried.first.is_removal and tried.effect.kind != "passes"]
        return sorted(tried, key=lambda tried: (self._words.rank(tried.first), tried.first.turn))

    def _of_all_items(self) -> Iterator[tuple[Edit, ...]]:
        """The same change in every item of a list, where one alone doesn't help."""
        usual = [tried.first for tried in self._growing() if not tried.first.turn]
        return islice(_same_in_all_items(usual), _MAX_SECOND)

    def _of_several_places(self) -> Iterator[tuple[Edit, ...]]:
        """One change after another, and two at once."""
        growing = self._growing()
        alike = [tried.first for tried in growing if tried.effect.kind == "fails alike"]
        differing = [tried for tried in growing if tried.effect.kind == "fails differently"]
        # The message of the next failure says what else is missing.
        for tried in differing[:_MAX_FIRST]:
            words = _Words(tried.effect.message)
            changed = edited(self.response, tried.changes)
            following = islice(edits(self.root, changed, self._values), _MAX_EDITS)
            named = [edit for edit in following if not edit.is_removal and words.rank(edit) == 0]
            others = [edit for edit in named if edit.pointer != tried.first.pointer]
            yield from ((tried.first, edit) for edit in sorted(others, key=lambda edit: edit.turn)[:_MAX_SECOND])
        paired = _distinct_places([*(tried.first for tried in differing), *alike])[:_MAX_PAIRED]
        yield from (
            (first, second)
            for index, first in enumerate(paired)
            for second in paired[index + 1 :]
            if not _is_inside(first.pointer, second.pointer) and not _is_inside(second.pointer, first.pointer)
        )

    def explanation(self, meaning: ChangeEffect = "passes") -> Explanation:
        """What the tried changes say; `meaning` is what passing here means for the response that was kept."""
        found: list[_Tried] = self.passing
        effect = meaning
        if not found:  # what the error names, and gets rid of it, explains it
            effect = "gets further"
            named = [
                tried for tried in self.single if not tried.first.is_removal and self._words.rank(tried.first) == 0
            ]
            found = [tried for tried in named if self._is_elsewhere(tried.effect)]
        if not found:
            effect = "fails differently"
            found = [tried for tried in self.single if tried.effect.kind == "fails differently"]
        together = {edit.pointer for tried in self.joint for edit in tried.changes}
        found = [tried for tried in found if tried in self.joint or tried.first.pointer not in together]
        told = _innermost(found)
        told.sort(key=self._likelihood)
        return Explanation(
            tuple(self._merged(told, effect)),
            self.earlier_single_count + self.single_count,
            self.earlier_joint_count + self.joint_count,
            is_complete=self.is_complete,
        )

    def _likelihood(self, tried: _Tried) -> tuple[bool, bool, bool, int]:
        """What sorts causes: what the error names, then what is missing, then values, then what must not be there."""
        rank = self._words.rank(tried.first)
        return rank > 0, not tried.first.is_addition, tried.first.is_removal, rank

    def _merged(self, told: list[_Tried], effect: ChangeEffect) -> Iterator[MinimalChange]:
        """One change for each place, with the values that were tried there."""
        by_place: dict[tuple[Pointer, ...], list[_Tried]] = {}
        for tried in told:
            by_place.setdefault(tuple(edit.pointer for edit in tried.changes), []).append(tried)
        alternatives = _alternatives([group[0] for group in by_place.values()])
        for group in by_place.values():
            places = tuple(
                changed_place(
                    [tried.changes[index] for tried in group],
                    any_value=self._any_value_passes(group[0].changes[index]) or len(group[0].changes) > 1,
                )
                for index in range(len(group[0].changes))
            )
            names = alternatives.get(group[0].first.pointer, ()) if len(group[0].changes) == 1 else ()
            if names is not None:
                yield MinimalChange(places, effect, names)

    def _any_value_passes(self, edit: Edit) -> bool:
        """Whether each value that was tried for an added member has the same effect."""
        kinds = {tried.effect.kind for tried in self.single if tried.first.pointer == edit.pointer}
        return len(kinds) == 1

    def _makes_a_difference(self, pointer: Pointer) -> bool:
        return any(tried.effect.kind != "fails alike" for tried in self.single if tried.first.pointer == pointer)

    def _run(self, changes: tuple[Edit, ...], *, is_single: bool = False) -> Effect | None:
        """The effect of changes; None if the changed response isn't valid. Raises _OutOfBudget."""
        try:
            changed = edited(self.response, changes)
        except (LookupError, TypeError):  # the first change took away where the second belongs
            return None
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


class _Words:
    """The words of a message. Those of its last line, the error, count more than those of the code that it quotes."""

    def __init__(self, message: str) -> None:
        lines = [line for line in message.splitlines() if line.strip()]
        self._error = set(re.findall(r"\w+", lines[-1])) if lines else set[str]()
        self._error_line = lines[-1] if lines else ""
        self._others = set(re.findall(r"\w+", message))

    def rank(self, edit: Edit) -> int:
        """0 if the error names the place or quotes its value, 1 if the lines before it name it, else 2."""
        name = next((key for key in reversed(edit.pointer) if isinstance(key, str)), "")
        quoted = edit.before
        if name in self._error or (
            isinstance(quoted, str) and len(quoted) >= _MIN_WORD_LENGTH and quoted in self._error_line
        ):
            return 0
        return 1 if name in self._others else 2


def _innermost(found: list[_Tried]) -> list[_Tried]:
    """The changes that contain no other change: if an item of a list causes the failure, the list need not be named."""
    pointers = {edit.pointer for tried in found for edit in tried.changes}
    return [
        tried
        for tried in found
        if not any(_is_inside(other, edit.pointer) for edit in tried.changes for other in pointers)
    ]


def _alternatives(told: Sequence[_Tried]) -> dict[Pointer, tuple[str, ...] | None]:
    """The names of further members, by the first addition to a structure that has many; None for those others."""
    by_owner: dict[Pointer, list[_Tried]] = {}
    for tried in told:
        if len(tried.changes) == 1 and tried.first.is_addition:
            by_owner.setdefault(tried.first.pointer[:-1], []).append(tried)
    alternatives: dict[Pointer, tuple[str, ...] | None] = {}
    for first, *others in by_owner.values():
        if len(others) > 1:
            alternatives |= dict.fromkeys(tried.first.pointer for tried in others)
            alternatives[first.first.pointer] = tuple(str(tried.first.pointer[-1]) for tried in others)
    return alternatives


def _is_inside(pointer: Pointer, owner: Pointer) -> bool:
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
