"""A timestamp is an RFC 3339 moment that exists: the same moments as Python's datetime, to the day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.validation.engines import date_times
from shapeproof.validation.engines.rust_engine import RustEngine

FAST = RustEngine({"type": "string", "format": "date-time"})

zones = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))


def is_date_time(text: str) -> bool:
    """Whether a string is a timestamp, for the fast answer of the fast engine, too."""
    expected = date_times.is_date_time(text)
    assert FAST.is_valid(text) is expected
    return expected


@given(st.datetimes(timezones=st.just(UTC) | zones), st.sampled_from("Tt"))
def test_what_a_datetime_with_a_zone_writes_is_a_timestamp(moment: datetime, separator: str) -> None:
    text = moment.isoformat().replace("T", separator)
    assert is_date_time(text)
    assert is_date_time(text.replace("+00:00", "Z"))
    assert not is_date_time(text + "\n")
    assert not is_date_time(text[:-6])


@given(st.integers(0, 9999), st.integers(0, 13), st.integers(0, 32))
def test_a_day_that_does_not_exist_is_not_a_timestamp(year: int, month: int, day: int) -> None:
    try:
        exists = bool(datetime(year, month, day, tzinfo=UTC))
    except ValueError:
        exists = False
    assert is_date_time(f"{year:04}-{month:02}-{day:02}T00:00:00Z") is exists


@given(
    st.from_regex(
        r"[0-9]{4}-[01][0-9]-[0-3][0-9]T([01][0-9]|2[0-3]):[0-6][0-9]:[0-6][0-9](\.[0-9]{1,6})?(Z|[+-][0-2][0-9]:[0-5][0-9])",
        fullmatch=True,
    )
)
def test_python_agrees_about_strings_of_the_form(text: str) -> None:
    try:
        is_moment = text.isascii() and bool(datetime.fromisoformat(text))
    except ValueError:
        is_moment = False
    assert is_date_time(text) is is_moment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-02-29T00:00:00Z", True),
        ("2023-02-29T00:00:00Z", False),
        ("1900-02-29T00:00:00Z", False),
        ("2000-02-29T00:00:00Z", True),
        ("2024-02-30T00:00:00Z", False),
        ("0000-01-01T00:00:00Z", False),
        ("0001-01-01T00:00:00Z", True),
        ("9999-12-31T23:59:59.999999999Z", True),
        ("2016-12-31T23:59:60Z", False),
        ("2024-01-01T24:00:00Z", False),
        ("2024-01-01 00:00:00Z", False),
        ("2024-01-01T00:00Z", False),
        ("2024-01-01T00:00:00", False),
        ("2024-01-01T00:00:00.Z", False),
        ("2024-01-01T00:00:00+0100", False),
        ("2024-01-01T00:00:00+24:00", False),
        ("2024-01-01t00:00:00z", True),
        ("２024-01-01T00:00:00Z", False),  # noqa: RUF001 - a fullwidth digit
        ("20240101T000000Z", False),
        ("2024-W01-1T00:00:00Z", False),
        ("Mon, 01 Jan 2024 00:00:00 GMT", False),
        ("\n2024-01-01T00:00:00Z", False),
        ("", False),
    ],
)  # fmt: skip
def test_edges(text: str, expected: bool) -> None:
    assert is_date_time(text) is expected
