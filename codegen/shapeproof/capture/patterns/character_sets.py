"""Sets of characters as sorted ranges of code points, and the named classes of AWS patterns.

Surrogates are not characters: the JSON reader rejects them, and so does Rust in a pattern. They are left out of every
set, and the code points before and after them count as consecutive.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

__all__ = [
    "DIGIT",
    "EVERYTHING",
    "NAMED",
    "SPACE",
    "WORD",
    "CharacterSet",
    "complement",
    "contains_point",
    "fold",
    "intersection",
    "union",
]

CharacterSet = tuple[tuple[int, int], ...]
"""Sorted `(first, last)` pairs, both ends included, that neither overlap nor touch."""

LAST_CODE_POINT: Final = 0x10FFFF
SURROGATES: Final = (0xD800, 0xDFFF)


def _successor(point: int) -> int:
    return SURROGATES[1] + 1 if point + 1 == SURROGATES[0] else point + 1


def union(*sets: Iterable[tuple[int, int]]) -> CharacterSet:
    """The set of all characters of the given ranges."""
    ranges: list[tuple[int, int]] = []
    for first, last in sorted(pair for ranges_of_set in sets for pair in ranges_of_set):
        low = SURROGATES[1] + 1 if SURROGATES[0] <= first <= SURROGATES[1] else first
        high = SURROGATES[0] - 1 if SURROGATES[0] <= last <= SURROGATES[1] else last
        if low > high:
            continue
        if ranges and low <= _successor(ranges[-1][1]):
            ranges[-1] = (ranges[-1][0], max(ranges[-1][1], high))
        else:
            ranges.append((low, high))
    return tuple(ranges)


def complement(characters: CharacterSet) -> CharacterSet:
    """Every character that isn't in the set."""
    gaps: list[tuple[int, int]] = []
    start = 0
    for first, last in characters:
        if first > start:
            gaps.append((start, first - 1))
        start = last + 1
    if start <= LAST_CODE_POINT:
        gaps.append((start, LAST_CODE_POINT))
    return union(gaps)


def contains_point(characters: CharacterSet, point: int) -> bool:
    """Whether the set contains the character with this code point."""
    index = bisect_right(characters, (point, LAST_CODE_POINT)) - 1
    return index >= 0 and point <= characters[index][1]


def intersection(left: CharacterSet, right: CharacterSet) -> CharacterSet:
    """The characters that are in both sets."""
    common: list[tuple[int, int]] = []
    index = other = 0
    while index < len(left) and other < len(right):
        first, last = max(left[index][0], right[other][0]), min(left[index][1], right[other][1])
        if first <= last:
            common.append((first, last))
        if left[index][1] < right[other][1]:
            index += 1
        else:
            other += 1
    return tuple(common)


def fold(characters: CharacterSet) -> CharacterSet:
    """The set with both cases of its ASCII letters, as the `i` flag means in Java and ECMA."""
    upper, lower = ord("A"), ord("a")
    other_case: list[tuple[int, int]] = []
    for first, last in characters:
        for start, shift in ((upper, lower - upper), (lower, upper - lower)):
            low, high = max(first, start), min(last, start + 25)
            if low <= high:
                other_case.append((low + shift, high + shift))
    return union(characters, other_case)


def _of(*parts: str) -> CharacterSet:
    """The set of the given ranges (`"az"`) and single characters (`"_"`)."""
    return union((ord(part[0]), ord(part[-1])) for part in parts)


EVERYTHING: Final = union([(0, LAST_CODE_POINT)])
DIGIT: Final = _of("09")
WORD: Final = _of("09", "AZ", "az", "_")
SPACE: Final = _of("\t\r", " ")

_CONTROL: Final = _of("\x00\x1f", "\x7f")
_GRAPH: Final = _of("!~")
_SPACE_SEPARATOR: Final = _of(" ", "\xa0", "\u1680", "\u2000\u200a", "\u202f", "\u205f", "\u3000")

NAMED: Final[dict[str, CharacterSet]] = {
    # POSIX classes of Java (java.util.regex.Pattern): ASCII only.
    "Lower": _of("az"),
    "Upper": _of("AZ"),
    "ASCII": _of("\x00\x7f"),
    "Alpha": _of("AZ", "az"),
    "Digit": DIGIT,
    "Alnum": _of("09", "AZ", "az"),
    "Punct": _of("!/", ":@", "[`", "{~"),
    "Graph": _GRAPH,
    "Print": union(_GRAPH, _of(" ")),
    "Blank": _of(" ", "\t"),
    "Cntrl": _CONTROL,
    "XDigit": _of("09", "AF", "af"),
    "Space": SPACE,
    # Unicode categories that have not changed since version 6.3 (UnicodeData.txt).
    "all": EVERYTHING,
    "Cc": union(_CONTROL, [(0x80, 0x9F)]),
    "Zs": _SPACE_SEPARATOR,
    "Z": union(_SPACE_SEPARATOR, _of("\u2028\u2029")),
}
"""The `\\p{…}` classes that have a fixed meaning; the letters, numbers and marks grow with each version of Unicode."""
