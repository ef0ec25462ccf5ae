"""Reads character classes (`[a-z]`) and escapes (`\\d`, `\\p{Alpha}`, `\\u00e9`) as sets of characters."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from shapeproof.capture.patterns import character_sets as sets
from shapeproof.capture.patterns.cursor import Cursor
from shapeproof.capture.patterns.syntax_tree import Untranslatable

__all__ = ["read_class", "read_escape"]

_CLASS_ESCAPES: Final = {"d": sets.DIGIT, "w": sets.WORD, "s": sets.SPACE}
_CONTROL_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v", "a": "\a", "e": "\x1b"}
_HEXADECIMAL: Final = re.compile(r"x([0-9A-Fa-f]{2})|x\{([0-9A-Fa-f]+)\}|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]+)\}")
_LOW_SURROGATE: Final = re.compile(r"\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})")
_PROPERTY: Final = re.compile(r"([pP])(?:\{(\^?)(?:Is)?([A-Za-z_=]+)\}|([A-Z]))")


def read_escape(cursor: Cursor) -> sets.CharacterSet:
    """Read what follows a backslash, inside a class or outside. Raises Untranslatable."""
    if match := cursor.match(_HEXADECIMAL):
        return _code_point(cursor, int(next(group for group in match.groups() if group), 16))
    if match := cursor.match(_PROPERTY):
        return _property(match)
    if cursor.is_at_end:
        raise Untranslatable("a backslash at the end")
    character = cursor.next()
    if (lower := character.lower()) in _CLASS_ESCAPES:
        members = _CLASS_ESCAPES[lower]
        return members if character == lower else sets.complement(members)
    if character in _CONTROL_ESCAPES:
        point = ord(_CONTROL_ESCAPES[character])
    elif character.isdigit():
        raise Untranslatable("an octal escape" if character == "0" else "a backreference")
    elif character.isalpha():
        raise Untranslatable(f"the escape \\{character}")
    else:
        point = ord(character)
    return ((point, point),)


def _code_point(cursor: Cursor, point: int) -> sets.CharacterSet:
    # Java reads an escaped surrogate pair as the one character that it encodes.
    if 0xD800 <= point <= 0xDBFF:
        low_surrogate = cursor.match(_LOW_SURROGATE)
        if not low_surrogate:
            raise Untranslatable("a lone surrogate")
        point = 0x10000 + ((point - 0xD800) << 10) + (int(low_surrogate[1], 16) - 0xDC00)
    elif 0xDC00 <= point <= 0xDFFF:
        raise Untranslatable("a lone surrogate")
    return ((point, point),)


def _property(match: re.Match[str]) -> sets.CharacterSet:
    letter, inverted, long_name, short_name = match.groups()
    name = long_name or short_name
    if name not in sets.NAMED:
        raise Untranslatable(f"the Unicode property \\p{{{name}}}")
    members = sets.NAMED[name]
    return sets.complement(members) if (letter == "P") != bool(inverted) else members


def read_class(cursor: Cursor, cased: Callable[[sets.CharacterSet], sets.CharacterSet]) -> sets.CharacterSet:
    """Read a class after its opening bracket.

    Args:
        cursor: positioned after the bracket.
        cased: adds the other case of letters where the pattern ignores case.

    Raises:
        Untranslatable: the class is broken, or engines differ on it.
    """
    is_inverted = cursor.accept("^")
    if cursor.peek() == "]":
        raise Untranslatable("a character class that starts with ]")
    members: list[tuple[int, int]] = []
    while not cursor.accept("]"):
        if cursor.is_at_end:
            raise Untranslatable("an unclosed character class")
        if cursor.peek(2) == "&&":
            raise Untranslatable("an intersection of character classes")
        first = _class_item(cursor)
        if _is_range_next(cursor) and _is_single(first):
            cursor.next()
            last = _class_item(cursor)
            if not _is_single(last):
                members += [*first, (ord("-"), ord("-")), *last]
            elif last[0][0] < first[0][0]:
                raise Untranslatable("a character range that is out of order")
            else:
                members.append((first[0][0], last[0][0]))
        else:
            members += first
    characters = cased(sets.union(members))
    return sets.complement(characters) if is_inverted else characters


def _is_range_next(cursor: Cursor) -> bool:
    return cursor.peek() == "-" and cursor.peek(2) != "-]"


def _class_item(cursor: Cursor) -> sets.CharacterSet:
    if cursor.accept("[:"):
        raise Untranslatable("a POSIX bracket expression")
    if cursor.is_at_end:
        raise Untranslatable("an unclosed character class")
    character = cursor.next()
    return read_escape(cursor) if character == "\\" else ((ord(character), ord(character)),)


def _is_single(members: sets.CharacterSet) -> bool:
    return len(members) == 1 and members[0][0] == members[0][1]
