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
    STRINGS,
    check_members,
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
_STATES: Final = frozenset({NO_SHAPE, UNKNOWN, OPTIONAL, REQUIRED})
_HEAD: Final = {"releases": STRINGS}
_SERVICE: Final = {"shapes": OBJECT}


class ShapeChanges(NamedTuple):
    """What changed in a shape.

    Attributes:
        releases: the releases that were compared, oldest first.
        names: the members or values whose states are not all the same, by these states.
        edition: the edition of the contract.
        earlier: the indices of the releases before the edition, the nearest first.
        later: the indices of those after it, the nearest first.
    """

    releases: Sequence[str]
    names: Mapping[str, Sequence[str]]
    edition: str
    earlier: Sequence[int]
    later: Sequence[int]


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
        keys, of_edition = [version_key(release) for release in self.releases], version_key(edition)
        earlier = [index for index, key in enumerate(keys) if key < of_edition][::-1]
        later = [index for index, key in enumerate(keys) if of_edition < key]
        changed = {
            name: {**shapes[name], CHANGES_TRAIT: ShapeChanges(self.releases, changes, edition, earlier, later)}
            for name, changes in self.shapes.items()
            if name in shapes
        }
        return {**shapes, **changed}


def _check_states(changes: object, count: int, where: str, pointer: Pointer) -> None:
    if not isinstance(changes, dict):
        raise unexpected("an object", changes, where=where, pointer=pointer)
    for states, names in cast("dict[str, object]", changes).items():
        if len(states) != count or not _STATES.issuperset(states):
            expected = f"a character of {''.join(sorted(_STATES))} for each of {count} releases"
            raise unexpected(expected, states, where=where, pointer=pointer)
        if not STRINGS.holds(names):
            raise unexpected(STRINGS.words, names, where=where, pointer=(*pointer, states))
