"""The width of a pattern holds all strings that match, and without its lengths it matches at least those."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, reject
from tests.capture.test_patterns import STRINGS, patterns

from shapeproof.capture.patterns.matching import tree_matcher
from shapeproof.capture.patterns.parser import parse
from shapeproof.capture.patterns.syntax_tree import Untranslatable
from shapeproof.capture.patterns.translation import translate
from shapeproof.capture.patterns.widths import width_of, without_lengths


@pytest.mark.parametrize(
    ("pattern", "width"),
    [
        ("", (0, 0)),
        ("abc", (3, 3)),
        ("a|bcd|", (0, 3)),
        ("a?b{2}c{1,4}", (3, 7)),
        ("a*", (0, None)),
        ("a{2,}", (2, None)),
        ("(?:a*){0}", (0, 0)),
        ("(?:){2,}", (0, 0)),
        ("(?:ab|c){2,3}", (2, 6)),
        ("^(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$", (36, 36)),
    ],
)
def test_a_width_is_exact_for_a_plain_pattern(pattern: str, width: tuple[int, int | None]) -> None:
    assert width_of(parse(pattern)) == width


@given(patterns)
def test_no_string_that_matches_is_outside_the_width_or_fails_without_lengths(pattern: str) -> None:
    try:
        portable = translate(pattern).regex
        tree = parse(portable)
        matches_any_length = tree_matcher(without_lengths(tree))
    except (Untranslatable, ValueError):  # it can't be carried over, or an automaton would be too large
        reject()
    width = width_of(tree)
    matching = [text for text in STRINGS if re.fullmatch(portable.removesuffix("$"), text)]
    for text in matching:
        assert width.minimum <= len(text)
        assert width.maximum is None or len(text) <= width.maximum
        assert matches_any_length(text)


@pytest.mark.parametrize(
    ("pattern", "matching", "other"),
    [
        ("[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}", ["0-1-", "0123456789-a-b-"], ["", "0123-", "0123x-1-", "-1-"]),
        ("r{0,3}", ["", "rrrrr"], ["x"]),
        ("ab?c{1}", ["ac", "abc"], ["abbc", "abcc"]),
        ("(?:a{2}|b{3,4})", ["aaa", "b"], ["", "ab"]),
    ],
)
def test_a_pattern_without_lengths_has_only_those_of_what_may_be_once(
    pattern: str, matching: list[str], other: list[str]
) -> None:
    matches = tree_matcher(without_lengths(parse(pattern)))
    assert [text for text in (*matching, *other) if matches(text)] == matching
