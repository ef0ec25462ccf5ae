"""Strings of one pattern that another one may refuse."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from shapeproof.contract import Schema
from shapeproof.diff.witnesses.pattern_inclusion import inclusion
from shapeproof.fuzz.values.strings import distinct_strings
from shapeproof.sample import strings
from shapeproof.sample.errors import UnsatisfiableString
from shapeproof.sample.string_builder import contains, plain_characters
from shapeproof.validation.engines.compilation import compile_schema

__all__ = ["refused_strings"]

_MOST_STRINGS: Final = 400
_MOST_LENGTHS: Final = 12
_MOST_POSITIONS: Final = 64
_PROBES: Final = "aZ0 -_.:/@+=,~#*!'\"\\(){}[]<>|&%$^?;`\t\n\u00a0é日😀"
_KEYWORDS: Final = ("type", "enum", "pattern", "minLength", "maxLength", "contentEncoding")


def refused_strings(source: Schema, target: Schema) -> Iterator[str]:
    """Yield strings that one shape allows and the other refuses, as far as a bounded search finds them.

    Args:
        source: the resolved schema of a string that must allow them.
        target: the resolved schema of a string that must refuse them.
    """
    is_allowed, is_expected = (compile_schema(_constraints(shape)).is_valid for shape in (source, target))
    seen: set[str] = set()
    try:
        for string in islice(_strings(source, target), 10 * _MOST_STRINGS):
            if string not in seen:
                seen.add(string)
                if is_allowed(string) and not is_expected(string):
                    yield string
    except UnsatisfiableString:
        return


def _constraints(shape: Schema) -> dict[str, Any]:
    return {keyword: shape[keyword] for keyword in _KEYWORDS if keyword in shape}


def _strings(source: Schema, target: Schema) -> Iterator[str]:
    if "enum" in source:
        yield from source["enum"]
        return
    of_source = (source.get("pattern"), source.get("minLength", 0), source.get("maxLength"))
    if "pattern" in source and "pattern" in target:
        yield from inclusion(source["pattern"], target["pattern"]).counterexamples
    yield strings.plain(*of_source)
    yield from islice(distinct_strings(*of_source, source.get("x-shape", "")), _MOST_STRINGS)
    yield from _probed(*of_source)
    of_target = (target.get("pattern"), target.get("minLength", 0), target.get("maxLength"))
    try:
        yield from _probed(*of_target)
    except UnsatisfiableString:
        return


def _probed(pattern: str | None, low: int, high: int | None) -> Iterator[str]:
    """Strings of several lengths that have, at one position, each of the characters that patterns tell apart."""
    shortest, longest = strings.shortest(pattern, low, high), strings.longest(pattern, low, high)
    yield shortest
    yield longest
    natural = len(strings.plain(pattern, low, high))
    span = len(longest) - len(shortest)
    lengths = [natural, len(shortest), *(len(shortest) + span * part // _MOST_LENGTHS for part in range(_MOST_LENGTHS))]
    for length in dict.fromkeys(lengths):
        row = strings.row_of(pattern, low, high, length)
        usual = "".join(plain_characters(members)[0] for members in row)
        yield usual
        for position, members in enumerate(row[:_MOST_POSITIONS]):
            for character in _PROBES:
                if contains(members, character) or length == natural:
                    yield usual[:position] + character + usual[position + 1 :]
