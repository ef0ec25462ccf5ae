"""Patterns: what is escaped stands for itself, in one printable line, and `*` for anything."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shapeproof.errors import UsageError, one_line
from shapeproof.suppression.wildcards import Wildcard, escape, unescape

HOSTILE = st.text(
    st.one_of(st.sampled_from("*\\:@,'\"[]{}./#\n\r\t\0\x1b\u200b\U000e0100\udcffaAé"), st.characters()), max_size=12
)


@given(HOSTILE, HOSTILE)
@example("::error::", ":\\:error::")
@example("##[group]", "##\\[group]")
@example("\\x1b", "\x1b")
def test_what_is_escaped_stands_for_itself(text: str, other: str) -> None:
    escaped = escape(text)
    assert one_line(escaped) == escaped
    assert "'" not in escaped
    pattern = Wildcard.parse(escaped)
    assert pattern.matches(text)
    assert pattern.matches(other) is (text == other)
    assert unescape(escape(text, ":@")) == text


@given(st.text("ab*", max_size=8), st.text("ab", max_size=12))
def test_stars_match_as_those_of_globs_do(pattern: str, string: str) -> None:
    assert Wildcard.parse(pattern).matches(string) is fnmatchcase(string, pattern)


def test_stars_cross_everything() -> None:
    assert Wildcard.parse("Reservations*State").matches("Reservations[].Instances[].State")
    assert Wildcard.parse("*").matches("a\nb")
    assert Wildcard.parse("A*B").matches("AB")
    assert not Wildcard.parse("A*A").matches("A")


def test_many_stars_take_no_longer() -> None:
    start = process_time()
    assert not Wildcard.parse("*a" * 500 + "b").matches("a" * 100_000)
    assert process_time() - start < 5


@pytest.mark.parametrize("text", ["\\", "a\\", "\\q", "\\x1", "\\u12", "\\U00110000", "\\é"])
def test_an_invalid_escape_is_an_error(text: str) -> None:
    with pytest.raises(UsageError, match="backslash|unknown escape " + re.escape(text[:2])):
        Wildcard.parse(text)
