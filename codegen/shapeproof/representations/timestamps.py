"""Timestamps in the forms of each representation: ISO 8601, epoch seconds, RFC 822, printed datetimes."""

from __future__ import annotations

from datetime import UTC, datetime

from shapeproof.operating_system.times import utc_time

__all__ = ["format_timestamp", "is_printed_datetime", "parse_timestamp", "timestamp_from_wire", "timestamp_to_wire"]


def parse_timestamp(string: str) -> datetime | None:
    """Parse ISO 8601; None for anything else."""
    try:
        return datetime.fromisoformat(string)
    except ValueError:
        return None


def format_timestamp(moment: datetime) -> str:
    """Format as ISO 8601; a datetime without a zone is in UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def is_printed_datetime(string: str) -> bool:
    """Whether a string is `str(datetime)`, which `json.dumps(response, default=str)` writes: a space instead of the T."""
    return len(string) > 18 and string[10] == " " and parse_timestamp(string) is not None


def timestamp_from_wire(value: object) -> object:
    """Convert epoch seconds or an RFC 822 string into ISO 8601; anything else stays as it is."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return format_timestamp(utc_time(value))
        except (ValueError, OverflowError):
            return value
    if isinstance(value, str):
        from email.utils import parsedate_to_datetime  # slow to import

        try:
            return format_timestamp(parsedate_to_datetime(value))
        except (ValueError, OverflowError):
            return value
    return value


def timestamp_to_wire(string: str, wire_format: str) -> object:
    """Convert ISO 8601 into the form that a service writes; anything else stays as it is.

    Args:
        string: a timestamp in ISO 8601.
        wire_format: botocore's `timestampFormat`: `unixTimestamp`, `rfc822` or `iso8601`.
    """
    moment = parse_timestamp(string)
    match wire_format:
        case "unixTimestamp" if moment:
            seconds = moment.timestamp()
            return int(seconds) if seconds.is_integer() else seconds
        case "rfc822" if moment:
            from email.utils import format_datetime  # slow to import

            return format_datetime(moment.astimezone(UTC), usegmt=True)
        case _:
            return string
