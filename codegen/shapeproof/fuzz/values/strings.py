"""Options for strings of a pattern and lengths: realistic strings, then those that programs often mishandle.

All are built or checked once, when a strategy is made; nothing is filtered while it draws.
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

__all__ = ["distinct_strings", "string_options"]

_FREE_BYTES: Final = 20
_MAX_LENGTH: Final = 5_000
"""Longer strings find no further failures, and use up the budget of a test."""
_EMOJI_COUNT: Final = 256
_REALISTIC: Final = 12
_VARIATIONS: Final = 6
_WEIGHTS: Final = {"plain": 24.0, "realistic": 3.0, "extreme": 6.0, "naughty": 1.0, "free": 24.0}
_EXOTIC: Final = "é日😀م\u200b"


@lru_cache(maxsize=2048)
def string_options(pattern: str | None, min_length: int, max_length: int | None, shape: str) -> tuple[Option, ...]:
    """The options of a string, the simplest first.

    Args:
        pattern: a portable regular expression for the whole string.
        min_length: in characters.
        max_length: in characters; None for no limit.
        shape: the AWS name of the shape, by which realistic strings are chosen.

    Raises:
        UnsatisfiableString: no string satisfies the pattern and the lengths.
    """
    plain = strings.plain(pattern, min_length, max_length)
    fits = _fitting(pattern, min_length, max_length)
    likely = list(dict.fromkeys(filter(fits, realistic(plain, shape))))[:_REALISTIC]
    usual = likely[0] if likely else plain
    seen = {usual}
    options = [Option(usual, _WEIGHTS["plain"])]
    for candidates, weight in (
        ([*likely, plain], _WEIGHTS["realistic"]),
        (_extreme(pattern, min_length, max_length), _WEIGHTS["extreme"]),
        (_naughty(pattern, min_length, max_length), _WEIGHTS["naughty"]),
    ):
        for candidate in candidates:
            if candidate not in seen and fits(candidate):
                seen.add(candidate)
                options.append(Option(candidate, weight))
    if len(seen) > 1:  # if only one string is possible, there is nothing to generate
        options.append(Option(Generated(_free(pattern, min_length, max_length)), _WEIGHTS["free"]))
    return tuple(options)


def distinct_strings(pattern: str | None, min_length: int, max_length: int | None, shape: str) -> Iterator[str]:
    """Distinct strings, endless unless the pattern ends them: those of `string_options`, then plain ones."""
    options = string_options(pattern, min_length, max_length, shape)
    fixed = [option.value for option in options if isinstance(option.value, str)]
    yield from fixed
    yield from (string for string in strings.distinct(pattern, min_length, max_length) if string not in fixed)


def _fitting(pattern: str | None, min_length: int, max_length: int | None) -> Callable[[str], bool]:
    schema: dict[str, object] = {"type": "string", "minLength": min_length}
    if pattern is not None:
        schema["pattern"] = pattern
    if max_length is not None:
        schema["maxLength"] = max_length
    return compile_schema(schema).is_valid


def _extreme(pattern: str | None, min_length: int, max_length: int | None) -> Iterator[str]:
    """The shortest string, often empty and often forgotten, then the longest one."""
    yield strings.shortest(pattern, min_length, max_length)
    longest = min(_MAX_LENGTH, max_length) if max_length is not None else None
    yield strings.longest(pattern, min_length, longest if longest is None or longest >= min_length else max_length)


def _naughty(pattern: str | None, min_length: int, max_length: int | None) -> Iterator[str]:
    for string in NAUGHTY_STRINGS:
        yield string * (-(-min_length // len(string))) if string and len(string) < min_length else string
    if max_length is not None:
        yield "😀" * min(max_length, _EMOJI_COUNT)
    character_sets = _character_sets(pattern, min_length, max_length, None)
    usual = "".join(plain_characters(members)[0] for members in character_sets)
    for character in NAUGHTY_CHARACTERS:
        yield "".join(
            character if contains(members, character) and len(plain_characters(members)) > 1 else other
            for members, other in zip(character_sets, usual, strict=True)
        )
    yield from islice(strings.distinct(pattern, min_length, max_length), _VARIATIONS)


@lru_cache(maxsize=2048)
def _character_sets(
    pattern: str | None, min_length: int, max_length: int | None, length: int | None
) -> tuple[CharacterSet, ...]:
    return tuple(strings.row_of(pattern, min_length, max_length, length))


def _free(pattern: str | None, min_length: int, max_length: int | None) -> Callable[[ByteSource], str]:
    """Makes strings of the pattern, with a byte for each free character: fewer bytes give a shorter string, 0 the simplest."""
    shortest = len(strings.shortest(pattern, min_length, max_length))

    def make(source: ByteSource) -> str:
        data = source.draw_bytes(_FREE_BYTES)
        character_sets = _character_sets(pattern, min_length, max_length, shortest + len(data))
        characters: list[str] = []
        index = 0
        for members in character_sets:
            alphabet = _alphabet(members)
            if len(alphabet) == 1 or not data:
                characters.append(alphabet[0])
            else:
                characters.append(alphabet[data[index % len(data)] * len(alphabet) >> 8])
                index += 1
        return "".join(characters)

    return make


@lru_cache(maxsize=2048)
def _alphabet(members: CharacterSet) -> str:
    """Characters of a set, the simplest first: letters and digits, punctuation, and a few of other scripts."""
    plain = plain_characters(members)[:128]
    punctuation = "".join(
        chr(point) for point in range(32, 127) if contains(members, chr(point)) and chr(point) not in plain
    )
    exotic = "".join(character for character in _EXOTIC if contains(members, character) and character not in plain)
    return plain + punctuation + exotic
