"""The words for a changed place of a response: what is there, and what is tried instead."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from shapeproof.contract import pointer_text
from shapeproof.errors import truncated
from shapeproof.fuzz.campaign.edits import Edit

__all__ = ["ChangedPlace", "changed_place"]

_MAX_VALUE_LENGTH: Final = 60
_MAX_VALUES: Final = 2


@dataclass(frozen=True, slots=True)
class ChangedPlace:
    """A place of a response, what stands there, and what is tried instead, as phrases: `is absent`, `is 0 or 1`."""

    pointer: str
    before: str
    after: str


def changed_place(edits: Sequence[Edit], *, any_value: bool) -> ChangedPlace:
    """The words for edits of one place that have the same effect.

    Args:
        edits: the edits.
        any_value: whether every value of an added member has that effect.
    """
    first = edits[0]
    return ChangedPlace(pointer_text(first.pointer) or "/", _before(first), _after(edits, any_value=any_value))


def _before(edit: Edit) -> str:
    if edit.is_addition:
        return "is absent"
    if edit.is_unknown:
        return "is present, unknown to the contract"
    if edit.after == {}:
        return "is not empty"
    return f"is {_shortened(edit.before)}"


def _after(edits: Sequence[Edit], *, any_value: bool) -> str:
    if edits[0].is_addition:
        if any_value:
            return "is present"
        return f"is present, for example {_json(edits[0].after)}"
    values = ["absent"] if any(edit.is_removal for edit in edits) else []
    values += [_shortened(edit.after) for edit in edits if not edit.is_removal]
    return "is " + " or ".join(list(dict.fromkeys(values))[:_MAX_VALUES])


def _shortened(value: Any) -> str:
    if isinstance(value, dict) and value:
        return "present"
    return _json(value)


def _json(value: Any) -> str:
    return truncated(json.dumps(value, ensure_ascii=False), _MAX_VALUE_LENGTH)
