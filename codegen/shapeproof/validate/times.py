"""The one meaning of a timestamp in the `cli` representation, for every engine."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

__all__ = ["is_date_time"]

# RFC 3339, with any number of digits after the second. A leap second is read by no datetime type, and AWS sends none.
_DATE_TIME: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]+)?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)


def is_date_time(text: str) -> bool:
    """Whether `text` is a date, a time and a zone as RFC 3339 writes them, and a moment that exists."""
    match = _DATE_TIME.fullmatch(text)
    if not match:
        return False
    try:
        datetime.fromisoformat(match[1].upper())
    except ValueError:
        return False
    return True
