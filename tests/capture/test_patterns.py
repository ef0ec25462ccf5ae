"""Patterns of AWS's dialect and their portable form: the same strings match in every engine, or the error says why not."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator, RegexOptions

from shapeproof.capture.patterns.syntax_tree import Untranslatable
from shapeproof.capture.patterns.translation import check_pattern, translate

LITERALS = ["a", "b", "-", r"\.", r"\-"]
CLASSES = [
    r"\d",
    r"\D",
    r"\w",
    r"\W",
    r"\s",
    r"\S",
    ".",
    "[ab]",
    "[^a]",
    "[a-]",
    "[-b]",
    r"[\w-]",
    r"[^\s1]",
    r"[\s\S]",
]
QUANTIFIERS = ["*", "+", "?", "{2}", "{0}", "{1,2}", "{0,2}", "{1,}", "*?", "+?", "??", "{1,2}?", "{2}+"]
LOOKAROUNDS = ["(?!a)", "(?!-)", r"(?!\d)", "(?<!a)", r"(?<!\n)", r"(?<![b-])"]
STRINGS = ["".join(letters) for length in range(5) for letters in product("aAb-1\n", repeat=length)]
"""Without carriage returns and letters beyond ASCII, which Python's own dialect treats differently from Java's."""


HARD_TO_TRANSLATE = re.compile(r"\(\?<?!|[\^$]|[*+?}]\+")
"""The constructs that a pattern without a translation can contain: lookarounds, anchors, possessive quantifiers."""


def groups(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    grouped = st.builds("{}{})".format, st.sampled_from(["(", "(?:", "(?i:", "(?s:", "(?<name>"]), inner)
    return st.one_of(
        st.lists(inner, max_size=3).map("".join),
        st.lists(grouped, min_size=2, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map("|".join),
        st.builds("{}{}".format, grouped | st.sampled_from(LITERALS + CLASSES), st.sampled_from(QUANTIFIERS)),
        st.builds("{}{}".format, st.sampled_from(["^", *LOOKAROUNDS]), inner),
        st.builds("{}{}".format, inner, st.sampled_from(["$", *LOOKAROUNDS])),
    )


patterns = st.recursive(st.sampled_from(LITERALS + CLASSES + LOOKAROUNDS), groups, max_leaves=8)


def original(pattern: str) -> Callable[[str], bool]:
    """A function that says whether the pattern, as Java reads it with DOTALL, matches a whole string."""
    numbered = pattern.replace("(?<name>", "(").replace("$", r"\Z")
    compiled = re.compile(numbered, re.ASCII | re.DOTALL)
    return lambda text: compiled.fullmatch(text) is not None


def portable(pattern: str) -> Callable[[str], bool]:
    """A function that says whether the translation matches a string, and checks that both engines agree."""
    form = translate(pattern)
    lengths = {"minLength": form.min_length, "maxLength": form.max_length}
    schema = {"pattern": form.regex} | {keyword: bound for keyword, bound in lengths.items() if bound is not None}
    rust = Draft202012Validator(schema, pattern_options=RegexOptions())
    python = re.compile(form.regex.removesuffix("$") + r"\Z")
    low, high = form.min_length or 0, form.max_length

    def passes(text: str) -> bool:
        fits = low <= len(text) and (high is None or len(text) <= high)
        verdict = fits and python.search(text) is not None
        assert rust.is_valid(text) == verdict, (pattern, form, text)
        return verdict

    return passes


@settings(deadline=None, max_examples=300)
@given(patterns)
def test_a_translation_matches_exactly_the_strings_that_the_pattern_matches_as_a_whole(pattern: str) -> None:
    try:
        passes = portable(pattern)
    except Untranslatable as error:
        event(error.reason)
        assert HARD_TO_TRANSLATE.search(pattern.replace("[^", "[")), (
            "a pattern without such a construct can always be translated"
        )
        return
    matches = original(pattern)
    assert [text for text in STRINGS if passes(text)] == [text for text in STRINGS if matches(text)]


@given(st.characters(exclude_categories=["Cs"]), st.characters(exclude_categories=["Cs"]))
def test_any_character_can_be_named_alone_and_in_a_class(character: str, other: str) -> None:
    for pattern in (re.escape(character), f"[{re.escape(character)}]", f"[{re.escape(character)}{re.escape(other)}]"):
        passes = portable(pattern)
        assert passes(character)
        assert not passes(character + character)
    assert portable(f"[^{re.escape(character)}]")(other) == (character != other)


@pytest.mark.parametrize(
    ("pattern", "passing", "failing"),
    [
        # The whole value must match, whatever the anchors, in each option of an alternation.
        ("[a-z]+", ["a", "zz"], ["", "a\n", "\na", "a b", "A"]),
        ("^a|b$", ["a", "b"], ["ab", "ax", "xb", "a\n"]),
        (r"\Aab\z", ["ab"], ["ab\n"]),
        ("(^a|^b)c", ["ac", "bc"], ["a", "c", "b"]),
        ("(^(b|c))d", ["bd", "cd"], ["b", "cd\n"]),
        ("^$|^a$", ["", "a"], ["\n", "a\n"]),
        # Classes are ASCII, as Java's and ECMA's are.
        (r"\d", ["7"], ["\u0663", "7\n"]),
        (r"\w+", ["a_9"], ["\u00e9", "-"]),
        (r"\s", [" ", "\t", "\v"], ["\u00a0", "\u2003"]),
        # A dot is any character: models write it for "any text", and services send several lines.
        (".", ["a", "\U0001f600", "\n", "\r", "\u2028", "\u2029"], ["", "\r\n"]),
        (r".*\S.*", ["a", "{\n  a\n}", "\na"], ["", " ", "\n \n"]),
        (r"\p{Alnum}\p{XDigit}", ["gF"], ["g-", "\u00e9F", "0G"]),
        (r"[\p{Punct}]+", ["!/:@[`{~"], ["a", " "]),
        (r"\P{Lower}\p{IsUpper}", ["1A"], ["aA", "11"]),
        (r"[\p{Print}]\p{Cntrl}", ["~\x7f"], ["\t\x7f"]),
        (r"[\p{Zs}\p{Cc}]", ["\u2003", "\x85"], ["\u2028", "a"]),
        # Characters that are two UTF-16 code units.
        (r"[\uD800\uDC00-\uDBFF\uDFFF]", ["\U00010000", "\U0010ffff"], ["a", "\uffff"]),
        (r"[\u0020-\uD7FF\uE000-\uFFFD\uD83D\uDE00]*", [" \U0001f600\ufffd"], ["\t", "\U0001f601"]),
        (r"\x41\x{1F600}\u{42}", ["A\U0001f600B"], ["A"]),
        # Flags apply up to the end of their group.
        ("(?s).+", ["a\nb"], [""]),
        ("(?i)ab[c-e]", ["aBD", "ABc"], ["abf"]),
        ("(?i:a)b", ["Ab"], ["aB"]),
        ("((?i)a)b", ["Ab"], ["aB"]),
        ("(?i)[^a]", ["b"], ["a", "A"]),
        # A possessive quantifier with a fixed number has nothing to give back anyway.
        ("a{2}+a", ["aaa"], ["aa"]),
        ("(a{2}){2}", ["aaaa"], ["aaa"]),
        ("a{", ["a{"], ["a"]),
        ("[a-]b]{2}", [], ["ab"]),
        (r"[a-\d]+", ["a-1"], ["b"]),
        # Lookarounds that exclude single characters are written without them.
        (r"(?!-)[a-z-]{1,4}(?<!-)", ["a", "a-b", "ab"], ["", "-a", "a-", "-", "abcde"]),
        (r"((?!x)(a|x))c", ["ac"], ["a", "xc"]),
        (r"(?!\s)[\s\S]*", ["", "a "], [" a"]),
        (r"a(?!b).c", ["axc"], ["abc"]),
        (r"(?=.{1,3}$)a+", ["a", "aaa"], ["", "aaaa", "aa\n"]),
        (r"(?=.{1,3}$)[\s\S]+", ["a", "a\nb"], ["", "a\nbc"]),
        (r"^(?=.{2,}$)(a|bc*)$", ["bc", "bcc"], ["a", "b"]),
    ],
)
def test_a_translation_matches_what_the_pattern_means(pattern: str, passing: list[str], failing: list[str]) -> None:
    passes = portable(pattern)
    assert [text for text in passing if not passes(text)] == []
    assert [text for text in failing if passes(text)] == []


@pytest.mark.parametrize("pattern", [r"[\s\S]{1,65536}", r"^[\s\S]{1,65536}$", r"^([\s\S]{1,65536})$"])
def test_a_repeat_too_large_for_rust_becomes_lengths(pattern: str) -> None:
    form = translate(pattern)
    assert (form.regex, form.min_length, form.max_length) == (r"^(?:[\s\S]*)$", 1, 65536)
    passes = portable(pattern)
    assert [passes("x" * length) for length in (0, 1, 65536, 65537)] == [False, True, True, False]


def test_a_repeat_within_the_limit_of_rust_stays_in_the_pattern() -> None:
    assert translate("a{1,4096}").regex == "^(?:a{1,4096})$"
    assert not portable("a{1,4096}")("a" * 4097)


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("a)", "an unmatched ')'"),
        ("(a", "an unclosed group"),
        ("(?!a", "an unclosed group"),
        ("[a", "an unclosed character class"),
        ("[a-", "an unclosed character class"),
        ("*a", "a '*' with nothing to repeat"),
        ("a*+", "a possessive quantifier"),
        ("(a+){2}+", "a possessive quantifier"),
        ("a{3,1}", "a quantifier whose bounds are out of order"),
        ("^*", "a quantified anchor"),
        ("(?!a)+b", "a quantified lookahead"),
        ("a(?<!b)?", "a quantified lookbehind"),
        ("(?#a)", "an unknown group (?#a"),
        ("(?>a)", "an atomic group"),
        ("(?m)^a$", "the flags (?m)"),
        ("(?=a)a", "a lookahead"),
        ("(?!ab)a", "a lookahead"),
        ("(?=.{1,3}$)a+|b", "a lookahead"),
        ("(a(?!b))c", "a lookahead"),
        ("a(?<=a)", "a lookbehind"),
        ("b(a*(?<!b))", "a lookbehind"),
        ("(?!a)a", "a lookahead that nothing satisfies"),
        ("a(?<!a)", "a lookbehind that nothing satisfies"),
        (r"a\b", "a word boundary"),
        ("a\\", "a backslash at the end"),
        (r"\012", "an octal escape"),
        (r"(a)\1", "a backreference"),
        (r"\q", "the escape \\q"),
        (r"\uD800", "a lone surrogate"),
        (r"[\uDC00-\uDFFF]", "a lone surrogate"),
        (r"\p{L}", "the Unicode property \\p{L}"),
        ("[]a]", "a character class that starts with ]"),
        ("[a&&b]", "an intersection of character classes"),
        ("[[:alpha:]]", "a POSIX bracket expression"),
        ("[b-a]", "a character range that is out of order"),
        (r"[^\s\S]", "a character class that matches nothing"),
        ("a^b", "an anchor in the middle"),
        ("(a{300}){300}", "bounded repeats that unroll beyond the size limit of an engine"),
    ],
)
def test_a_pattern_that_cannot_be_translated_has_a_reason(pattern: str, reason: str) -> None:
    with pytest.raises(Untranslatable) as caught:
        translate(pattern)
    assert caught.value.reason == reason


# Each of these took all memory, minutes or the stack, in the translation or later in an engine.
HOSTILE = {
    "a" * 1_000_000: "more than 10,000 characters",
    "[^" + "".join(map(chr, range(0x100, 0x2500, 2))) + "]": "more than 10,000 characters",
    "(" * 2_000 + "a" + ")" * 2_000: "more than 50 nested groups",
    "a" + "{2}" * 3_000: "more than 5 quantifiers in a row",
    "a" + "?" * 5_000: "more than 5 quantifiers in a row",
    "a{" + "9" * 5_000 + "}": "a quantifier of more than 9 digits",
    "a{1,100000}{1,1000}": "bounded repeats that unroll beyond the size limit of an engine",
    "(?:[a-z]?){60000}": "large repeats or alternatives that a string may match in many ways",
    "(?:[a-z]{1,200}-?){1,200}": "large repeats or alternatives that a string may match in many ways",
    ".*" * 3_000: "large repeats or alternatives that a string may match in many ways",
    "(?:" + "a?|" * 3_000 + "a)*": "large repeats or alternatives that a string may match in many ways",
    "(?!-)" + "a?" * 4_000: "a lookahead over more than 70 items",
    "(?!a)x?y?z?" * 600: "lookarounds that become too large without them",
    "(?=.{1,64}$)" * 800 + "a": "a lookahead",
}


@pytest.mark.parametrize(("pattern", "reason"), HOSTILE.items(), ids=lambda value: str(value)[:30])
def test_a_hostile_pattern_has_a_reason(pattern: str, reason: str) -> None:
    with pytest.raises(Untranslatable) as caught:
        translate(pattern)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|a)*b", "(.*)*x", "(?:(?:){1000000}){1000000}", "(?:.*" * 45 + ")*" * 45 + "x"]
)
def test_an_ambiguous_pattern_is_translated_and_runs_in_linear_time(pattern: str) -> None:
    regex = translate(pattern).regex
    validator = Draft202012Validator({"pattern": regex}, pattern_options=RegexOptions())
    assert validator.is_valid("a" * 100_000 + "!\n") is False


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("^(?:[a-z]+)$", None),
        ("[a-z]+", "a form that engines read differently, where ^(?:[a-z]+)$ is the portable one"),
        (r"^(?:\d+)$", "a form that engines read differently, where ^(?:[0-9]+)$ is the portable one"),
        ("^(?:(?!-)[a-z-]+)$", "a form that engines read differently, where ^(?:[a-z][\\-a-z]*)$ is the portable one"),
        ("^(?:(?=a)b)$", "a lookahead"),
        ("^(?:a{100000}{1000})$", "bounded repeats that unroll beyond the size limit of an engine"),
        ("a" * 1_000_000, "more than 10,000 characters"),
    ],
)
def test_a_contract_has_portable_patterns_only(pattern: str, reason: str | None) -> None:
    assert check_pattern(pattern) == reason
