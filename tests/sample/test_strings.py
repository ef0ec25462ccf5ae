"""Strings for a pattern within lengths: each matches, has the requested length, and is found whenever there is one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.contract.wire import BASE64
from shapeproof.sample import UnsatisfiableString, strings

NAME = "^(?:[0-9A-Za-z](?:-*[0-9A-Za-z]){0,31})$"
ARN = "^(?:arn:aws[\\-a-z]*:sagemaker:[\\-0-9a-z]*:[0-9]{12}:hyper-parameter-tuning-job\\/[^\\n\\r\\u2028\\u2029]*)$"


def matches(pattern: str, text: str) -> bool:
    return re.fullmatch(pattern.removesuffix("$"), text) is not None


@pytest.mark.parametrize(
    ("pattern", "low", "high", "expected"),
    [
        (None, 0, None, ""),
        (None, 3, 5, "exa"),
        (NAME, 1, 32, "e"),
        (NAME, 3, 32, "exa"),
        ("^(?:(?:[a-z]{2}-?){0,5})$", 7, None, "exampl-"),
        ("^(?:(?:[a-z]{2}-?){0,5})$", 15, 15, "ex-ex-ex-ex-ex-"),
        ("^(?:a{3}|b{5})$", 4, 9, "bbbbb"),
        ("^(?:[0-9]{12})$", 0, None, "123456789012"),
        ("^(?:(?:ab){1,3}c?)$", 6, 6, "ababab"),
        ("^(?:(?:a|bcd)+)$", 5, 5, "aaaaa"),
        ("^(?:[\\s\\S]{3000,})$", 0, None, "example" * 428 + "exam"),
        (BASE64, 1, None, "exam"),
    ],
)
def test_the_shortest(pattern: str | None, low: int, high: int | None, expected: str) -> None:
    assert strings.shortest(pattern, low, high) == expected


@pytest.mark.parametrize(
    ("pattern", "low", "high", "length"),
    [
        (None, 0, 10, 10),
        (None, 0, None, strings.CAP),
        (None, 0, 10**9, strings.CAP),
        (None, 5_000, 10_000, 5_000),
        (NAME, 1, 32, 32),
        ("^(?:(?:[a-z]{2}-?){0,5})$", 0, None, 15),
        ("^(?:a{3}|b{5})$", 0, 4, 3),
        ("^(?:(?:[a-z]{7})*)$", 0, None, 2_044),
    ],
)
def test_the_longest_is_capped_but_never_below_the_minimum(
    pattern: str | None, low: int, high: int | None, length: int
) -> None:
    text = strings.longest(pattern, low, high)
    assert len(text) == length
    assert pattern is None or matches(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "low", "high"),
    [
        (None, 5, 4),
        ("^(?:a{3}|b{5})$", 4, 4),
        ("^(?:(?:[a-z]{2}-?){0,5})$", 16, None),
        ("^(?:(?:ab)*)$", 7, 7),
        ("^(?:(?:[a-z0-9]{8}-){4}[a-z0-9]{12})$", 32, 32),
        (None, strings.LIMIT + 1, None),
    ],
)
def test_lengths_that_nothing_satisfies_are_an_error(pattern: str | None, low: int, high: int | None) -> None:
    for build in (strings.shortest, strings.longest, strings.plain, strings.distinct):
        with pytest.raises(UnsatisfiableString):
            build(pattern, low, high)


def test_plain_strings_look_as_if_written_by_a_person() -> None:
    assert strings.plain(None) == "example"
    assert strings.plain(NAME, 1, 32) == "examplee"
    assert strings.plain(ARN, 0, 256) == ("arn:aws:sagemaker:example:123456789012:hyper-parameter-tuning-job/example")
    assert strings.plain("^(?:[0-9]{12})$") == "123456789012"


def test_distinct_strings_count_up_and_visit_every_choice() -> None:
    assert list(islice(strings.distinct(None, 1, 9), 3)) == ["example", "exampl1", "exampl2"]
    assert list(strings.distinct("^(?:(?:v1|v2|beta)[xy]?)$")) == [
        *("v1", "v2", "v1x", "v1y", "v2x", "v2y", "beta", "betax", "betay"),
    ]
    assert list(strings.distinct("^(?:[01]{2})$")) == ["10", "11", "00", "01"]


@pytest.mark.parametrize("pattern", ["^(?:(?:a|a)*)$", "^(?:(?:(?:x|x)(?:y|y))*)$", "^(?:(?:a|aa)*)$"])
def test_distinct_strings_do_not_wait_for_choices_that_give_the_same_ones(pattern: str) -> None:
    assert len(set(islice(strings.distinct(pattern), 30))) == 30


@pytest.mark.survey
def test_a_long_string_is_built_quickly() -> None:
    assert len(strings.of_length("^(?:(?:[a-z]{1,63}\\.?)+)$", 50_000)) == 50_000
    assert len(strings.of_length("^(?:[a-z]*)$", strings.LIMIT)) == strings.LIMIT


@pytest.mark.parametrize(
    ("pattern", "low", "high", "expected"),
    [
        (NAME, 1, 32, "example!"),
        ("^(?:[^\\n\\r\\u2028\\u2029]*)$", 0, 256, "exampl\n"),
        ("^(?:[\\s\\S]{5})$", 0, None, ""),
        ("^(?:[\\s\\S]+)$", 0, None, ""),
        ("^(?:(?:https|s3):\\/\\/[\\s\\S]*)$", 0, None, "https:/!example"),
        ("^(?:a{3}|b{5})$", 4, 4, "exam"),
        ("^(?:[\\s\\S]{2,3})$", 4, 9, "exam"),
    ],
)
def test_a_near_miss(pattern: str, low: int, high: int | None, expected: str) -> None:
    text = strings.non_matching(pattern, low, high)
    assert text == expected
    assert not matches(pattern, text)


@pytest.mark.parametrize("pattern", ["^(?:[\\s\\S]*)$", "^(?:[\\s\\S]*[\\s\\S]?)$"])
def test_nothing_fails_to_match_a_pattern_that_matches_everything(pattern: str) -> None:
    with pytest.raises(UnsatisfiableString, match="every string"):
        strings.non_matching(pattern)
    with pytest.raises(UnsatisfiableString, match="every string"):
        strings.non_matching(pattern, 2, 7)


@dataclass(frozen=True)
class Language:
    """A pattern and its lengths up to a bound, computed by brute force while the pattern is composed."""

    pattern: str
    lengths: frozenset[int]


BOUND = 30


def sums(left: frozenset[int], right: frozenset[int]) -> frozenset[int]:
    return frozenset(a + b for a, b in product(left, right) if a + b <= BOUND)


def repeated(item: Language, low: int, high: int | None) -> Language:
    reached = exactly = frozenset({0}) if low == 0 else frozenset[int]()
    lengths = frozenset({0})
    for copies in range(1, (BOUND if high is None else high) + 1):
        lengths = sums(lengths, item.lengths)
        if copies >= low:
            reached |= lengths
    sign = f"{{{low},{'' if high is None else high}}}"
    return Language(f"(?:{item.pattern}){sign}", reached | exactly)


characters = st.sampled_from(["x", "[a-c]", "[0-9]", "[^\\n]", "\\-", "[\\s\\S]", "é", "[A-Z_]"])
languages = st.recursive(
    characters.map(lambda text: Language(text, frozenset({1}))),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: Language(pair[0].pattern + pair[1].pattern, sums(pair[0].lengths, pair[1].lengths))),
        st.tuples(inner, inner).map(lambda pair: Language(f"(?:{pair[0].pattern}|{pair[1].pattern})", pair[0].lengths | pair[1].lengths)),
        st.tuples(inner, st.integers(0, 4), st.none() | st.integers(0, 4)).map(
            lambda drawn: repeated(drawn[0], drawn[1], None if drawn[2] is None else drawn[1] + drawn[2])
        ),
    ),
    max_leaves=7,
)  # fmt: skip


@given(languages, st.integers(0, BOUND))
def test_a_string_of_a_length_is_built_exactly_if_the_pattern_can_have_that_length(
    language: Language, length: int
) -> None:
    pattern = f"^(?:{language.pattern})$"
    if length in language.lengths:
        text = strings.of_length(pattern, length)
        assert len(text) == length
        assert matches(pattern, text)
    else:
        with pytest.raises(UnsatisfiableString):
            strings.of_length(pattern, length)


@given(languages, st.integers(0, 12), st.integers(0, 12))
def test_every_string_matches_and_is_within_the_lengths(language: Language, low: int, more: int) -> None:
    pattern, high = f"^(?:{language.pattern})$", low + more
    within = sorted(length for length in language.lengths if low <= length <= high)
    if not within:
        with pytest.raises(UnsatisfiableString):
            strings.shortest(pattern, low, high)
        return
    assert len(strings.shortest(pattern, low, high)) == within[0]
    assert len(strings.longest(pattern, low, high)) == within[-1]
    several = list(islice(strings.distinct(pattern, low, high), 12))
    assert several[0] == strings.plain(pattern, low, high)
    assert len(set(several)) == len(several)
    for text in several:
        assert matches(pattern, text)
        assert len(text) in within


@given(languages, st.integers(0, 12), st.integers(0, 12))
def test_a_near_miss_is_within_the_lengths_and_does_not_match(language: Language, low: int, more: int) -> None:
    pattern = f"^(?:{language.pattern})$"
    try:
        text = strings.non_matching(pattern, low, low + more)
    except UnsatisfiableString:
        return
    assert low <= len(text) <= low + more
    assert not matches(pattern, text)
