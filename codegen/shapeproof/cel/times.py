"""Timestamps and durations, kept to the microsecond: what is finer is dropped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from shapeproof.cel.evaluation_error import EvaluationError, quoted
from shapeproof.expressions import Expression as RegularExpression

__all__ = [
    "DURATION_PARTS",
    "EPOCH",
    "TIMESTAMP_PARTS",
    "add_duration",
    "add_durations",
    "add_to_duration",
    "as_timestamp",
    "duration_from_string",
    "string_from_duration",
    "string_from_timestamp",
    "subtract_duration",
    "subtract_durations",
    "subtract_timestamps",
    "timestamp_from_int",
    "timestamp_from_string",
]

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TIMESTAMP: Final = RegularExpression(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt](?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(?:\.[0-9]++)?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_DURATION: Final = RegularExpression(r"[+-]?(?:0|(?:(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:h|ms|m|s|us|ns))++)")
_PART: Final = RegularExpression(r"([0-9]*+)(?:\.([0-9]*+))?(h|ms|m|s|us|ns)")
_UNITS: Final = {"h": 3_600_000_000_000, "m": 60_000_000_000, "s": 1_000_000_000, "ms": 1_000_000, "us": 1_000, "ns": 1}
"""In nanoseconds."""
_MAX_DURATION: Final = timedelta(hours=87_660_000)
"""CEL's limit: some 10,000 years."""
_MAX_DIFFERENCE: Final = timedelta(microseconds=2**63 // 1000)
_LONGEST: Final = 100
_MICROSECOND: Final = timedelta(microseconds=1)
_SECOND: Final = timedelta(seconds=1)


@lru_cache(maxsize=64)
def as_timestamp(value: Any) -> datetime:
    """The time of a member, which is a string in RFC 3339 unless it was read before. Rules read the same times."""
    if type(value) is not str:
        if isinstance(value, datetime):
            return value
        raise EvaluationError(f"{quoted(value)} is not a time")
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return timestamp_from_string(value)


def timestamp_from_string(text: str) -> datetime:
    """The time that a string in RFC 3339 writes."""
    if len(text) > _LONGEST or not _TIMESTAMP.compiled.fullmatch(text):
        raise EvaluationError(f"{quoted(text)} is not a time in RFC 3339")
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise EvaluationError(f"{quoted(text)} is not a time between the years 1 and 9999") from None


def timestamp_from_int(seconds: int) -> datetime:
    """The time so many seconds after 1970."""
    return _in_range(lambda: EPOCH + timedelta(seconds=seconds))


def string_from_timestamp(time: datetime) -> str:
    """A time in RFC 3339, in UTC; the fraction of its second in threes of digits."""
    utc = _in_range(lambda: time.astimezone(UTC))
    return f"{utc.year:04}-{utc:%m-%dT%H:%M:%S}{_fraction(utc.microsecond)}Z"


def _fraction(microseconds: int) -> str:
    if not microseconds:
        return ""
    return f".{microseconds // 1000:03}" if microseconds % 1000 == 0 else f".{microseconds:06}"


def duration_from_string(text: str) -> timedelta:
    """The duration that a string writes: numbers, each with a unit."""
    if len(text) > _LONGEST or not _DURATION.compiled.fullmatch(text):
        raise EvaluationError(f"{quoted(text)} is not a duration such as '1h30m'")
    nanoseconds = 0
    for whole, fraction, unit in _PART.compiled.findall(text):
        factor = _UNITS[unit]
        nanoseconds += int(whole or "0") * factor + int(fraction or "0") * factor // 10 ** len(fraction)
    microseconds = nanoseconds // 1000
    if microseconds > _MAX_DURATION // _MICROSECOND:
        raise EvaluationError(f"the duration {quoted(text)} is too long")
    return timedelta(microseconds=-microseconds if text.startswith("-") else microseconds)


def string_from_duration(duration: timedelta) -> str:
    """A duration in seconds: `90s`."""
    microseconds = abs(duration) // _MICROSECOND
    sign = "-" if duration < timedelta(0) else ""
    return f"{sign}{microseconds // 1_000_000}{_fraction(microseconds % 1_000_000)}s"


def add_duration(time: datetime, duration: timedelta) -> datetime:
    """The time that is later by a duration."""
    return _in_range(lambda: time + duration)


def add_to_duration(duration: timedelta, time: datetime) -> datetime:
    """The same, with the duration first."""
    return add_duration(time, duration)


def subtract_duration(time: datetime, duration: timedelta) -> datetime:
    """The time that is earlier by a duration."""
    return _in_range(lambda: time - duration)


def subtract_timestamps(later: datetime, earlier: datetime) -> timedelta:
    """The duration from one time to another, which must fit in 64 bits of nanoseconds: 292 years."""
    duration = later - earlier
    if abs(duration) > _MAX_DIFFERENCE:
        raise EvaluationError("a duration of more than 292 years between two times")
    return duration


def add_durations(left: timedelta, right: timedelta) -> timedelta:
    """The sum of two durations."""
    return _not_too_long(left + right)


def subtract_durations(left: timedelta, right: timedelta) -> timedelta:
    """The difference of two durations."""
    return _not_too_long(left - right)


def _not_too_long(duration: timedelta) -> timedelta:
    if abs(duration) > _MAX_DURATION:
        raise EvaluationError("a duration is too long")
    return duration


def _in_range(compute: Callable[[], datetime]) -> datetime:
    try:
        return compute()
    except OverflowError:
        raise EvaluationError("a time is not between the years 1 and 9999") from None


def _of_utc(part: Callable[[datetime], int]) -> Callable[[datetime], int]:
    return lambda time: part(_in_range(lambda: time.astimezone(UTC)))


def _units_in(duration: timedelta, unit: timedelta) -> int:
    """How many whole units a duration has; negative for a negative one."""
    count = abs(duration) // unit
    return -count if duration < timedelta(0) else count


TIMESTAMP_PARTS: Final[Mapping[str, Callable[[datetime], int]]] = {
    "getFullYear": _of_utc(lambda time: time.year),
    "getMonth": _of_utc(lambda time: time.month - 1),
    "getDate": _of_utc(lambda time: time.day),
    "getDayOfMonth": _of_utc(lambda time: time.day - 1),
    "getDayOfWeek": _of_utc(lambda time: time.isoweekday() % 7),
    "getDayOfYear": _of_utc(lambda time: time.timetuple().tm_yday - 1),
    "getHours": _of_utc(lambda time: time.hour),
    "getMinutes": _of_utc(lambda time: time.minute),
    "getSeconds": _of_utc(lambda time: time.second),
    "getMilliseconds": _of_utc(lambda time: time.microsecond // 1000),
}
"""What the accessors return, in UTC."""

DURATION_PARTS: Final[Mapping[str, Callable[[timedelta], int]]] = {
    "getHours": lambda duration: _units_in(duration, timedelta(hours=1)),
    "getMinutes": lambda duration: _units_in(duration, timedelta(minutes=1)),
    "getSeconds": lambda duration: _units_in(duration, _SECOND),
    "getMilliseconds": lambda duration: _units_in(
        duration - _units_in(duration, _SECOND) * _SECOND, timedelta(milliseconds=1)
    ),
}
"""The same for durations: whole units in all, and the milliseconds of the last second."""
