"""Texts that match a pattern within lengths, built rather than searched for; and texts that nearly match.

Patterns are portable ones (`^(?:…)$`), None standing for no pattern. Lengths count characters. Where there is no
maximum, texts of up to CAP characters are considered, or more where the pattern or the minimum asks for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, cycle, islice, product
from typing import Final

from shapeproof.capture.patterns import character_sets as sets
from shapeproof.capture.patterns.parser import parse
from shapeproof.capture.patterns.syntax_tree import Anchor, Characters, Choice, Look, Node, Repeat, Sequence
from shapeproof.sample.errors import UnsatisfiableString
from shapeproof.sample.lengths import between, closest, each, shortest_of
from shapeproof.sample.string_builder import StringBuilder, contains, plain_characters, variations
from shapeproof.validation.engines.compilation import Engine, compile_schema

__all__ = ["CAP", "LIMIT", "distinct", "longest", "of_length", "plain", "row_of", "shortest", "unmatched"]

CAP: Final = 2_048
LIMIT: Final = 250_000
"""Nobody wants a longer text than this, whatever a model asks for."""

_ANYTHING: Final = "^(?:[\\s\\S]*)$"
_OUTSIDERS: Final = "! _#/A0é\n\u2028"
"""Characters to break a pattern with, the most human slips first."""


def shortest(pattern: str | None, min_length: int = 0, max_length: int | None = None) -> str:
    """The shortest text that matches. Raises NoText if none does."""
    speller, lengths = _within(pattern, min_length, max_length)
    return _first(speller, shortest_of(lengths))


def longest(pattern: str | None, min_length: int = 0, max_length: int | None = None) -> str:
    """The longest text that matches, of those up to CAP characters; the shortest if all are longer.

    Raises NoText if none matches.
    """
    speller, lengths = _within(pattern, min_length, max_length)
    capped = lengths & between(0, CAP)
    return _first(speller, capped.bit_length() - 1 if capped else shortest_of(lengths))


def of_length(pattern: str | None, length: int) -> str:
    """A text of exactly that length that matches. Raises NoText if none does."""
    speller, lengths = _within(pattern, length, length)
    return _first(speller, shortest_of(lengths))


def plain(pattern: str | None, min_length: int = 0, max_length: int | None = None) -> str:
    """A matching text as a person would write one: about a word for each open repeat.

    Raises NoText if there is none.
    """
    speller, lengths = _within(pattern, min_length, max_length)
    return _first(speller, closest(lengths, speller.natural))


def row_of(
    pattern: str | None, min_length: int = 0, max_length: int | None = None, wish: int | None = None
) -> list[sets.CharacterSet]:
    """The characters that each place of a matching text can hold, its length the nearest to `wish` (None: natural).

    Any choice of characters gives a match. Raises NoText if no text matches.
    """
    speller, lengths = _within(pattern, min_length, max_length)
    return next(speller.rows(closest(lengths, speller.natural if wish is None else wish)))


def distinct(pattern: str | None, min_length: int = 0, max_length: int | None = None) -> Iterator[str]:
    """Matching texts, all different, the plainest first: those of the natural length, then longer, then shorter ones.

    The stream is lazy and may be long; it visits every length and every way through the pattern's choices. Raises
    NoText, at once, if there is none.
    """
    speller, lengths = _within(pattern, min_length, max_length)
    start = closest(lengths, speller.natural)
    order = chain(each(lengths & ~between(0, start - 1)), each(lengths & between(0, start - 1)))
    texts = (text for length in order for row in speller.rows(length) for text in variations(row))
    return _without_repeats(texts)


def _without_repeats(texts: Iterator[str]) -> Iterator[str]:
    seen: set[str] = set()
    for text in texts:
        if text not in seen:
            seen.add(text)
            yield text


def unmatched(pattern: str, min_length: int = 0, max_length: int | None = None) -> str:
    """A text within the lengths that does not match, if it can be one character away from one that does.

    Raises NoText, with the reason, if every text of these lengths matches or none was found that doesn't.
    """
    matches = _matcher(pattern)
    for text in _near_misses(pattern, min_length, max_length):
        if not matches.is_valid(text):
            return text
    if all(members == sets.EVERYTHING for members in _sets(_tree(pattern))):
        raise UnsatisfiableString("every text of these lengths matches the pattern")
    raise UnsatisfiableString("no text of these lengths was found that doesn't match the pattern")


def _near_misses(pattern: str, min_length: int, max_length: int | None) -> Iterator[str]:
    try:
        speller, lengths = _within(pattern, min_length, max_length)
    except UnsatisfiableString:
        reached = 0
    else:
        reached = lengths
        row = next(speller.rows(closest(lengths, max(1, speller.natural))))
        yield from _one_character_off(row)
    # Some length may be out of the pattern's reach: then any text of that length will do.
    high = min(max_length if max_length is not None else LIMIT, max(min_length, reached.bit_length()))
    missing = between(min_length, high) & ~reached
    if missing:
        yield shortest(None, shortest_of(missing), shortest_of(missing))
    yield from _strange(pattern, min_length, max_length)


def _strange(pattern: str, min_length: int, max_length: int | None) -> Iterator[str]:
    """The last resort, for a pattern that forgives any one character: a few of those that some part of it excludes."""
    excluded = (sets.complement(members) for members in _sets(_tree(pattern)))
    strangers = dict.fromkeys(plain_characters(members)[0] for members in excluded if members)
    for size in range(1, 4):
        for characters in product(islice(strangers, 6), repeat=size):
            text = "".join(islice(cycle(characters), max(size, min_length)))
            if max_length is None or len(text) <= max_length:
                yield text


def _one_character_off(row: list[sets.CharacterSet]) -> Iterator[str]:
    text = next(variations(row))
    places = range(len(row) - 1, -1, -1)
    for character in _OUTSIDERS:
        for place in places:
            if not contains(row[place], character):
                yield text[:place] + character + text[place + 1 :]
    for place in places:
        outside = sets.complement(row[place])
        if outside:
            yield text[:place] + plain_characters(outside)[0] + text[place + 1 :]


def _sets(node: Node) -> Iterator[sets.CharacterSet]:
    match node:
        case Characters(members=members):
            yield members
        case Sequence(items=children) | Choice(options=children):
            yield from chain.from_iterable(_sets(child) for child in children)
        case Repeat(item=item):
            yield from _sets(item)
        case Anchor() | Look():
            pass


@lru_cache(maxsize=256)
def _matcher(pattern: str) -> Engine:
    # The engine, not `re`: near misses are what makes a backtracking matcher run for ever.
    return compile_schema({"type": "string", "pattern": pattern})


def _first(speller: StringBuilder, length: int) -> str:
    return next(variations(next(speller.rows(length))))


def _within(pattern: str | None, min_length: int, max_length: int | None) -> tuple[StringBuilder, int]:
    """The speller of a pattern, and the lengths that it reaches within the bounds."""
    if max_length is not None and max_length < min_length:
        raise UnsatisfiableString(f"the lengths exclude one another: at least {min_length}, at most {max_length}")
    if min_length > LIMIT:
        raise UnsatisfiableString(f"a text of {min_length:,} characters is longer than anybody wants")
    tree = _tree(pattern or _ANYTHING)
    least = max(min_length, _least(tree))
    # A ceiling above the least, since a pattern may skip lengths.
    ceiling = min(least + CAP, LIMIT if max_length is None else max_length)
    speller = _speller(pattern or _ANYTHING, max(ceiling, 0))
    lengths = speller.lengths & between(min_length, ceiling)
    if not lengths:
        bound = f"at least {min_length}" + (f", at most {max_length}" if max_length is not None else "")
        raise UnsatisfiableString(f"no text matches the pattern at these lengths: {bound}")
    return speller, lengths


@lru_cache(maxsize=256)  # one for a long text holds sets of as many bits for each node
def _speller(pattern: str, ceiling: int) -> StringBuilder:
    return StringBuilder(_tree(pattern), ceiling)


@lru_cache(maxsize=4096)
def _tree(pattern: str) -> Node:
    return parse(pattern)


def _least(node: Node) -> int:
    """The length of the shortest text, whatever ceiling."""
    match node:
        case Characters():
            return 1
        case Anchor() | Look():
            return 0
        case Sequence(items=items):
            return sum(_least(item) for item in items)
        case Choice(options=options):
            return min(_least(option) for option in options)
        case Repeat(item=item, minimum=minimum):
            return minimum * _least(item)
