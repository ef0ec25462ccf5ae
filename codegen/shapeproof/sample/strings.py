"""Strings that match a pattern within lengths, built rather than searched for; and strings that just fail to match.

Patterns are portable ones (`^(?:…)$`); None means no pattern. Lengths count characters. Without a maximum, strings of
up to CAP characters are considered, or more if the pattern or the minimum requires more.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, cycle, islice, product
from typing import Final

from shapeproof.capture.patterns import character_sets as sets
from shapeproof.capture.patterns.parser import parse
from shapeproof.capture.patterns.syntax_tree import Alternation, Anchor, Characters, Lookaround, Node, Repeat, Sequence
from shapeproof.capture.patterns.widths import width_of
from shapeproof.sample.errors import UnsatisfiableString
from shapeproof.sample.lengths import closest, iter_lengths, length_range, shortest_in
from shapeproof.sample.string_builder import StringBuilder, contains, plain_characters, variations
from shapeproof.validation.engines.compilation import Engine, compile_schema

__all__ = ["CAP", "LIMIT", "distinct", "longest", "non_matching", "of_length", "plain", "row_of", "shortest"]

CAP: Final = 2_048
LIMIT: Final = 250_000
"""No longer string is built, whatever a model requires."""

_MAX_REPEATS: Final = 100

_ANYTHING: Final = "^(?:[\\s\\S]*)$"
_UNLIKELY_MEMBERS: Final = "! _#/A0é\n\u2028"
"""Characters to break a pattern with, the most common mistakes first."""


def shortest(pattern: str | None, min_length: int = 0, max_length: int | None = None) -> str:
    """The shortest string that matches. Raises UnsatisfiableString if none does."""
    builder, lengths = _builder_within(pattern, min_length, max_length)
    return _first(builder, shortest_in(lengths))


def longest(pattern: str | None, min_length: int = 0, max_length: int | None = None) -> str:
    """The longest matching string of up to CAP characters; the shortest one if all are longer.

    Raises UnsatisfiableString if none matches.
    """
    builder, lengths = _builder_within(pattern, min_length, max_length)
    capped = lengths & length_range(0, CAP)
    return _first(builder, capped.bit_length() - 1 if capped else shortest_in(lengths))


def of_length(pattern: str | None, length: int) -> str:
    """A matching string of exactly that length. Raises UnsatisfiableString if there is none."""
    builder, lengths = _builder_within(pattern, length, length)
    return _first(builder, shortest_in(lengths))


def plain(pattern: str | None, min_length: int = 0, max_length: int | None = None) -> str:
    """A matching string as a person would write it: about a word for each repeat without a maximum.

    Raises UnsatisfiableString if there is none.
    """
    builder, lengths = _builder_within(pattern, min_length, max_length)
    return _first(builder, closest(lengths, builder.natural_length))


def row_of(
    pattern: str | None, min_length: int = 0, max_length: int | None = None, target: int | None = None
) -> list[sets.CharacterSet]:
    """The characters that each position of a matching string can have; any choice of them gives a match.

    Args:
        pattern: a portable pattern.
        min_length: the fewest characters.
        max_length: the most characters.
        target: the length to come closest to; None means the length that looks natural.

    Raises:
        UnsatisfiableString: no string matches.
    """
    builder, lengths = _builder_within(pattern, min_length, max_length)
    return next(builder.rows(closest(lengths, builder.natural_length if target is None else target)))


def distinct(pattern: str | None, min_length: int = 0, max_length: int | None = None) -> Iterator[str]:
    """Different matching strings, the plainest first: of the natural length, then longer ones, then shorter ones.

    The iterator is lazy and may be long; it visits every length, and the combinations of the
    pattern's choices until many in a row give no new string: `(?:a|a)*` has a million for each length.
    Raises UnsatisfiableString, at once, if there is none.
    """
    builder, lengths = _builder_within(pattern, min_length, max_length)
    start = closest(lengths, builder.natural_length)
    shorter = length_range(0, start - 1)
    order = chain(iter_lengths(lengths & ~shorter), iter_lengths(lengths & shorter))
    return _without_repeats(builder, order)


def _without_repeats(builder: StringBuilder, lengths: Iterator[int]) -> Iterator[str]:
    seen: set[str] = set()
    for length in lengths:
        repeats = 0
        for string in (string for row in builder.rows(length) for string in variations(row)):
            if string not in seen:
                seen.add(string)
                repeats = 0
                yield string
            elif (repeats := repeats + 1) > _MAX_REPEATS:
                break


def non_matching(pattern: str, min_length: int = 0, max_length: int | None = None) -> str:
    """A string within the lengths that doesn't match, one character away from a match where that is possible.

    Raises UnsatisfiableString, with the reason, if every string of these lengths matches, or if no other was found.
    """
    engine = _engine(pattern)
    for string in _near_misses(pattern, min_length, max_length):
        if not engine.is_valid(string):
            return string
    if all(members == sets.EVERYTHING for members in _character_sets(_tree(pattern))):
        raise UnsatisfiableString("every string of these lengths matches the pattern")
    raise UnsatisfiableString("no string of these lengths was found that doesn't match the pattern")


def _near_misses(pattern: str, min_length: int, max_length: int | None) -> Iterator[str]:
    try:
        builder, lengths = _builder_within(pattern, min_length, max_length)
    except UnsatisfiableString:
        lengths = 0
    else:
        row = next(builder.rows(closest(lengths, max(1, builder.natural_length))))
        yield from _one_character_off(row)
    # If the pattern can't reach some length, any string of that length will do.
    high = min(max_length if max_length is not None else LIMIT, max(min_length, lengths.bit_length()))
    unreachable = length_range(min_length, high) & ~lengths
    if unreachable:
        yield shortest(None, shortest_in(unreachable), shortest_in(unreachable))
    yield from _of_excluded_characters(pattern, min_length, max_length)


def _of_excluded_characters(pattern: str, min_length: int, max_length: int | None) -> Iterator[str]:
    """The last resort, for a pattern that tolerates any one character: a few that some part of it excludes."""
    complements = (sets.complement(members) for members in _character_sets(_tree(pattern)))
    excluded = dict.fromkeys(plain_characters(members)[0] for members in complements if members)
    for size in range(1, 4):
        for characters in product(islice(excluded, 6), repeat=size):
            string = "".join(islice(cycle(characters), max(size, min_length)))
            if max_length is None or len(string) <= max_length:
                yield string


def _one_character_off(row: list[sets.CharacterSet]) -> Iterator[str]:
    string = next(variations(row))
    positions = range(len(row) - 1, -1, -1)
    for character in _UNLIKELY_MEMBERS:
        for position in positions:
            if not contains(row[position], character):
                yield string[:position] + character + string[position + 1 :]
    for position in positions:
        excluded = sets.complement(row[position])
        if excluded:
            yield string[:position] + plain_characters(excluded)[0] + string[position + 1 :]


def _character_sets(node: Node) -> Iterator[sets.CharacterSet]:
    match node:
        case Characters(members=members):
            yield members
        case Sequence(items=children) | Alternation(options=children):
            yield from chain.from_iterable(_character_sets(child) for child in children)
        case Repeat(item=item):
            yield from _character_sets(item)
        case Anchor() | Lookaround():
            pass


@lru_cache(maxsize=256)
def _engine(pattern: str) -> Engine:
    # Not `re`: a near miss can make a backtracking matcher run forever.
    return compile_schema({"type": "string", "pattern": pattern})


def _first(builder: StringBuilder, length: int) -> str:
    return next(variations(next(builder.rows(length))))


def _builder_within(pattern: str | None, min_length: int, max_length: int | None) -> tuple[StringBuilder, int]:
    """The builder of a pattern, and the set of lengths within the bounds that it reaches."""
    if max_length is not None and max_length < min_length:
        raise UnsatisfiableString(f"the lengths exclude one another: at least {min_length}, at most {max_length}")
    if min_length > LIMIT:
        raise UnsatisfiableString(f"a string of {min_length:,} characters is too long to be useful")
    tree = _tree(pattern or _ANYTHING)
    least = max(min_length, width_of(tree).minimum)
    # The ceiling is above the minimum, since a pattern may skip lengths.
    ceiling = min(least + CAP, LIMIT if max_length is None else max_length)
    builder = _builder(pattern or _ANYTHING, max(ceiling, 0))
    lengths = builder.lengths & length_range(min_length, ceiling)
    if not lengths:
        bounds = f"at least {min_length}" + (f", at most {max_length}" if max_length is not None else "")
        raise UnsatisfiableString(f"no string matches the pattern at these lengths: {bounds}")
    return builder, lengths


@lru_cache(maxsize=256)  # a builder for long strings keeps a set of as many bits for each node
def _builder(pattern: str, ceiling: int) -> StringBuilder:
    return StringBuilder(_tree(pattern), ceiling)


@lru_cache(maxsize=4096)
def _tree(pattern: str) -> Node:
    return parse(pattern)
