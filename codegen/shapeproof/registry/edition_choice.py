"""Which of the committed editions of an operation a name means: by a version or a range of them, by a day, or the newest."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from shapeproof.capture.file_names import CAPTURE_AGAIN, CONTRACT_FILE
from shapeproof.capture.json_object import JsonObject
from shapeproof.capture.versions import version_key
from shapeproof.errors import UnknownContractError
from shapeproof.registry.directories import Edition
from shapeproof.registry.edition_ranges import EditionRange, parse_range
from shapeproof.registry.names import INSTALLED, LATEST, ContractName
from shapeproof.registry.roots import read_document

__all__ = [
    "end_of_period",
    "first_day",
    "no_single_edition",
    "nothing_released",
    "pick_edition",
    "release_days",
    "stated_ends",
]

_PERIOD: Final = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")

_CAPTURE: Final = f"use {{0}}@{INSTALLED}, or capture editions: shapeproof capture {{0}} --botocore VERSION"


def end_of_period(text: str) -> date | None:
    """The last day of `2023-06` or `2023-06-14`; None for anything else."""
    match = _PERIOD.fullmatch(text)
    if match is None:
        return None
    year, month = int(match[1]), int(match[2])
    try:
        return date(year, month, int(match[3]) if match[3] else monthrange(year, month)[1])
    except ValueError:  # there is no such day, month or year
        return None


def pick_edition(editions: Sequence[Edition], version: str | None) -> Edition | None:
    """The edition that a name means; None if there is none.

    Args:
        editions: the editions of an operation, oldest first.
        version: None for the default edition; `latest` for the newest; a version for the edition of it, or for one that
            covers it; a range of versions for the only edition that covers all of them; a month or a day for the newest
            edition that was released by its end.

    Raises:
        CaptureError: a contract's file can't be read.
        UnknownContractError: the version is written as a range, but isn't one.
    """
    if version is None:
        return next((edition for edition in editions if edition.is_default), None)
    if exact := next((edition for edition in editions if edition.edition == version), None):
        return exact
    if version == LATEST:
        return editions[-1] if editions else None
    if (end := end_of_period(version)) is not None:
        released = [edition for edition in editions if (first := first_day(edition)) and first <= end.isoformat()]
        return released[-1] if released else None
    if (versions := parse_range(version)) is not None:
        covering = [edition for edition in editions if _covers_all(edition, versions)]
        return covering[0] if len(covering) == 1 else None
    return next((edition for edition in editions if _covers(edition, version)), None)


def first_day(edition: Edition) -> str | None:
    """The day when the first release came that is known to have the contract of an edition; None if it isn't known.

    Raises:
        CaptureError: the contract's file can't be read.
    """
    return next(iter(release_days(edition)), None)


def release_days(edition: Edition) -> list[str]:
    """The known days of releases that have the contract of an edition, in order. Raises CaptureError."""
    return sorted(_contract(edition).strings_by_name("released").values())


def stated_ends(edition: Edition) -> tuple[str | None, str | None]:
    """The first and the last release that an edition's overlay says to have its contract; None for an end that it doesn't say.

    Raises:
        CaptureError: the contract's file can't be read.
    """
    contract = _contract(edition)
    return contract.string_or_null("since") if "since" in contract.members else None, contract.string_or_null("through")


def _covers(edition: Edition, version: str) -> bool:
    known = _known_range(edition)
    return version_key(known.first) <= version_key(version) <= version_key(known.last)


def _covers_all(edition: Edition, versions: EditionRange) -> bool:
    return all(_covers(edition, version) for version in versions)


def _known_range(edition: Edition) -> EditionRange:
    """The releases that are known to have the contract of an edition."""
    since, through = stated_ends(edition)
    return EditionRange(since or edition.edition, through or edition.edition)


def _contract(edition: Edition) -> JsonObject:
    file = edition.directory / CONTRACT_FILE
    return JsonObject(read_document(file), "file", where=str(file), hint=CAPTURE_AGAIN)


def nothing_released(name: ContractName, editions: Sequence[Edition]) -> UnknownContractError:
    """The error for a name with a day or a month by which no committed edition was released.

    Args:
        name: the name.
        editions: the committed editions of its operation.
    """
    if not editions:
        return UnknownContractError(
            f"{name} names a day, but there are no committed editions of {name.service}.{name.operation}",
            hint=_CAPTURE.format(replace(name, edition=None)),
        )
    known = ", ".join(f"{edition.edition} ({first_day(edition) or 'no date is known'})" for edition in editions)
    return UnknownContractError(
        f"no committed edition of {replace(name, edition=None)} was released by {name.edition}",
        hint=f"committed editions: {known}",
    )


def no_single_edition(name: ContractName, versions: EditionRange, editions: Sequence[Edition]) -> UnknownContractError:
    """The error for a name with a range of versions that no committed edition covers, or several.

    Args:
        name: the name.
        versions: its range.
        editions: the committed editions of its operation.
    """
    operation = replace(name, edition=None)
    if not editions:
        return UnknownContractError(
            f"{name} names a range, but there are no committed editions of {operation}", hint=_CAPTURE.format(operation)
        )
    covering = [edition.edition for edition in editions if _covers_all(edition, versions)]
    if covering:
        return UnknownContractError(
            f"{len(covering)} committed editions of {operation} cover {name.edition}: {', '.join(covering)}",
            hint=f"name one of them: {replace(name, edition=covering[-1])}",
        )
    known = ", ".join(f"{edition.edition} ({' to '.join(_known_range(edition))})" for edition in editions)
    return UnknownContractError(
        f"no committed edition of {operation} covers all of {name.edition}", hint=f"committed editions: {known}"
    )
