"""What a valid timestamp is in the `cli` representation, the same for both engines."""

from __future__ import annotations

from typing import Final

from shapeproof.expressions import Expression

__all__ = ["DATE_TIME", "DATE_TIME_FORM", "is_date_time"]

_YEAR: Final = "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})"
_LEAP_YEAR: Final = (
    "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)"  # years 4 to 9996
)
_MONTH_AND_DAY: Final = (
    "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
_TIME: Final = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]+)?"
_ZONE: Final = "(?:[Zz]|[+\\-](?:[01][0-9]|2[0-3]):[0-5][0-9])"

DATE_TIME: Final = f"^(?:(?:{_YEAR}-{_MONTH_AND_DAY}|{_LEAP_YEAR}-02-29)[Tt]{_TIME}{_ZONE})$"
"""RFC 3339 as a pattern with the same meaning in both engines: an existing day in the years 1 to 9999, and any number of
digits of a second. Leap seconds are excluded: datetime types don't have them, and AWS doesn't send them."""
DATE_TIME_FORM: Final = f"^[0-9]{{4}}-[01][0-9]-[0-3][0-9][Tt]{_TIME}{_ZONE}$"
"""The same but for the calendar: it has days that don't exist, and the year 0."""
_DATE_TIME: Final = Expression(DATE_TIME.removesuffix("$"))


def is_date_time(string: str) -> bool:
    """Whether a string is an RFC 3339 timestamp of an existing moment: a date, a time and a time zone."""
    return _DATE_TIME.compiled.fullmatch(string) is not None
