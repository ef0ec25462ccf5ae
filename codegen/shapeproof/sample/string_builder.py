"""Strings built from a pattern's tree and a length: first a set of characters for each position, then plain strings.

A list of character sets, one for each position of a string, is called a row: any choice of one character from each
set gives a string that matches.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, pairwise
from typing import Final

from shapeproof.capture.patterns import character_sets as sets
from shapeproof.capture.patterns.syntax_tree import Alternation, Anchor, Characters, Lookaround, Node, Repeat, Sequence
from shapeproof.sample.lengths import ReachableLengths, closest, lengths_of_copies, remainders, shortest_in

__all__ = ["StringBuilder", "contains", "plain_characters", "plainest", "variations"]

_WORDS: Final = ("example", "EXAMPLE", "1234567890")
_PLAIN: Final = "1234567890abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PUNCTUATION: Final = "-_./:@+=, #&~'\"!?*()[]{}<>|;%$^`\\"
_FEW_PLAIN: Final = 10
_MAX_OTHERS: Final = 64
"""A set with few plain characters also offers its other characters, up to this many."""


def contains(members: sets.CharacterSet, character: str) -> bool:
    """Whether the set contains the character."""
    return any(first <= ord(character) <= last for first, last in members)


@lru_cache(maxsize=4096)
def plain_characters(members: sets.CharacterSet) -> str:
    """Characters of a set that isn't empty, the plainest first; others too if few of them are plain."""
    plain = [character for character in _PLAIN if contains(members, character)]
    if len(plain) < _FEW_PLAIN:
        plain += [character for character in _PUNCTUATION if contains(members, character)]
        points = (point for first, last in members for point in range(first, last + 1))
        others = (chr(point) for point in points if chr(point) not in plain)
        # Control characters last: they are the least readable.
        plain += sorted(islice(others, _MAX_OTHERS), key=lambda character: not character.isprintable())
    return "".join(plain)


@lru_cache(maxsize=4096)
def _word(members: sets.CharacterSet) -> str:
    for word in _WORDS:
        if all(contains(members, character) for character in word):
            return word
    return plain_characters(members)


def plainest(row: list[sets.CharacterSet]) -> str:
    """The plainest string of a row: `example` or `1234567890` repeated, where the sets allow it."""
    characters: list[str] = []
    previous_word, offset = "", 0
    for members in row:
        word = _word(members)
        offset = offset + 1 if word == previous_word else 0
        previous_word = word
        characters.append(word[offset % len(word)])
    return "".join(characters)


def variations(row: list[sets.CharacterSet]) -> Iterator[str]:
    """Distinct strings of a row, the plainest first; they count up at the end: `example`, `exampl1`, `exampl2` …"""
    string = plainest(row)
    yield string
    # A counter whose digits are the positions of the string; the last one changes fastest.
    digits = [
        _starting_with(character, plain_characters(members)) for members, character in zip(row, string, strict=True)
    ]
    counter = [0] * len(digits)
    position = len(digits) - 1
    while position >= 0:
        counter[position] += 1
        if counter[position] == len(digits[position]):
            counter[position] = 0
            position -= 1
            continue
        position = len(digits) - 1
        yield "".join(characters[index] for characters, index in zip(digits, counter, strict=True))


def _starting_with(first: str, characters: str) -> str:
    return first + characters.replace(first, "", 1)


class _ChoiceNumber:
    """A number that encodes one option for each choice of a pattern; counting up visits every combination."""

    def __init__(self, number: int) -> None:
        self.remaining = number

    def next_option(self, options: int) -> int:
        """The index of the option for the next choice, out of so many."""
        self.remaining, index = divmod(self.remaining, options)
        return index


class StringBuilder:
    """Builds the rows of one pattern's tree, for lengths up to a ceiling.

    Attributes:
        lengths: the set of lengths that strings of the pattern can have (see `lengths`).
        natural_length: the length at which a string looks as if a person had written it: about seven characters for
            each repeat without a maximum.
    """

    def __init__(self, tree: Node, ceiling: int) -> None:
        self._tree = tree
        self._reachable = ReachableLengths(ceiling)
        self.lengths = self._reachable.of(tree)
        self.natural_length = self._natural_length(tree)

    def rows(self, length: int) -> Iterator[list[sets.CharacterSet]]:
        """The rows of exactly `length`, one of `lengths`: one row for each combination of the pattern's choices."""
        number = 0
        while True:
            choices = _ChoiceNumber(number)
            row: list[sets.CharacterSet] = []
            self._append(self._tree, length, choices, row)
            if choices.remaining:  # the number is larger than the number of combinations: all have been visited
                return
            yield row
            number += 1

    def _append(self, node: Node, length: int, choices: _ChoiceNumber, row: list[sets.CharacterSet]) -> None:
        match node:
            case Characters(members=members):
                row.append(members)
            case Anchor() | Lookaround():
                pass
            case Alternation(options=options):
                fitting = [option for option in options if self._reachable.of(option) >> length & 1]
                self._append(fitting[choices.next_option(len(fitting))], length, choices, row)
            case Sequence(items=items):
                suffixes = self._reachable.of_suffixes(items)
                for item, natural, rest in zip(items, self._natural_lengths(items), suffixes[1:], strict=True):
                    item_length = closest(self._reachable.of(item) & remainders(rest, length), natural)
                    self._append(item, item_length, choices, row)
                    length -= item_length
            case Repeat(item=Characters(members=members)):
                row.extend([members] * length)
            case Repeat(item=item, minimum=minimum, maximum=maximum):
                for copy_length in self._copy_lengths(self._reachable.of(item), minimum, maximum, length):
                    self._append(item, copy_length, choices, row)

    def _copy_lengths(self, lengths: int, minimum: int, maximum: int | None, total: int) -> list[int]:
        """The lengths of the copies of a repeated item, as equal as possible."""
        if lengths & 1:  # an empty copy is the same as no copy
            lengths, minimum = lengths & ~1, 0
        if not total:
            return [0] * minimum
        return _divided(lengths, self._count(lengths, minimum, maximum, total), total)

    def _count(self, lengths: int, minimum: int, maximum: int | None, total: int) -> int:
        """The number of copies: the most for single characters (`abc`, not `a--`), the fewest for longer items."""
        most = total // shortest_in(lengths)
        if lengths.bit_count() == 1:
            return most
        most = most if maximum is None else min(most, maximum)
        want_most = shortest_in(lengths) == 1
        # A binary search. The lengths that n or more copies reach shrink as n grows; those that up to n reach grow.
        low, high = minimum, most
        while low < high:
            middle = (low + high + want_most) // 2
            bounds = (middle, maximum) if want_most else (minimum, middle)
            if (self._reachable.of_copies(lengths, *bounds) >> total & 1) == want_most:
                low = middle if want_most else middle + 1
            else:
                high = middle - 1 if want_most else middle
        return low

    def _natural_length(self, node: Node) -> int:
        match node:
            case Characters():
                return 1
            case Anchor() | Lookaround():
                return 0
            case Alternation(options=options):
                return self._natural_length(options[0])
            case Sequence(items=items):
                return sum(self._natural_lengths(items))
            case Repeat(minimum=minimum, maximum=1):
                return minimum * self._natural_length(node.item)
            case Repeat(item=Characters(members=members), minimum=0) if not plain_characters(members)[0].isalnum():
                return 0
            case Repeat(item=item, minimum=minimum, maximum=maximum):
                lengths = self._reachable.of(item)
                is_single = isinstance(item, Characters) or (lengths and shortest_in(lengths) <= 1)
                preferred = max(minimum, len(_WORDS[0]) if is_single else 1)
                copies = preferred if maximum is None else min(preferred, maximum)
                return copies if is_single else copies * self._natural_length(item)

    def _natural_lengths(self, items: tuple[Node, ...]) -> list[int]:
        """The natural length of each item of a sequence."""
        lengths = [self._natural_length(item) for item in items]
        for index, (previous, item) in enumerate(pairwise(items), start=1):
            # `aws[a-z-]*` looks best as `aws`.
            if _is_letter(previous) and isinstance(item, Repeat) and not item.minimum:
                lengths[index] = 0
        return lengths


def _divided(lengths: int, copies: int, total: int) -> list[int]:
    """`total` as a sum of `copies` lengths of the set, found by halving."""
    computed: dict[int, int] = {}

    def reached_by(count: int) -> int:
        if count not in computed:
            computed[count] = lengths_of_copies(lengths, count, total)
        return computed[count]

    def divided(copies: int, length: int) -> list[int]:
        if copies == 1:
            return [length]
        half = copies // 2
        possible = reached_by(half) & remainders(reached_by(copies - half), length)
        first_half = closest(possible, length * half // copies)
        return divided(half, first_half) + divided(copies - half, length - first_half)

    return divided(copies, total)


def _is_letter(node: Node) -> bool:
    if not isinstance(node, Characters) or len(node.members) != 1:
        return False
    first, last = node.members[0]
    return first == last and chr(first).isalpha()
