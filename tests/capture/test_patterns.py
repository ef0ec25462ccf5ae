"""Patterns of AWS's dialect against their portable form: the same texts pass, in every engine, or it says why not."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator, RegexOptions

from shapeproof.capture.patterns.syntax_tree import Untranslatable
from shapeproof.capture.patterns.translation import translate

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
LOOKS = ["(?!a)", "(?!-)", r"(?!\d)", "(?<!a)", r"(?<!\n)", r"(?<![b-])"]
TEXTS = ["".join(letters) for length in range(5) for letters in product("aAb-1\n", repeat=length)]
"""No carriage return and no letter beyond ASCII: there, Python's own dialect differs from Java's."""


HARD = re.compile(r"\(\?<?!|[\^$]|[*+?}]\+")
"""What may stand where no portable form has it: looks, anchors, possessive repeats."""


def groups(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    grouped = st.builds("{}{})".format, st.sampled_from(["(", "(?:", "(?i:", "(?s:", "(?<name>"]), inner)
    return st.one_of(
        st.lists(inner, max_size=3).map("".join),
        st.lists(grouped, min_size=2, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map("|".join),
        st.builds("{}{}".format, grouped | st.sampled_from(LITERALS + CLASSES), st.sampled_from(QUANTIFIERS)),
        st.builds("{}{}".format, st.sampled_from(["^", *LOOKS]), inner),
        st.builds("{}{}".format, inner, st.sampled_from(["$", *LOOKS])),
    )


patterns = st.recursive(st.sampled_from(LITERALS + CLASSES + LOOKS), groups, max_leaves=8)


def original(pattern: str) -> Callable[[str], bool]:
    """Whether the pattern, read by Python as Java would, matches the whole of a text."""
    numbered = pattern.replace("(?<name>", "(").replace("$", r"\Z")
    compiled = re.compile(numbered, re.ASCII)
    return lambda text: compiled.fullmatch(text) is not None


def portable(pattern: str) -> Callable[[str], bool]:
    """Whether a text passes the translation, on which both engines agree."""
    form = translate(pattern)
    lengths = {"minLength": form.min_length, "maxLength": form.max_length}
    schema = {"pattern": form.text} | {keyword: bound for keyword, bound in lengths.items() if bound is not None}
    rust = Draft202012Validator(schema, pattern_options=RegexOptions())
    python = re.compile(form.text.removesuffix("$") + r"\Z")
    low, high = form.min_length or 0, form.max_length

    def passes(text: str) -> bool:
        fits = low <= len(text) and (high is None or len(text) <= high)
        verdict = fits and python.search(text) is not None
        assert rust.is_valid(text) == verdict, (pattern, form, text)
        return verdict

    return passes


@settings(deadline=None, max_examples=600)
@given(patterns)
def test_a_translation_passes_exactly_the_texts_that_the_pattern_matches_whole(pattern: str) -> None:
    try:
        passes = portable(pattern)
    except Untranslatable as untranslatable:
        event(untranslatable.reason)
        assert HARD.search(pattern.replace("[^", "[")), "what holds nothing of the kind can always be carried over"
        return
    matches = original(pattern)
    assert [text for text in TEXTS if passes(text)] == [text for text in TEXTS if matches(text)]


@given(st.characters(exclude_categories=["Cs"]), st.characters(exclude_categories=["Cs"]))
def test_any_character_can_be_named_alone_and_in_a_class(one: str, other: str) -> None:
    for pattern in (re.escape(one), f"[{re.escape(one)}]", f"[{re.escape(one)}{re.escape(other)}]"):
        passes = portable(pattern)
        assert passes(one)
        assert not passes(one + one)
    assert portable(f"[^{re.escape(one)}]")(other) == (one != other)


@pytest.mark.parametrize(
    ("pattern", "passing", "failing"),
    [
        # The whole value, whatever the anchors; an alternation doesn't loosen them.
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
        (".", ["a", "\U0001f600"], ["\n", "\r", "\u2028", "\u2029"]),
        (r"\p{Alnum}\p{XDigit}", ["gF"], ["g-", "\u00e9F", "0G"]),
        (r"[\p{Punct}]+", ["!/:@[`{~"], ["a", " "]),
        (r"\P{Lower}\p{IsUpper}", ["1A"], ["aA", "11"]),
        (r"[\p{Print}]\p{Cntrl}", ["~\x7f"], ["\t\x7f"]),
        (r"[\p{Zs}\p{Cc}]", ["\u2003", "\x85"], ["\u2028", "a"]),
        # Characters that two code units write.
        (r"[\uD800\uDC00-\uDBFF\uDFFF]", ["\U00010000", "\U0010ffff"], ["a", "\uffff"]),
        (r"[\u0020-\uD7FF\uE000-\uFFFD\uD83D\uDE00]*", [" \U0001f600\ufffd"], ["\t", "\U0001f601"]),
        (r"\x41\x{1F600}\u{42}", ["A\U0001f600B"], ["A"]),
        # Flags hold to the end of their group.
        ("(?s).+", ["a\nb"], [""]),
        ("(?i)ab[c-e]", ["aBD", "ABc"], ["abf"]),
        ("(?i:a)b", ["Ab"], ["aB"]),
        ("((?i)a)b", ["Ab"], ["aB"]),
        ("(?i)[^a]", ["b"], ["a", "A"]),
        # Repeats: a possessive one of a fixed number gives nothing back anyway.
        ("a{2}+a", ["aaa"], ["aa"]),
        ("(a{2}){2}", ["aaaa"], ["aaa"]),
        ("a{", ["a{"], ["a"]),
        ("[a-]b]{2}", [], ["ab"]),
        (r"[a-\d]+", ["a-1"], ["b"]),
        # Look-around that bars single characters is written out.
        (r"(?!-)[a-z-]{1,4}(?<!-)", ["a", "a-b", "ab"], ["", "-a", "a-", "-", "abcde"]),
        (r"((?!x)(a|x))c", ["ac"], ["a", "xc"]),
        (r"(?!\s)[\s\S]*", ["", "a "], [" a"]),
        (r"a(?!b).c", ["axc"], ["abc"]),
        (r"(?=.{1,3}$)a+", ["a", "aaa"], ["", "aaaa", "aa\n"]),
        (r"^(?=.{2,}$)(a|bc*)$", ["bc", "bcc"], ["a", "b"]),
    ],
)
def test_what_passes_and_what_does_not(pattern: str, passing: list[str], failing: list[str]) -> None:
    passes = portable(pattern)
    assert [text for text in passing if not passes(text)] == []
    assert [text for text in failing if passes(text)] == []


@pytest.mark.parametrize("pattern", [r"[\s\S]{1,65536}", r"^[\s\S]{1,65536}$", r"^([\s\S]{1,65536})$"])
def test_a_repeat_too_large_for_rust_becomes_lengths(pattern: str) -> None:
    form = translate(pattern)
    assert (form.text, form.min_length, form.max_length) == (r"^(?:[\s\S]*)$", 1, 65536)
    passes = portable(pattern)
    assert [passes("x" * length) for length in (0, 1, 65536, 65537)] == [False, True, True, False]


def test_a_repeat_that_rust_holds_stays_in_the_pattern() -> None:
    assert translate("a{1,4096}").text == "^(?:a{1,4096})$"
    assert not portable("a{1,4096}")("a" * 4097)


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("a)", "an unmatched ')'"),
        ("(a", "an unclosed group"),
        ("(?!a", "an unclosed group"),
        ("[a", "an unclosed class"),
        ("*a", "a '*' with nothing to repeat"),
        ("a*+", "a possessive repeat"),
        ("(a+){2}+", "a possessive repeat"),
        ("a{3,1}", "a repeat whose bounds are in the wrong order"),
        ("^*", "a repeated anchor"),
        ("(?!a)+b", "a repeated look-ahead"),
        ("a(?<!b)?", "a repeated look-behind"),
        ("(?#a)", "an unknown group (?#a"),
        ("(?>a)", "an atomic group"),
        ("(?m)^a$", "the flags (?m)"),
        ("(?=a)a", "look-ahead"),
        ("(?!ab)a", "look-ahead"),
        ("(?=.{1,3}$)[\\s\\S]+", "look-ahead"),
        ("(?=.{1,3}$)a+|b", "look-ahead"),
        ("(a(?!b))c", "look-ahead"),
        ("a(?<=a)", "look-behind"),
        ("b(a*(?<!b))", "look-behind"),
        ("(?!a)a", "a look-ahead that nothing passes"),
        ("a(?<!a)", "a look-behind that nothing passes"),
        (r"a\b", "a word boundary"),
        ("a\\", "a backslash at the end"),
        (r"\012", "an octal escape"),
        (r"(a)\1", "a back reference"),
        (r"\q", "the escape \\q"),
        (r"\uD800", "a lone surrogate"),
        (r"[\uDC00-\uDFFF]", "a lone surrogate"),
        (r"\p{L}", "the Unicode property \\p{L}"),
        ("[]a]", "a class that starts with ]"),
        ("[a&&b]", "an intersection of classes"),
        ("[[:alpha:]]", "a POSIX class in brackets"),
        ("[b-a]", "a class range in the wrong order"),
        (r"[^\s\S]", "a class that matches nothing"),
        ("a^b", "an anchor in the middle"),
        ("(a{300}){300}", "repeats that unroll to more than an engine holds"),
    ],
)
def test_what_cannot_be_carried_over_says_why(pattern: str, reason: str) -> None:
    with pytest.raises(Untranslatable) as caught:
        translate(pattern)
    assert caught.value.reason == reason
