"""Which of the committed editions of an operation a name means: by a version, by a day, or the newest."""

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
from shapeproof.registry.names import INSTALLED, LATEST, ContractName
from shapeproof.registry.roots import read_document

__all__ = ["end_of_period", "first_day", "pick_edition", "release_days"]

_PERIOD: Final = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")


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
            covers it; a month or a day for the newest edition that was released by its end.

    Raises:
        CaptureError: a contract's file can't be read.
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


def _covers(edition: Edition, version: str) -> bool:
    contract = _contract(edition)
    since = contract.string_or_null("since") if "since" in contract.members else None
    through = contract.string_or_null("through")
    key = version_key(version)
    return version_key(since or edition.edition) <= key <= version_key(through or edition.edition)


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
            hint=f"use {replace(name, edition=INSTALLED)}, or capture editions: shapeproof capture "
            f"{replace(name, edition=None)} --botocore VERSION",
        )
    known = ", ".join(f"{edition.edition} ({first_day(edition) or 'no date is known'})" for edition in editions)
    return UnknownContractError(
        f"no committed edition of {replace(name, edition=None)} was released by {name.edition}",
        hint=f"committed editions: {known}",
    )
