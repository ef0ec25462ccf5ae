"""What changed between releases of botocore: members and enum values that came or went, or became required.

Snapshots of some releases are compared by the names of shapes, which botocore keeps: a line of `changes.jsonl` for each
service has the states of what isn't the same in all of them. The first line names the releases, oldest first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, cast

from shapeproof.capture.expectations import (
    OBJECT,
    OBJECTS,
    STRINGS,
    STRINGS_BY_NAME,
    check_members,
    name_of,
    unexpected,
)
from shapeproof.capture.json_reading import parse_object
from shapeproof.capture.name_grammar import require_name
from shapeproof.capture.versions import version_key
from shapeproof.contract import Pointer
from shapeproof.errors import CaptureError

__all__ = [
    "CHANGES_TRAIT",
    "NO_SHAPE",
    "OPTIONAL",
    "REQUIRED",
    "UNKNOWN",
    "WIRE_NAME",
    "ServiceChanges",
    "ShapeChanges",
    "changes_of",
    "check_changes",
]

NO_SHAPE: Final = "-"
UNKNOWN: Final = "."
OPTIONAL: Final = "o"
REQUIRED: Final = "r"
"""The states of a member in a release, one character for each of them: the release lacks the shape, the shape lacks the
member, it is optional (or a value of the enum), or required."""
WIRE_NAME: Final = "="
"""What is between the name of a member and that on the wire, where they differ."""
CHANGES_TRAIT: Final = "changes"
"""The trait of a shape, beside those of its model, that holds its `ShapeChanges`."""
_KEYWORDS: Final = {"additionalProperties": OBJECTS, "enum": OBJECTS, "required": OBJECTS}
_ENTRY: Final = {"names": STRINGS, "in": name_of("edition"), "not": name_of("edition"), "wire": STRINGS_BY_NAME}
_STATED: Final = ("names", "in", "not")
_STATES: Final = frozenset({NO_SHAPE, UNKNOWN, OPTIONAL, REQUIRED})
_HEAD: Final = {"releases": STRINGS}
_SERVICE: Final = {"shapes": OBJECT}


class ShapeChanges(NamedTuple):
    """What changed in a shape.

    Attributes:
        releases: the releases that were compared, oldest first.
        names: the members or values whose states are not all the same, by these states.
        edition: the edition of the contract.
    """

    releases: Sequence[str]
    names: Mapping[str, Sequence[str]]
    edition: str


@dataclass(frozen=True, slots=True)
class ServiceChanges:
    """What changed in the shapes of a service.

    Attributes:
        releases: the releases that were compared, oldest first.
        shapes: the names of what changed by their states, by the name of the shape.
    """

    releases: Sequence[str]
    shapes: Mapping[str, Mapping[str, Sequence[str]]]

    @classmethod
    def from_lines(cls, first: bytes, line: bytes, *, where: str) -> ServiceChanges:
        """Read the first line of the file and that of a service.

        Args:
            first: the first line.
            line: the line of the service.
            where: the file, for messages.

        Raises:
            CaptureError: a line is invalid.
        """
        try:
            head, service = parse_object(first), parse_object(line)
        except ValueError as error:
            raise CaptureError(f"this file can't be read: {error}", where=where) from error
        check_members(head, _HEAD, required=("releases",), where=where, pointer=())
        check_members(service, _SERVICE, required=("shapes",), where=where, pointer=())
        releases: list[str] = head["releases"]
        for index, release in enumerate(releases):
            require_name("edition", release, where=where, pointer=("releases", index))
        for shape, changes in service["shapes"].items():
            _check_states(changes, len(releases), where, ("shapes", shape))
        return cls(releases, service["shapes"])

    def applied(self, shapes: Mapping[str, Mapping[str, Any]], edition: str) -> dict[str, Mapping[str, Any]]:
        """The shapes of a contract's model, with the trait where something changed."""
        return {
            name: {**shape, CHANGES_TRAIT: ShapeChanges(self.releases, self.shapes[name], edition)}
            if name in self.shapes
            else shape
            for name, shape in shapes.items()
        }


def _check_states(changes: object, count: int, where: str, pointer: Pointer) -> None:
    if not isinstance(changes, dict):
        raise unexpected("an object", changes, where=where, pointer=pointer)
    for states, names in cast("dict[str, object]", changes).items():
        if len(states) != count or not _STATES.issuperset(states):
            expected = f"a character of {''.join(sorted(_STATES))} for each of {count} releases"
            raise unexpected(expected, states, where=where, pointer=pointer)
        if not STRINGS.holds(names):
            raise unexpected(STRINGS.words, names, where=where, pointer=(*pointer, states))


def changes_of(shape: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """The keywords to add to the schema of a shape: `x-changes`, if another release differs from it.

    Args:
        shape: the shape.
        schema: its schema: that of a structure or an enum.
    """
    changes: ShapeChanges | None = shape.get(CHANGES_TRAIT)
    if changes is None:
        return {}
    known = {
        "additionalProperties": schema.get("properties"),
        "enum": schema.get("enum"),
        "required": schema.get("required"),
    }
    stated = {
        keyword: entries
        for keyword, names in known.items()
        if names is not None and (entries := _entries(changes, keyword, frozenset(names)))
    }
    return {"x-changes": stated} if stated else {}


def _entries(changes: ShapeChanges, keyword: str, known: frozenset[str]) -> list[dict[str, Any]]:
    """What the keyword refuses although another release allows it, by that release and the one next to it."""
    groups: dict[tuple[str, str], list[str]] = {}
    for states, names in changes.names.items():
        # What may be left out is one of the names that the keyword lists; what may be there is another one.
        refused = [name for name in names if (name.partition(WIRE_NAME)[0] in known) is (keyword == "required")]
        if refused and (releases := _nearest_that_allows(changes, states, keyword)):
            groups.setdefault(releases, []).extend(refused)
    ordered = sorted(groups.items(), key=lambda group: [version_key(release) for release in group[0]])
    return [_entry(sorted(names), *releases, keyword) for releases, names in ordered]


def _entry(names: Sequence[str], allows: str, refuses: str, keyword: str) -> dict[str, Any]:
    parts = [name.partition(WIRE_NAME) for name in names]
    present, absent = (refuses, allows) if keyword == "required" else (allows, refuses)
    entry: dict[str, Any] = {"names": [name for name, _, _ in parts], "in": present, "not": absent}
    on_wire = {name: wire for name, _, wire in parts if wire}
    return {**entry, "wire": on_wire} if on_wire and keyword != "required" else entry


def _nearest_that_allows(changes: ShapeChanges, states: str, keyword: str) -> tuple[str, str] | None:
    """The release nearest to the edition that allows what the keyword refuses, and the next one that refuses it.

    Recordings are older than most contracts, and a member that a release requires is seldom one that a later one doesn't;
    but what a release doesn't know, a later one mostly does. The likelier side comes first.
    """
    allowing, refusing = (OPTIONAL + UNKNOWN, REQUIRED) if keyword == "required" else (OPTIONAL + REQUIRED, UNKNOWN)
    edition = version_key(changes.edition)
    earlier = [index for index, release in enumerate(changes.releases) if version_key(release) < edition][::-1]
    later = [index for index, release in enumerate(changes.releases) if edition < version_key(release)]
    for side in (earlier, later) if keyword == "required" else (later, earlier):
        for position, index in enumerate(side):
            if states[index] in allowing:
                between = side[position - 1] if position and states[side[position - 1]] in refusing else None
                return changes.releases[index], changes.edition if between is None else changes.releases[between]
    return None


def check_changes(value: Mapping[str, Any], *, where: str, pointer: Pointer) -> None:
    """Check the value of `x-changes` in a schema that others wrote. Raises CaptureError."""
    check_members(value, _KEYWORDS, is_closed=True, where=where, pointer=(*pointer, "x-changes"))
    for keyword, entries in value.items():
        for index, entry in enumerate(entries):
            place = (*pointer, "x-changes", keyword, index)
            check_members(entry, _ENTRY, required=_STATED, is_closed=True, where=where, pointer=place)
