"""The keyword `x-changes` of structures and enums: what their edition refuses, and another release of botocore allows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from shapeproof.capture.changes import (
    CHANGES_TRAIT,
    NO_SHAPE,
    OPTIONAL,
    REQUIRED,
    UNKNOWN,
    WIRE_NAME,
    ShapeChanges,
)
from shapeproof.capture.expectations import OBJECTS, STRINGS, STRINGS_BY_NAME, check_members, name_of
from shapeproof.capture.versions import version_key
from shapeproof.contract import Pointer

__all__ = ["changes_of", "check_changes"]

_KEYWORDS: Final = {"additionalProperties": OBJECTS, "enum": OBJECTS, "required": OBJECTS}
_ENTRY: Final = {
    "names": STRINGS,
    "in": name_of("edition"),
    "not": name_of("edition"),
    "unless": STRINGS,
    "wire": STRINGS_BY_NAME,
}
_STATED: Final = ("names", "in", "not")
_Groups = dict[tuple[str, str], list[str]]
"""Names by the release that allows what the contract refuses, and the next one that refuses it, too."""


def changes_of(shape: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """The keywords to add to the schema of a shape: `x-changes`, if another release differs from it.

    Args:
        shape: the shape.
        schema: its schema: that of a structure or an enum.
    """
    changes: ShapeChanges | None = shape.get(CHANGES_TRAIT)
    if changes is None:
        return {}
    if "enum" in schema:
        found = {"enum": _values(changes, frozenset(schema["enum"]))}
    else:
        members: Mapping[str, Any] = schema.get("properties", {})
        required = _required(changes, schema.get("required", ()), members)
        found = {"additionalProperties": _members(changes, members), "required": required}
    stated = {keyword: entries for keyword, entries in found.items() if entries}
    return {"x-changes": stated} if stated else {}


def _values(changes: ShapeChanges, known: Collection[str]) -> list[dict[str, Any]]:
    groups = _known_elsewhere(changes, {name: name for name in _names(changes) if name not in known})
    return [{"names": sorted(names), "in": knows, "not": lacks} for (knows, lacks), names in _by_version(groups)]


def _members(changes: ShapeChanges, known: Collection[str]) -> list[dict[str, Any]]:
    unknown = {name: _member(name) for name in _names(changes) if _member(name) not in known}
    on_wire = {member: name.partition(WIRE_NAME)[2] for name, member in unknown.items() if name != member}
    entries: list[dict[str, Any]] = []
    for (knows, lacks), members in _by_version(_known_elsewhere(changes, unknown)):
        wire = {member: on_wire[member] for member in sorted(members) if member in on_wire}
        entry = {"names": sorted(members), "in": knows, "not": lacks}
        entries.append({**entry, "wire": wire} if wire else entry)
    return entries


def _known_elsewhere(changes: ShapeChanges, unknown: Mapping[str, str]) -> _Groups:
    """What the schema doesn't know, from the nearest release that does. What a release doesn't know, later ones mostly do."""
    groups: _Groups = {}
    for states, names in changes.names.items():
        refused = [unknown[name] for name in names if name in unknown]
        if refused and (
            releases := _nearest(changes, states, (changes.later, changes.earlier), OPTIONAL + REQUIRED, UNKNOWN)
        ):
            groups.setdefault(releases, []).extend(refused)
    return groups


def _required(changes: ShapeChanges, required: Collection[str], members: Collection[str]) -> list[dict[str, Any]]:
    """The members that the nearest release doesn't require. Recordings are older than most contracts."""
    groups: _Groups = {}
    may_be_newer: set[str] = set()
    sides = changes.earlier, changes.later
    for states, names in changes.names.items():
        refused = [member for name in names if (member := _member(name)) in required]
        if refused and (releases := _nearest(changes, states, sides, OPTIONAL + UNKNOWN, REQUIRED)):
            groups.setdefault(releases, []).extend(refused)
            if any(states[index] in OPTIONAL + UNKNOWN for index in changes.later):
                may_be_newer.update(refused)
    entries: list[dict[str, Any]] = []
    for (allows, requires), names in _by_version(groups):
        newer = _members_since(changes, members, requires) if may_be_newer.isdisjoint(names) else []
        entry = {"names": sorted(names), "in": requires, "not": allows}
        entries.append({**entry, "unless": newer} if newer else entry)
    return entries


def _members_since(changes: ShapeChanges, members: Collection[str], release: str) -> list[str]:
    """The members that came after a release: a response that has one of them is not older."""
    if release not in changes.releases:
        return []
    count = changes.releases.index(release) + 1
    return sorted(
        member
        for states, names in changes.names.items()
        if {NO_SHAPE, UNKNOWN}.issuperset(states[:count])
        for name in names
        if (member := _member(name)) in members
    )


def _names(changes: ShapeChanges) -> Iterable[str]:
    return (name for names in changes.names.values() for name in names)


def _member(name: str) -> str:
    return name.partition(WIRE_NAME)[0]


def _by_version(groups: _Groups) -> list[tuple[tuple[str, str], list[str]]]:
    return sorted(groups.items(), key=lambda group: [version_key(release) for release in group[0]])


def _nearest(
    changes: ShapeChanges, states: str, sides: Iterable[Sequence[int]], allowing: str, refusing: str
) -> tuple[str, str] | None:
    """The nearest release in a state that allows it, and the next one towards the edition, or the edition itself."""
    for side in sides:
        for position, index in enumerate(side):
            if states[index] in allowing:
                between = side[position - 1 : position]
                is_known = any(states[next_one] in refusing for next_one in between)
                return changes.releases[index], changes.releases[between[0]] if is_known else changes.edition
    return None


def check_changes(value: Mapping[str, Any], *, where: str, pointer: Pointer) -> None:
    """Check the value of `x-changes` in a schema that others wrote. Raises CaptureError."""
    check_members(value, _KEYWORDS, is_closed=True, where=where, pointer=(*pointer, "x-changes"))
    for keyword, entries in value.items():
        for index, entry in enumerate(entries):
            place = (*pointer, "x-changes", keyword, index)
            check_members(entry, _ENTRY, required=_STATED, is_closed=True, where=where, pointer=place)
