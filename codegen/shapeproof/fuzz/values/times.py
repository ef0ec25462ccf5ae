"""Options for timestamps, as the AWS CLI prints them: a common one, and those that programs often mishandle."""

from __future__ import annotations

from typing import Final

from shapeproof.fuzz.core.choices import ByteSource, Generated, Option
from shapeproof.operating_system.times import utc_time

__all__ = ["time_options"]

_USUAL: Final = "2024-01-01T00:00:00+00:00"
_NAUGHTY: Final = (
    "2024-05-06T07:08:09.123000+00:00",
    "2024-05-06T07:08:09.123456-07:00",
    "2024-05-06T07:08:09.000001+00:00",
    "2024-12-31T23:59:59.999999+00:00",
    "1970-01-01T00:00:00+00:00",  # epoch 0, which is falsy
    "1969-12-31T23:59:59+00:00",
    "1901-12-13T20:45:51+00:00",  # before the range of 32 bits
    "2001-09-09T01:46:40+00:00",  # epoch 1,000,000,000
    "2038-01-19T03:14:07+00:00",
    "2038-01-19T03:14:08+00:00",  # after the range of 32 bits
    "2100-02-28T23:59:59+00:00",
    "2024-02-29T12:00:00+00:00",  # leap days
    "2000-02-29T00:00:00+00:00",
    "2024-03-31T01:59:59+01:00",  # Berlin's skipped hour, and New York's repeated one
    "2024-03-31T03:00:00+02:00",
    "2024-11-03T01:30:00-04:00",
    "2024-11-03T01:30:00-05:00",
    "2024-05-06T07:08:09+14:00",
    "2024-05-06T07:08:09-12:00",
    "2024-05-06T07:08:09+05:45",
)
_LATEST: Final = 2**32


def time_options() -> list[Option]:
    """The options of a timestamp, the simplest first, all between 1901 and 2106."""
    return [
        Option(_USUAL, 12.0),
        *(Option(timestamp) for timestamp in _NAUGHTY),
        Option(Generated(_free), 8.0),
    ]


def _free(source: ByteSource) -> str:
    seconds = int.from_bytes(source.draw_bytes(4), "big") % _LATEST
    return utc_time(seconds).isoformat()
