"""The judgement of patterns is true: what is called slow hangs Python's `re`, and what is called fast doesn't."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from itertools import product
from typing import Final

import pytest

from shapeproof.capture.patterns.ambiguity import Ambiguity, ambiguity
from shapeproof.capture.patterns.backtracking import may_backtrack_long
from shapeproof.capture.patterns.character_sets import CharacterSet
from shapeproof.capture.patterns.parser import parse
from shapeproof.capture.patterns.position_automaton import automaton_of
from shapeproof.capture.patterns.syntax_tree import Untranslatable
from shapeproof.capture.patterns.translation import translate

EXPONENTIAL: Final = [
    "^(?:(?:a+)+)$",
    "^(?:(?:a|a)*b)$",
    "^(?:(?:.*)*x)$",
    "^(?:(?:a|aa)*)$",
    "^(?:(?:ab|a|b)*)$",
    "^(?:(?:a?b?)*)$",
    "^(?:(?:x(?:a?)*)*)$",
    "^(?:(?:x(?:|))*)$",
    "^(?:(?:a?){30}a{30})$",
    "^(?:(?:a{0,3}){0,30})$",
    "^(?:(?:-?[a-z]+){1,60})$",
    "^(?:[a-z](?:-*[a-z.-])*)$",
]
POLYNOMIAL: Final = ["^(?:a*a*)$", "^(?:.*:.*:.*)$", "^(?:a*b?a*c)$", "a*b"]
MANY_PATHS: Final = ["^(?:" + "(?:a|a)" * 30 + ")$", "^(?:" + "a?" * 30 + "a" * 30 + ")$", "^(?:(?:){100000})$"]
LINEAR: Final = [
    "^(?:a*)$",
    "^(?:[a-z](?:-*[a-z])*)$",
    "^(?:(?:[0-9a-f]{4}-?){3})$",
    "^(?:(?:a|b)*c)$",
    "^(?:(?:a?)*)$",
    "^(?:(?:ab?)*)$",
    "^(?:(?:a(?:b|c)?d)*)$",
    "^(?:[^:]*:[^:]*:.*)$",
    "^(?:[a-z]{1,63}(?:\\.[a-z]{1,63})*)$",
    "^(?:[0-9]{1,3}[0-9]{2})$",
]
REFUSED: Final = ["!", "\n", "\u2028", " ", "", "\0"]
"""Ends for an attack, of which each pattern refuses one."""

_MATCH: Final = """
import json, re, sys
for pattern, strings in json.load(sys.stdin):
    compiled = re.compile(pattern.removesuffix("$") + r"\\Z")
    for string in strings:
        compiled.search(string)
"""


def hangs(cases: dict[str, list[str]], timeout: float) -> bool:
    """Whether Python's `re` takes longer than that to search for the patterns in their strings."""
    try:
        subprocess.run(
            [sys.executable, "-S", "-c", _MATCH],
            input=json.dumps(list(cases.items())),
            text=True,
            timeout=timeout,
            check=True,
        )
    except subprocess.TimeoutExpired:
        return True
    return False


def found_in(pattern: str) -> Ambiguity | None:
    return ambiguity(automaton_of(parse(pattern)))


def attacks(found: Ambiguity, repeats: int) -> list[str]:
    """Strings that follow the two paths; the prefix as it is and longer, since a repeat may have a minimum."""
    prefixes = [found.prefix, "".join(character * 3 for character in found.prefix)]
    if found.prefix:
        prefixes.append(found.prefix[:-1] + found.prefix[-1] * 40)
    return [prefix + found.pump * repeats + end for prefix, end in product(prefixes, REFUSED)]


@pytest.mark.parametrize("pattern", EXPONENTIAL)
def test_exponential_patterns_are_slow_whatever_the_length(pattern: str) -> None:
    found = found_in(pattern)
    assert found is not None
    assert found.growth == "exponential"
    assert may_backtrack_long(pattern)
    assert may_backtrack_long(pattern, 60)


@pytest.mark.survey
def test_exponential_patterns_hang_re() -> None:
    chosen = EXPONENTIAL[0], EXPONENTIAL[-1], MANY_PATHS[0]
    found = [found_in(pattern) or Ambiguity("exponential", "a" * 30, "") for pattern in chosen]
    assert [
        pattern
        for pattern, ambiguous in zip(chosen, found, strict=True)
        if not hangs({pattern: attacks(ambiguous, 60)}, timeout=1)
    ] == []


@pytest.mark.parametrize("pattern", POLYNOMIAL)
def test_polynomial_patterns_are_slow_only_on_long_strings(pattern: str) -> None:
    if pattern.startswith("^"):
        found = found_in(pattern)
        assert found is not None
        assert found.growth == "polynomial"
    assert may_backtrack_long(pattern)
    assert may_backtrack_long(pattern, 1_000_000)
    assert not may_backtrack_long(pattern, 30)


def test_a_polynomial_pattern_may_bound_its_own_strings() -> None:
    assert not may_backtrack_long("^(?:[a-z]{1,200}[a-z]{1,200})$")
    assert may_backtrack_long("^(?:[a-z]{1,9000}[a-z]{1,9000})$")


@pytest.mark.parametrize("pattern", MANY_PATHS)
def test_patterns_without_loops_are_slow_if_a_string_has_many_paths(pattern: str) -> None:
    assert may_backtrack_long(pattern)


@pytest.mark.parametrize("pattern", LINEAR)
def test_linear_patterns_are_fast(pattern: str) -> None:
    assert found_in(pattern) is None
    assert not may_backtrack_long(pattern)


@pytest.mark.parametrize("pattern", ["(", "(?=a)b", "a" * 10_001, r"(a)\1"])
def test_patterns_that_cannot_be_read_may_be_slow(pattern: str) -> None:
    assert may_backtrack_long(pattern)


@pytest.mark.survey
def test_exponential_patterns_of_aws_hang_re(installed_patterns: list[str]) -> None:
    """A few are called exponential and aren't. Where a loop takes any character, nothing behind it refuses: not counted."""
    exponential = {
        pattern: found
        for pattern in _portable(installed_patterns)
        if (found := found_in(pattern)) and found.growth == "exponential"
    }
    assert len(exponential) > 30
    harmless = [
        pattern
        for pattern, found in exponential.items()
        if r"[\s\S]" not in pattern and not hangs({pattern: attacks(found, 60)}, timeout=2)
    ]
    assert len(harmless) <= 3, harmless


@pytest.mark.survey
def test_fast_patterns_of_aws_do_not_hang_re(installed_patterns: list[str]) -> None:
    """Each is given strings that repeat the characters of its loops, one by one and in pairs."""
    fast = [pattern for pattern in _portable(installed_patterns) if not may_backtrack_long(pattern)]
    assert len(fast) > 3_000
    for start in range(0, len(fast), 100):
        batch = fast[start : start + 100]
        assert not hangs({pattern: _long_strings(pattern) for pattern in batch}, timeout=60), batch


def _portable(patterns: list[str]) -> list[str]:
    portable: set[str] = set()
    for pattern in patterns:
        with suppress(Untranslatable):
            portable.add(translate(pattern).regex)
    return sorted(portable)


def _long_strings(pattern: str) -> list[str]:
    automaton = automaton_of(parse(pattern))
    looping = [state for state, edges in enumerate(automaton.edges) if state in edges or len(edges) > 1]
    characters = list(dict.fromkeys(_first(automaton.members[state]) for state in looping))[:6] or ["a"]
    start = _first(automaton.members[next(iter(automaton.initial))]) if automaton.initial else ""
    pumps = {*characters, *("".join(pair) for pair in product(characters, repeat=2))}
    return [start + pump * 300 + end for pump in sorted(pumps) for end in REFUSED[:3]]


def _first(members: CharacterSet) -> str:
    return chr(members[0][0])
