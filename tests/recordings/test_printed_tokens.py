"""Tokens of printed Python are found in one pass, whatever is never closed."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shapeproof.recordings.printed.statements import split_statements
from shapeproof.recordings.printed.tokens import tokens

SEARCHED_FROM_EACH_PLACE = re.compile(
    r"'''[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+'''"
    r'|"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+"""'
    r"|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'"
    r'|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"'
    r"|\#[^\n]*+"
    r"|<[A-Za-z_](?:[^<>\n]|<[^<>\n]*+>)*+>"
    r"|\\\n|[\n()\[\]{}]",
    re.DOTALL,
)
"""What the tokens are, as one expression, which takes the square of a text whose strings are never closed."""


@given(st.lists(st.sampled_from([*"'\"\\\n#<>a{}", "'''", '"""', "\\'", '\\"', "\\\n"]), max_size=40).map("".join))
@example("\\'''\n" * 3)
@example("'\\'a\"\\\n'\n'b'")
@example("'''\\")
def test_tokens_are_those_that_a_search_from_each_place_finds(code: str) -> None:
    expected = [match.span() for match in SEARCHED_FROM_EACH_PLACE.finditer(code)]
    assert [match.span() for match in tokens(code)] == expected


UNITS = [
    "\\'''\n", '\\"""\n', "\\'''\\\"\"\"", "\\'a", '\\"a', "\\'\\\"", "\\'\n", "'\\\n", '"\\\n', "'\\\\\n", "''''", "\\", "\\\n",
    "#", "#\n", "<a", "<a <b> ", "<a <1> ", "<a>", "<1", "a{)", "{}", "{} ", "}{", "[{", "({[", ")", "'a' {", "\n{ ",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_anything_that_is_repeated_is_split_in_one_pass(unit: str) -> None:
    """A search from each place would take minutes."""
    text = "<a <\n{'a': 1}\n" + unit * (120_000 // len(unit))
    assert sum(len(statement.code) for statement in split_statements(text)) <= len(text)


def test_what_follows_a_dict_is_looked_at_once() -> None:
    """Looking back to the dict at each bracket would copy terabytes, of four bytes a character."""
    text = "{'a': 1}\U0001d51e" + "a{)" * 400_000
    assert [statement.code for statement in split_statements(text)] == [text]
