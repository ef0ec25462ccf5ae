"""The search through two automata is exact: what it finds are counterexamples, and a proof is one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.diff.witnesses.pattern_inclusion import inclusion
from shapeproof.diff.witnesses.proofs import is_covered_bound


def pattern(body: str) -> str:
    return f"^(?:{body})$"


BODIES = st.recursive(
    st.sampled_from(["a", "b", "[ab]", "[a-c]", "[0-9]", "ab", "[^a]"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"(?:{pair[0]}|{pair[1]})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{1,3}", "{2,}", "{0,20}"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
    ),
    max_leaves=5,
)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("[0-9]+", "[0-9a-f]+", True),
        ("[0-9a-f]+", "[0-9]+", False),
        ("[0-9a-f]{8,}", "[0-9a-f]{7}[0-9a-f]*", True),
        ("[0-9a-f]{7}[0-9a-f]*", "[0-9a-f]{8,}", False),
        ("arn:aws-cn:[a-z]{1,63}", "arn:aws[a-z-]*:[a-z]{1,64}", True),
        ("arn:aws[a-z-]*:x/.{1,2048}", "arn:aws(?:-cn)?:x/.{1,2048}", False),
        ("(?:ab)*", "(?:a|b)*", True),
        ("", "a*", True),
        ("a*", "a+", False),
    ],
)
def test_known_answers(first: str, second: str, *, expected: bool) -> None:
    found = inclusion(pattern(first), pattern(second))
    assert found.is_proven == expected
    assert bool(found.counterexamples) == (not expected)
    for string in found.counterexamples:
        assert re.fullmatch(first, string)
        assert not re.fullmatch(second, string)


@given(BODIES, BODIES, st.lists(st.text("abc01", max_size=6), max_size=20))
def test_counterexamples_are_true_and_proofs_hold(first: str, second: str, strings: list[str]) -> None:
    found = inclusion(pattern(first), pattern(second))
    for string in found.counterexamples:
        assert re.fullmatch(first, string, re.DOTALL)
        assert not re.fullmatch(second, string, re.DOTALL)
    assert not (found.counterexamples and found.is_proven)
    for string in strings if found.is_proven else ():
        assert not re.fullmatch(first, string) or re.fullmatch(second, string)


@given(BODIES)
def test_a_pattern_includes_itself(body: str) -> None:
    # One that repeats repeats may be too large to prove anything about.
    assert not inclusion(pattern(body), pattern(body)).counterexamples
    assert not inclusion(pattern(body), pattern(f"(?:{body})|q+")).counterexamples


def test_a_bound_that_a_pattern_implies_refuses_nothing() -> None:
    shape = {"type": "string", "pattern": pattern("[0-9a-z]{4,7}")}
    assert is_covered_bound("maxLength", 7, shape)
    assert is_covered_bound("maxLength", 64, shape)
    assert is_covered_bound("minLength", 4, shape)
    assert not is_covered_bound("maxLength", 6, shape)
    assert not is_covered_bound("minLength", 5, shape)
    assert not is_covered_bound("maxLength", 64, {"type": "string", "pattern": pattern("(?:a{3000})*|b")})
