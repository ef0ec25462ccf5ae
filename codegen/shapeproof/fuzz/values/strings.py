"""Texts for a pattern within lengths, for fuzzing: what people write first, then what programs trip over.

All of them are built, or chosen once when a strategy is made; none is filtered while it draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Final

from shapeproof.capture.patterns.character_sets import CharacterSet
from shapeproof.fuzz.core.choices import ByteSource, Generated, Option
from shapeproof.fuzz.values.naughty_strings import NAUGHTY_CHARACTERS, NAUGHTY_STRINGS
from shapeproof.fuzz.values.realistic_strings import realistic
from shapeproof.sample import strings
from shapeproof.sample.string_builder import contains, plain_characters
from shapeproof.validation.engines.compilation import compile_schema

__all__ = ["distinct_texts", "text_options"]

_FREE_BYTES: Final = 20
_LONGEST: Final = 5_000
"""Longer texts than this say nothing new, and fill a test's whole budget."""
_MANY: Final = 256
_REALISTIC: Final = 12
_VARIATIONS: Final = 6
_WEIGHTS: Final = {"plain": 24.0, "realistic": 3.0, "extreme": 6.0, "hard": 1.0, "free": 24.0}
_EXOTIC: Final = "é日😀م\u200b"


@lru_cache(maxsize=2048)
def text_options(pattern: str | None, min_length: int, max_length: int | None, shape: str) -> tuple[Option, ...]:
    """The settings of a text, the plainest first. `shape` is its AWS name, as a hint at what people write there.

    Raises NoText if no text is as asked for.
    """
    plain = strings.plain(pattern, min_length, max_length)
    fits = _fitting(pattern, min_length, max_length)
    likely = list(dict.fromkeys(filter(fits, realistic(plain, shape))))[:_REALISTIC]
    usual = likely[0] if likely else plain
    met = {usual}
    options = [Option(usual, _WEIGHTS["plain"])]
    for texts, weight in (
        ([*likely, plain], _WEIGHTS["realistic"]),
        (_extreme(pattern, min_length, max_length), _WEIGHTS["extreme"]),
        (_hard(pattern, min_length, max_length), _WEIGHTS["hard"]),
    ):
        for text in texts:
            if text not in met and fits(text):
                met.add(text)
                options.append(Option(text, weight))
    if len(met) > 1:  # where there is but one text, there is nothing to be free about
        options.append(Option(Generated(_free(pattern, min_length, max_length)), _WEIGHTS["free"]))
    return tuple(options)


def distinct_texts(pattern: str | None, min_length: int, max_length: int | None, shape: str) -> Iterator[str]:
    """Different texts, without end or until there are no more: those of `text_options`, then plain ones."""
    options = text_options(pattern, min_length, max_length, shape)
    tabled = [option.value for option in options if isinstance(option.value, str)]
    yield from tabled
    yield from (text for text in strings.distinct(pattern, min_length, max_length) if text not in tabled)


def _fitting(pattern: str | None, min_length: int, max_length: int | None) -> Callable[[str], bool]:
    schema: dict[str, object] = {"type": "string", "minLength": min_length}
    if pattern is not None:
        schema["pattern"] = pattern
    if max_length is not None:
        schema["maxLength"] = max_length
    return compile_schema(schema).is_valid


def _extreme(pattern: str | None, min_length: int, max_length: int | None) -> Iterator[str]:
    """The shortest text, which is often empty, and what people forget first; the longest one."""
    yield strings.shortest(pattern, min_length, max_length)
    longest = min(_LONGEST, max_length) if max_length is not None else None
    yield strings.longest(pattern, min_length, longest if longest is None or longest >= min_length else max_length)


def _hard(pattern: str | None, min_length: int, max_length: int | None) -> Iterator[str]:
    for text in NAUGHTY_STRINGS:
        yield text * (-(-min_length // len(text))) if text and len(text) < min_length else text
    if max_length is not None:
        yield "😀" * min(max_length, _MANY)
    row = _row(pattern, min_length, max_length, None)
    usual = "".join(plain_characters(members)[0] for members in row)
    for character in NAUGHTY_CHARACTERS:
        yield "".join(
            character if contains(members, character) and len(plain_characters(members)) > 1 else other
            for members, other in zip(row, usual, strict=True)
        )
    yield from islice(strings.distinct(pattern, min_length, max_length), _VARIATIONS)


@lru_cache(maxsize=2048)
def _row(pattern: str | None, min_length: int, max_length: int | None, length: int | None) -> tuple[CharacterSet, ...]:
    return tuple(strings.row_of(pattern, min_length, max_length, length))


def _free(pattern: str | None, min_length: int, max_length: int | None) -> Callable[[ByteSource], str]:
    """Texts of the pattern in which every free character is a byte: fewer bytes give a shorter text, 0 the plainest."""
    least = len(strings.shortest(pattern, min_length, max_length))

    def make(source: ByteSource) -> str:
        octets = source.octets(_FREE_BYTES)
        row = _row(pattern, min_length, max_length, least + len(octets))
        characters: list[str] = []
        turn = 0
        for members in row:
            choice = _alphabet(members)
            if len(choice) == 1 or not octets:
                characters.append(choice[0])
            else:
                characters.append(choice[octets[turn % len(octets)] * len(choice) >> 8])
                turn += 1
        return "".join(characters)

    return make


@lru_cache(maxsize=2048)
def _alphabet(members: CharacterSet) -> str:
    """Characters of a set, the plainest first: letters and digits, signs, and a few of other scripts."""
    plain = plain_characters(members)[:128]
    signs = "".join(chr(point) for point in range(32, 127) if contains(members, chr(point)) and chr(point) not in plain)
    exotic = "".join(character for character in _EXOTIC if contains(members, character) and character not in plain)
    return plain + signs + exotic
