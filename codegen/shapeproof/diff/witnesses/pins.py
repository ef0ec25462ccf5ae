"""Pins that make generated responses of the new edition show one change, and none of the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from shapeproof.contract import Schema, value_at
from shapeproof.contract.routes import shape_at
from shapeproof.diff.catalog import members, values
from shapeproof.diff.changes.model import Change
from shapeproof.diff.witnesses.witness import Witness
from shapeproof.fuzz.core.choices import ABSENT, PRESENT

__all__ = ["pins_for", "pins_without"]

_ADDED: Final = frozenset([members.MEMBER_ADDED, members.REQUIRED_MEMBER_ADDED, members.UNION_MEMBER_ADDED])
_ENTRIES: Final = ("[]", "{}")


def pins_for(change: Change, witness: Witness) -> dict[str, Any] | None:
    """The pins, by path, of responses that show a change where its witness does.

    Args:
        change: the change.
        witness: its witness.

    Returns:
        The pins; None if none have that effect: for the keys of a map, for null, for objects, lists and their entries.
    """
    path = witness.path
    around = _pins_around(path)
    if change.code in _ADDED:
        return {**around, path: PRESENT}
    if path.endswith(_ENTRIES) or "propertyNames" in witness.keyword:
        return None
    if change.code == values.ENUM_VALUES_ADDED:
        return {**around, path: {"enum": change.new}}
    try:
        value = value_at(witness.response, witness.pointer_parts)
    except (LookupError, TypeError):
        return {**around, path: ABSENT}
    return None if value is None or isinstance(value, dict | list) else {**around, path: value}


def _pins_around(path: str) -> dict[str, Any]:
    """The pins by which there is a structure that has the member at the end of a path."""
    pins: dict[str, Any] = {}
    steps = path.split(".")
    for length in range(1, len(steps)):
        name = steps[length - 1].partition("[")[0].partition("{")[0]
        is_list = steps[length - 1].startswith(f"{name}[]")
        pins[".".join([*steps[: length - 1], name])] = {"minItems": 1} if is_list else PRESENT
    return pins


def pins_without(changes: Iterable[Change], root: Schema) -> dict[str, Any]:
    """The pins, by path, of responses that don't show some changes, as far as pins can say that.

    Args:
        changes: the changes.
        root: the new schema.
    """
    pins: dict[str, Any] = {}
    for change in changes:
        for place in change.places:
            if place.is_key:
                continue
            if change.code == members.MEMBER_ADDED:
                pins[place.path] = ABSENT
            elif change.code == values.ENUM_VALUES_ADDED:
                known = [value for value in shape_at(root, place.path)["enum"] if value not in change.new]
                pins[place.path] = {"enum": known} if known else ABSENT
            elif change.code == values.BOUND_WIDENED and change.old is not None:
                pins[place.path] = {change.keyword: change.old}
    return pins
