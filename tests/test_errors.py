"""Hints that suggest similar names, and the length of messages."""

from __future__ import annotations

import pytest

import shapeproof
from shapeproof.errors import UsageError, cut, did_you_mean, nearest, shorten


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


@pytest.mark.parametrize("length", [0, 1, 499, 500])
def test_a_message_of_usual_length_is_whole(length: int) -> None:
    assert cut("x" * length) == "x" * length


def test_of_a_long_message_the_middle_is_left_out() -> None:
    shortened = cut("expected " + "x" * 1_000_000 + "; delete it")
    assert len(shortened) == 500
    assert shortened.startswith("expected xxx")
    assert shortened.endswith("xxx; delete it")
    assert "…" in shortened


def test_no_part_of_an_error_is_longer_than_a_message() -> None:
    error = UsageError("m" * 9_999, where="w" * 9_999, hint="h" * 9_999)
    assert [len(part) for part in str(error).split("\n")] == [500 + 2 + 500, 2 + 500]


def test_a_long_pointer_keeps_its_start_and_its_end() -> None:
    response: object = "x"
    for _ in range(600):
        response = [response]
    with pytest.raises(shapeproof.ContractViolation) as caught:
        shapeproof.validate({"Tags": response}, "s3.get_bucket_tagging")
    assert "SP908" in str(caught.value)
    assert max(map(len, str(caught.value).splitlines())) < 500
    assert shorten("/a" * 300 + "/end").endswith("/a/end")
    assert shorten("/a\n") == "/a\\n"
