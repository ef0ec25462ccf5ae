"""The regular expressions of `matches` are RE2's, and take time that grows with the string alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.cel.cel_error import CelError
from shapeproof.cel.patterns import MAX_PATTERN_LENGTH, portable_pattern
from shapeproof.cel.searching import searcher


@pytest.mark.parametrize(
    ("pattern", "portable", "matching", "other"),
    [
        ("b", "b", ["abc"], ["ac"]),
        ("^a.c$", r"^a[^\n]c$", ["abc", "aéc"], ["abcd", "a\nc", "abc\n"]),
        (r"^\d+$", "^[0-9]+$", ["12"], ["٣", ""]),
        (r"^\w\W$", "^[0-9A-Za-z_][^0-9A-Za-z_]$", ["aé"], ["éa"]),
        (r"^\s\S$", r"^[\t\n\f\r ][^\t\n\f\r ]$", [" a"], ["\u00a0a", "\va"]),
        (r"^[\w.-]{2,3}?$", r"^[0-9A-Za-z_.\-]{2,3}$", ["a-", "..."], ["a", "a-b-"]),
        (r"^[^a-c\]]+$", r"^[^a-c\]]+$", ["d\n"], ["a", "]"]),
        (r"^(a|bc)*$", "^(?:a|bc)*$", ["", "abca"], ["b"]),
        (r"^(?:ab){2}$", "^(?:ab){2}$", ["abab"], ["ab"]),
        (r"\.\/\x41\x{1F600}\t", "\\./A\U0001f600\\\t", ["./A\U0001f600\t"], [""]),
        (r"[&&~~\[]", r"[\&\&\~\~\[]", ["&", "~", "["], ["a"]),
        (r"^[+--]$", r"^[+-\-]$", ["+", ",", "-"], ["."]),
        ("a||b", "a||b", [""], []),
        (r"(a*)*b", "(?:a*)*b", ["aab"], ["a" * 100_000]),
    ],
)
def test_meaning(pattern: str, portable: str, matching: list[str], other: list[str]) -> None:
    translated = portable_pattern(pattern, 0)
    assert translated == portable
    matches = searcher(translated)
    assert [text for text in (*matching, *other) if matches(text)] == matching


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(?=a)", "a lookahead"),
        ("(?!a)", "a lookahead"),
        ("(?<=a)", "a lookbehind"),
        ("(?<!a)", "a lookbehind"),
        ("(?P<n>a)", "a named group"),
        ("(?<n>a)", "a named group"),
        ("(?>a)", "an atomic group"),
        ("(?i)a", "a flag"),
        (r"(a)\1", "a backreference"),
        (r"\ba", "a word boundary"),
        (r"\pL", "a Unicode class"),
        (r"\Aa", r"\A"),
        (r"\Q", r"the escape \Q"),
        ("\\é", "the escape \\é"),
        ("a\\", "a backslash at the end"),
        (r"[\D]", r"the escape \D"),
        ("[[:alpha:]]", "a [ in a class"),
        ("[b-a]", "a range that is out of order"),
        ("[a", "an unclosed class"),
        ("[]", "an empty class"),
        ("[^", "an unclosed class"),
        ("(a", "an unclosed group"),
        ("a)", "an unmatched )"),
        ("*", "a * with nothing to repeat"),
        ("a|*", "a * with nothing to repeat"),
        ("(*)", "a * with nothing to repeat"),
        ("^*", "a * with nothing to repeat"),
        ("a**", "two quantifiers in a row"),
        ("a++", "two quantifiers in a row"),
        ("a{2}{3}", "two quantifiers in a row"),
        ("a{3,2}", "a quantifier whose bounds are out of order"),
        ("a{1001}", "more than 1,000 repetitions"),
        ("(a{100}){0,11}", "more than 1,000 repetitions"),
        ("((a{0,30}){0,30}b?){2,}", "more than 1,000 repetitions"),
        ("(b|(a{0,30})+c){0,34}", "more than 1,000 repetitions"),
        ("a{", "a { without its counterpart"),
        (r"\x{D800}", "x{D800}, which is not a character"),
        ("(" * 60 + ")" * 60, "more than 50 nested groups"),
    ],
)
def test_refused(pattern: str, reason: str) -> None:
    with pytest.raises(CelError) as caught:
        portable_pattern(pattern, 7)
    assert (caught.value.message, caught.value.column) == (f"the regular expression has {reason}", 7)


@pytest.mark.parametrize("pattern", ["a" * (MAX_PATTERN_LENGTH + 1), "((a{1000}){1000}){1000}"])
def test_too_large(pattern: str) -> None:
    with pytest.raises(CelError):
        portable_pattern(pattern, 0)


# Python's `$` matches before a line break at the end, too.
@given(
    st.text(alphabet=[*r"ab09.^$|()[]{}*+?\-,:=!<dDwsxnt&~", "é", "\n"], max_size=12), st.text("ab09.-é ", max_size=8)
)
def test_what_is_accepted_means_the_same_to_python(pattern: str, string: str) -> None:
    try:
        portable = portable_pattern(pattern, 0)
    except CelError:
        return
    assert searcher(portable)(string) == (re.search(portable, string) is not None)
