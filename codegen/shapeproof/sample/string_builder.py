"""A pattern's tree and a length -> which set of characters stands at each place; such a row of sets -> plain texts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, pairwise
from typing import Final

from shapeproof.capture.patterns import character_sets as sets
from shapeproof.capture.patterns.syntax_tree import Anchor, Characters, Choice, Look, Node, Repeat, Sequence
from shapeproof.sample.lengths import ReachableLengths, closest, partners, power, shortest_of

__all__ = ["StringBuilder", "contains", "plain_characters", "spell", "variations"]

_WORDS: Final = ("example", "EXAMPLE", "1234567890")
_PLAIN: Final = "1234567890abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MARKS: Final = "-_./:@+=, #&~'\"!?*()[]{}<>|;%$^`\\"
_FEW: Final = 10
_MANY: Final = 64
"""A set of few plain characters is spelt with its others too, up to so many."""


def contains(members: sets.CharacterSet, character: str) -> bool:
    """Whether the set holds the character."""
    return any(first <= ord(character) <= last for first, last in members)


@lru_cache(maxsize=4096)
def plain_characters(members: sets.CharacterSet) -> str:
    """Characters of a set that isn't empty, the plainest first; all of them if they are few."""
    plain = [character for character in _PLAIN if contains(members, character)]
    if len(plain) < _FEW:
        plain += [character for character in _MARKS if contains(members, character)]
        points = (point for first, last in members for point in range(first, last + 1))
        others = (chr(point) for point in points if chr(point) not in plain)
        # Control characters last: they are the least readable of all.
        plain += sorted(islice(others, _MANY), key=lambda character: not character.isprintable())
    return "".join(plain)


@lru_cache(maxsize=4096)
def _word(members: sets.CharacterSet) -> str:
    for word in _WORDS:
        if all(contains(members, character) for character in word):
            return word
    return plain_characters(members)


def spell(row: list[sets.CharacterSet]) -> str:
    """The plainest text of a row of sets: `example` and `1234567890` over and over, where the sets allow."""
    text: list[str] = []
    last_word, run = "", 0
    for members in row:
        word = _word(members)
        run = run + 1 if word == last_word else 0
        last_word = word
        text.append(word[run % len(word)])
    return "".join(text)


def variations(row: list[sets.CharacterSet]) -> Iterator[str]:
    """Distinct texts of a row, the plainest first; they count up at the end, as in `exampl1`, `exampl2` …"""
    text = spell(row)
    yield text
    # A counter whose digits are the places of the text, the last one turning fastest.
    wheels = [_turned(plain_characters(members), character) for members, character in zip(row, text, strict=True)]
    state = [0] * len(wheels)
    place = len(wheels) - 1
    while place >= 0:
        state[place] += 1
        if state[place] == len(wheels[place]):
            state[place] = 0
            place -= 1
            continue
        place = len(wheels) - 1
        yield "".join(wheel[turn] for wheel, turn in zip(wheels, state, strict=True))


def _turned(characters: str, first: str) -> str:
    return first + characters.replace(first, "", 1)


class _Turn:
    """A number spent on choices: each takes its share, so that counting up visits every combination."""

    def __init__(self, number: int) -> None:
        self.left = number

    def take(self, options: int) -> int:
        self.left, taken = divmod(self.left, options)
        return taken


class StringBuilder:
    """Rows of character sets for one pattern's tree, up to a ceiling of length."""

    def __init__(self, tree: Node, ceiling: int) -> None:
        self._tree = tree
        self._reach = ReachableLengths(ceiling)
        self.lengths = self._reach.of(tree)
        self.natural = self._natural(tree)
        """The length at which a text looks like one that people write: repeats without a bound about seven long."""

    def rows(self, length: int) -> Iterator[list[sets.CharacterSet]]:
        """Rows of exactly that length, which the tree must reach: one for each way through its choices."""
        number = 0
        while True:
            turn = _Turn(number)
            row: list[sets.CharacterSet] = []
            self._add(self._tree, length, turn, row)
            if turn.left:  # more was to be spent than there are choices: every way has been taken
                return
            yield row
            number += 1

    def _add(self, node: Node, length: int, turn: _Turn, row: list[sets.CharacterSet]) -> None:
        match node:
            case Characters(members=members):
                row.append(members)
            case Anchor() | Look():
                pass
            case Choice(options=options):
                able = [option for option in options if self._reach.of(option) >> length & 1]
                self._add(able[turn.take(len(able))], length, turn, row)
            case Sequence(items=items):
                suffixes = self._reach.suffixes(items)
                for item, wish, rest in zip(items, self._wishes(items), suffixes[1:], strict=True):
                    own = closest(self._reach.of(item) & partners(rest, length), wish)
                    self._add(item, own, turn, row)
                    length -= own
            case Repeat(item=Characters(members=members)):
                row.extend([members] * length)
            case Repeat(item=item, minimum=minimum, maximum=maximum):
                for own in self._copy_lengths(self._reach.of(item), minimum, maximum, length):
                    self._add(item, own, turn, row)

    def _copy_lengths(self, lengths: int, minimum: int, maximum: int | None, total: int) -> list[int]:
        """The lengths of the copies of a repeated item, as equal as can be."""
        if lengths & 1:  # an empty copy is as good as none
            lengths, minimum = lengths & ~1, 0
        if not total:
            return [0] * minimum
        return _divided(lengths, self._count(lengths, minimum, maximum, total), total)

    def _count(self, lengths: int, minimum: int, maximum: int | None, total: int) -> int:
        """How many copies: of single characters the most (`abc`, not `a--`), of longer items the fewest."""
        most = total // shortest_of(lengths)
        if lengths.bit_count() == 1:
            return most
        most = most if maximum is None else min(most, maximum)
        want_most = shortest_of(lengths) == 1
        # From `minimum` to `most`, what n copies and more reach shrinks as n grows; what up to n reach grows.
        low, high = minimum, most
        while low < high:
            middle = (low + high + want_most) // 2
            bounds = (middle, maximum) if want_most else (minimum, middle)
            if (self._reach.copies(lengths, *bounds) >> total & 1) == want_most:
                low = middle if want_most else middle + 1
            else:
                high = middle - 1 if want_most else middle
        return low

    def _natural(self, node: Node) -> int:
        match node:
            case Characters():
                return 1
            case Anchor() | Look():
                return 0
            case Choice(options=options):
                return self._natural(options[0])
            case Sequence(items=items):
                return sum(self._wishes(items))
            case Repeat(minimum=minimum, maximum=1):
                return minimum * self._natural(node.item)
            case Repeat(item=Characters(members=members), minimum=0) if not plain_characters(members)[0].isalnum():
                return 0
            case Repeat(item=item, minimum=minimum, maximum=maximum):
                lengths = self._reach.of(item)
                single = isinstance(item, Characters) or (lengths and shortest_of(lengths) <= 1)
                wish = max(minimum, len(_WORDS[0]) if single else 1)
                copies = wish if maximum is None else min(wish, maximum)
                return copies if single else copies * self._natural(item)

    def _wishes(self, items: tuple[Node, ...]) -> list[int]:
        """The natural length of each item of a sequence."""
        wishes = [self._natural(item) for item in items]
        for place, (before, item) in enumerate(pairwise(items), start=1):
            # `aws[a-z-]*` is best left at `aws`.
            if _is_letter(before) and isinstance(item, Repeat) and not item.minimum:
                wishes[place] = 0
        return wishes


def _divided(lengths: int, copies: int, total: int) -> list[int]:
    """`total` as a sum of so many lengths of the set, halved and halved again."""
    powers: dict[int, int] = {}

    def reached(count: int) -> int:
        if count not in powers:
            powers[count] = power(lengths, count, total)
        return powers[count]

    def divided(copies: int, length: int) -> list[int]:
        if copies == 1:
            return [length]
        half = copies // 2
        able = reached(half) & partners(reached(copies - half), length)
        first = closest(able, length * half // copies)
        return divided(half, first) + divided(copies - half, length - first)

    return divided(copies, total)


def _is_letter(node: Node) -> bool:
    if not isinstance(node, Characters) or len(node.members) != 1:
        return False
    first, last = node.members[0]
    return first == last and chr(first).isalpha()
