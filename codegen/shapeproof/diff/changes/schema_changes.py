"""The changes between two schemas of one part."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from shapeproof.contract import Part, Schema
from shapeproof.diff.catalog import promises, values
from shapeproof.diff.changes.comparison import Difference, differences
from shapeproof.diff.changes.model import Change, Place
from shapeproof.diff.changes.pair_graph import Pair, pair_graph
from shapeproof.diff.changes.places import MOST_PLACES, PlaceFinder

__all__ = ["SHOWN_PLACES", "schema_changes"]

SHOWN_PLACES: Final = 20
"""So many places of a change are listed; the others are counted."""
_ERROR_CODE: Final = "Error.Code"
"""The path of the code in every schema of errors."""


def schema_changes(old: Schema, new: Schema, part: Part = "response") -> list[Change]:
    """The changes between two schemas, in the order of the old one.

    Names of shapes, the order of members, descriptions, and whether a shape has a definition or is inlined make no
    change. A change of a definition is one change, and so is a change of what is inlined under one name.

    Args:
        old: the schema before.
        new: the schema after.
        part: the part of the contract that they describe.
    """
    pairs = pair_graph(old, new)
    finder = PlaceFinder(pairs)
    changes: dict[tuple[str, ...], Change] = {}
    for pair in pairs:
        found = list(differences(pair))
        if not found:
            continue
        places, has_more = finder.places(pair)
        for difference in _as_error_codes(found, places, part):
            change = _change(difference, pair, part, places, has_more=has_more)
            key = _key(difference, pair)
            changes[key] = _merged(changes[key], change) if key in changes else change
    return [_with_few_places(change) for change in changes.values()]


def _change(difference: Difference, pair: Pair, part: Part, places: list[Place], *, has_more: bool) -> Change:
    step = difference.step
    if step:
        places = [replace(place, path=(place.path + step).removeprefix(".")) for place in places]
    return Change(
        difference.code,
        part,
        pair.old_name,
        pair.new_name,
        difference.member,
        difference.keyword,
        difference.old,
        difference.new,
        tuple(places),
        len(places),
        has_more,
    )


def _key(difference: Difference, pair: Pair) -> tuple[str, ...]:
    """What changes of one shape have in common, wherever it is inlined."""
    content = json.dumps((difference.old, difference.new))
    shapes = (pair.old_name, pair.new_name)
    where = shapes if all(shapes) and not pair.is_named else (*shapes, str(pair.number))
    return (difference.code.number, difference.member, difference.keyword, difference.step, content, *where)


def _merged(change: Change, other: Change) -> Change:
    places = tuple(dict.fromkeys((*change.places, *other.places)))
    has_more = change.has_more_places or other.has_more_places or len(places) > MOST_PLACES
    return replace(change, places=places, place_count=min(len(places), MOST_PLACES), has_more_places=has_more)


def _with_few_places(change: Change) -> Change:
    return replace(change, places=change.places[:SHOWN_PLACES])


def _as_error_codes(found: list[Difference], places: list[Place], part: Part) -> Iterator[Difference]:
    """The differences, with those between the codes of errors as what they are. No listed code is an empty list."""
    if part != "error" or [place.path for place in places] != [_ERROR_CODE]:
        yield from found
        return
    for difference in found:
        if difference.code in {values.ENUM_VALUES_ADDED, values.ENUM_ADDED}:
            yield difference._replace(code=promises.ERROR_CODES_ADDED, old=None)
        elif difference.code in {values.ENUM_VALUES_REMOVED, values.ENUM_REMOVED}:
            yield difference._replace(code=promises.ERROR_CODES_REMOVED, new=None)
        else:
            yield difference
