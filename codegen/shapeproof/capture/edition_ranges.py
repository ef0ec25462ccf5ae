"""Which releases of botocore have the contract of an edition, and when they were released."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from shapeproof.capture.expectations import Expectation, check_members, name_of
from shapeproof.capture.json_object import JsonObject
from shapeproof.capture.name_grammar import require_name
from shapeproof.capture.versions import version_key
from shapeproof.errors import CaptureError

__all__ = ["DATE", "RELEASED", "EditionRange", "read_edition_range", "read_release_dates"]


def _is_date(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


DATE: Final = Expectation("a date", _is_date, "a date is written as 2023-06-01")
RELEASED: Final = "released"
"""The member of overlays and captured files that has the dates of releases."""
_RANGE: Final[Mapping[str, Expectation]] = {"since": name_of("edition"), "through": name_of("edition")}


@dataclass(frozen=True, slots=True)
class EditionRange:
    """Which releases have the contract of an edition.

    Attributes:
        since: the first one; None if no earlier one is known to have it.
        through: the last one; None if no later one is known to have it.
        released: the dates of releases, by version.
    """

    since: str | None = None
    through: str | None = None
    released: Mapping[str, str] = field(default_factory=dict[str, str])


def read_edition_range(edition: str, entry: JsonObject, *, where: str) -> EditionRange:
    """Read the entry of an edition in an overlay.

    Args:
        edition: the edition.
        entry: its entry.
        where: the overlay, for messages.

    Raises:
        CaptureError: the entry is invalid, or its range doesn't include the edition.
    """
    pointer = ("editions", edition)
    members: Mapping[str, Any] = {key: value for key, value in entry.members.items() if key != RELEASED}
    check_members(members, _RANGE, is_closed=True, where=where, pointer=pointer)
    since, through = members.get("since"), members.get("through")
    if version_key(since or edition) > version_key(edition) or version_key(edition) > version_key(through or edition):
        raise CaptureError(
            f"/editions/{edition}: {since or edition} to {through or edition} doesn't include {edition}", where=where
        )
    return EditionRange(since, through, read_release_dates(entry, where=where, pointer=pointer))


def read_release_dates(owner: JsonObject, *, where: str, pointer: tuple[str, ...] = ()) -> dict[str, str]:
    """Read the dates of releases, by version; empty if there are none.

    Args:
        owner: the object that has them as a member.
        where: the file, for messages.
        pointer: the place of `owner` in it.

    Raises:
        CaptureError: a version or a date is invalid.
    """
    released = owner.strings_by_name(RELEASED)
    place = (*pointer, RELEASED)
    check_members(released, dict.fromkeys(released, DATE), where=where, pointer=place)
    return {require_name("edition", version, where=where, pointer=place): day for version, day in released.items()}
