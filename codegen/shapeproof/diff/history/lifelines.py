"""When each member and each value of an enum came and went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from shapeproof.diff.catalog import ChangeCode, members, promises, values
from shapeproof.diff.changes.model import Change
from shapeproof.diff.history.search import Step

__all__ = ["Lifeline", "lifelines"]

_MEMBER_CAME = frozenset([members.MEMBER_ADDED, members.REQUIRED_MEMBER_ADDED, members.UNION_MEMBER_ADDED])
_MEMBER_WENT = frozenset([members.MEMBER_REMOVED, members.REQUIRED_MEMBER_REMOVED, members.UNION_MEMBER_REMOVED])
_VALUES_CAME = frozenset([values.ENUM_VALUES_ADDED, promises.ERROR_CODES_ADDED])
_VALUES_WENT = frozenset([values.ENUM_VALUES_REMOVED, promises.ERROR_CODES_REMOVED])


@dataclass(frozen=True, slots=True)
class Lifeline:
    """A member, or values of an enum that came and went together.

    Attributes:
        path: the first path of the member, or of the enum.
        values: the values; empty for a member.
        came: the step that it came with; None if it was there from the start.
        went: the step that it went with; None if it is still there.
    """

    path: str
    values: tuple[str, ...] = ()
    came: Step | None = None
    went: Step | None = None


def lifelines(steps: Iterable[Step]) -> list[Lifeline]:
    """The members and values that came or went, in the order in which they came; those first that were there before.

    Args:
        steps: the steps of a history, the oldest first.
    """
    found: list[Lifeline] = []
    for step in steps:
        for change in step.changes:
            if change.code in _MEMBER_CAME | _VALUES_CAME:
                found.append(Lifeline(change.path, _values(change, change.new), came=step))
            elif change.code in _MEMBER_WENT | _VALUES_WENT:
                _end(found, change, step)
    return sorted(found, key=lambda lifeline: lifeline.came is not None)


def _end(found: list[Lifeline], change: Change, step: Step) -> None:
    """Note that a member or values went. Of values that came together, some may stay."""
    gone = _values(change, change.old)
    for number, lifeline in enumerate(found):
        if lifeline.path != change.path or lifeline.went or bool(lifeline.values) is not bool(gone):
            continue
        going = tuple(value for value in lifeline.values if value in gone)
        if going == lifeline.values:
            found[number] = replace(lifeline, went=step)
        elif going:
            staying = tuple(value for value in lifeline.values if value not in gone)
            found[number] = replace(lifeline, values=staying)
            found.append(replace(lifeline, values=going, went=step))
        gone = tuple(value for value in gone if value not in going)
        if not gone:
            return
    if gone or change.code in _MEMBER_WENT:
        found.append(Lifeline(change.path, gone, went=step))


def _values(change: Change, changed: Any) -> tuple[str, ...]:
    is_of_values: frozenset[ChangeCode] = _VALUES_CAME | _VALUES_WENT
    return tuple(changed) if change.code in is_of_values else ()
