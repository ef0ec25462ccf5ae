"""Hints that suggest similar names."""

from __future__ import annotations

import pytest

from shapeproof.errors import did_you_mean, nearest


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("Nmae", ["Status", "Name"], ["Name"]),
        ("sp203", ["SP201", "SP203"], ["SP203", "SP201"]),
        ("thing", ["thingsv2", "other", "things"], ["things", "thingsv2"]),
        ("ARN", ["Name", "Tags"], []),
        ("Name", [], []),
    ],
)
def test_nearest_names_come_first_in_original_spelling(name: str, known: list[str], expected: list[str]) -> None:
    assert nearest(name, known, limit=2) == expected


def test_hint_names_at_most_the_limit() -> None:
    assert did_you_mean("thing", ["things", "thingsv2"]) == "did you mean things?"
    assert did_you_mean("thing", ["things", "thingsv2"], limit=2) == "did you mean things or thingsv2?"
    assert did_you_mean("other", ["things", "thingsv2"]) is None
