"""Times that a system's own functions can't compute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

__all__ = ["utc_time"]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def utc_time(seconds: float) -> datetime:
    """The time so many seconds after 1970, of all years that Python has: Windows refuses those before it and far after.

    Raises:
        ValueError: it is not a number, or there is no such year.
        OverflowError: there is no such year.
    """
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except OSError:
        return _EPOCH + timedelta(seconds=seconds)
