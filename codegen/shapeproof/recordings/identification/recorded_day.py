"""The day when a response was recorded, from what was recorded with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final, cast

from shapeproof.recordings.model import Exchange, Recording
from shapeproof.representations.response_metadata import RESPONSE_METADATA

__all__ = ["day_of_exchange", "day_of_recording"]

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_HTTP: Final = re.compile(r"[A-Za-z]{3,9}, ([0-9]{1,2})[ -]([A-Za-z]{3})[ -]([0-9]{4}) ")
_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]|\Z)")


def day_of_exchange(exchange: Exchange) -> str | None:
    """The day of an HTTP exchange: of its `Date` header, else what its file says; None if neither tells."""
    return _day(exchange.headers.get("date")) or _day(exchange.recorded_at)


def day_of_recording(recording: Recording) -> str | None:
    """The day of a response that boto3 returned: of the `Date` header in its metadata; None if it has none."""
    metadata = _members(recording.value).get(RESPONSE_METADATA)
    headers = _members(_members(metadata).get("HTTPHeaders"))
    return _day(headers.get("date", headers.get("Date")))


def _members(value: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value) if isinstance(value, Mapping) else {}


def _day(text: object) -> str | None:
    """The day in `Tue, 06 Jun 2023 10:00:00 GMT` or `2023-06-06T10:00:00Z`, as `2023-06-06`; None for anything else."""
    if not isinstance(text, str):
        return None
    if match := _HTTP.match(text):
        day, name, year = match.groups()
        month = _MONTHS.index(name.lower()) + 1 if name.lower() in _MONTHS else 0
    elif match := _ISO.match(text):
        year, month, day = match[1], int(match[2]), match[3]
    else:
        return None
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None
