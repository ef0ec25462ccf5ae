"""The regular expressions of `matches`: RE2's, without what engines read differently.

`searching` looks for them.
"""

from __future__ import annotations

import re
from typing import Final, NoReturn

from shapeproof.cel.cel_error import CelError
from shapeproof.cel.searching import searcher
from shapeproof.expressions import Expression as RegularExpression

__all__ = ["MAX_PATTERN_LENGTH", "MAX_REPEAT", "portable_pattern"]

MAX_PATTERN_LENGTH: Final = 1_000
MAX_REPEAT: Final = 1_000
"""RE2's limit, of one quantifier and of those that are inside each other, multiplied."""
_MAX_GROUPS: Final = 50

_CLASSES: Final = {"d": "0-9", "w": "0-9A-Za-z_", "s": r"\t\n\f\r "}
_CONTROLS: Final = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_SPECIAL: Final = frozenset("\\^$.*+?()[]{}|")
_SPECIAL_IN_CLASS: Final = frozenset("\\^-[]&~")
_QUANTIFIER: Final = RegularExpression(r"(?:[*+?]|\{([0-9]{1,6})(?:(,)([0-9]{0,6}))?\})(\??)")
_HEXADECIMAL: Final = RegularExpression(r"x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})")
_UNSUPPORTED: Final = {
    "(?=": "a lookahead",
    "(?!": "a lookahead",
    "(?<=": "a lookbehind",
    "(?<!": "a lookbehind",
    "(?>": "an atomic group",
    "(?P": "a named group",
    "(?<": "a named group",
    "(?": "a flag",
}


def portable_pattern(pattern: str, column: int) -> str:
    """A regular expression in the form that all engines read alike.

    Args:
        pattern: the expression.
        column: the column of its literal, for messages.

    Raises:
        CelError: it is broken, has what is outside of the subset, or is too large.
    """
    if len(pattern) > MAX_PATTERN_LENGTH:
        raise CelError(f"a regular expression has at most {MAX_PATTERN_LENGTH:,} characters", column=column)
    portable = _Translation(pattern, column).translate()
    try:
        searcher(portable)
    except ValueError as error:
        raise CelError("the regular expression is too large", column=column) from error
    return portable


class _Translation:
    """A pattern, read from left to right."""

    def __init__(self, pattern: str, column: int) -> None:
        self._pattern = pattern
        self._column = column
        self._position = 0
        self._repeats = [1]
        """The most repetitions in each of the groups that are open, and in the whole."""

    def translate(self) -> str:
        parts: list[str] = []
        groups = 0
        while self._position < len(self._pattern):
            character = self._pattern[self._position]
            if character == "(":
                groups += 1
                self._open()
                parts.append("(?:")
                self._repeats.append(1)
                continue
            if character in "|^$":
                self._position += 1
                parts.append(character)
                continue
            if character == ")":
                groups -= 1
                if groups < 0:
                    self._refuse("an unmatched )")
                self._position += 1
            if groups > _MAX_GROUPS:
                self._refuse(f"more than {_MAX_GROUPS} nested groups")
            inner = self._repeats.pop() if character == ")" else 1
            atom = character if character == ")" else self._atom(character)
            parts.append(atom + self._quantifier(inner))
        if groups:
            self._refuse("an unclosed group")
        return "".join(parts)

    def _open(self) -> None:
        rest = self._pattern[self._position : self._position + 4]
        if rest.startswith("(?:"):
            self._position += 3
            return
        for start, name in _UNSUPPORTED.items():
            if rest.startswith(start):
                self._refuse(name)
        self._position += 1

    def _atom(self, character: str) -> str:
        if character == ".":
            self._position += 1
            return r"[^\n]"
        if character == "[":
            return self._class()
        if character == "\\":
            letter = self._pattern[self._position + 1 : self._position + 2]
            if letter.lower() in _CLASSES and letter:
                self._position += 2
                return f"[{'' if letter.islower() else '^'}{_CLASSES[letter.lower()]}]"
            if letter in ("A", "z"):
                self._refuse(f"\\{letter}", hint=f"write {'^' if letter == 'A' else '$'}")
            return _literal(self._escaped(), _SPECIAL)
        if character in "*+?":
            self._refuse(f"a {character} with nothing to repeat")
        if character in "{}]":
            self._refuse(f"a {character} without its counterpart", hint=f"write \\{character}")
        self._position += 1
        return _literal(character, _SPECIAL)

    def _quantifier(self, inner: int) -> str:
        """The quantifier at the position, of what has so many repetitions in it."""
        match = _QUANTIFIER.compiled.match(self._pattern, self._position)
        if not match:
            self._repeats[-1] = max(self._repeats[-1], inner)
            return ""
        low, comma, high, lazy = match.groups()
        if low is not None:
            least = int(low)
            most = least if not comma else int(high) if high else None
            inner *= max(least, most or 0, 1)
            if inner > MAX_REPEAT:
                self._refuse(f"more than {MAX_REPEAT:,} repetitions")
            if most is not None and most < least:
                self._refuse("a quantifier whose bounds are out of order")
        self._repeats[-1] = max(self._repeats[-1], inner)
        self._position = match.end()
        if self._pattern[self._position : self._position + 1] in ("*", "+", "?", "{"):
            self._refuse("two quantifiers in a row")
        # Whether a repeat is lazy changes what is matched, not whether there is a match.
        return match[0].removesuffix("?") if lazy else match[0]

    def _escaped(self) -> str:
        """The character that an escape stands for."""
        start = self._position + 1
        letter = self._pattern[start : start + 1]
        if letter in _CONTROLS:
            self._position += 2
            return _CONTROLS[letter]
        if match := _HEXADECIMAL.compiled.match(self._pattern, start):
            point = int(match[1] or match[2], 16)
            if point > 0x10FFFF or 0xD800 <= point <= 0xDFFF:
                self._refuse(f"{match[0]}, which is not a character")
            self._position = match.end()
            return chr(point)
        if not letter:
            self._refuse("a backslash at the end")
        if not letter.isascii() or letter.isalnum() or not letter.isprintable():
            names = {"b": "a word boundary", "B": "a word boundary", "p": "a Unicode class", "P": "a Unicode class"}
            self._refuse("a backreference" if letter.isdigit() else names.get(letter, f"the escape \\{letter}"))
        self._position += 2
        return letter

    def _class(self) -> str:
        self._position += 1
        negation = "^" if self._pattern[self._position : self._position + 1] == "^" else ""
        self._position += len(negation)
        parts: list[str] = []
        while (character := self._peek_in_class()) != "]":
            if character == "\\" and (letter := self._pattern[self._position + 1 : self._position + 2]) in _CLASSES:
                self._position += 2
                parts.append(_CLASSES[letter])
                continue
            low = self._member()
            part = _literal(low, _SPECIAL_IN_CLASS)
            if self._peek_in_class() == "-" and self._pattern[self._position + 1 : self._position + 2] != "]":
                self._position += 1
                self._peek_in_class()
                high = self._member()
                if high < low:
                    self._refuse("a range that is out of order")
                part += "-" + _literal(high, _SPECIAL_IN_CLASS)
            parts.append(part)
        self._position += 1
        if not parts:
            self._refuse("an empty class", hint="write \\] for a bracket")
        return f"[{negation}{''.join(parts)}]"

    def _peek_in_class(self) -> str:
        if self._position >= len(self._pattern):
            self._refuse("an unclosed class")
        return self._pattern[self._position]

    def _member(self) -> str:
        character = self._pattern[self._position]
        if character == "\\":
            return self._escaped()
        if character == "[":
            self._refuse("a [ in a class", hint="write \\[")
        self._position += 1
        return character

    def _refuse(self, reason: str, hint: str | None = None) -> NoReturn:
        raise CelError(f"the regular expression has {reason}", column=self._column, hint=hint)


def _literal(character: str, special: frozenset[str]) -> str:
    if character in special:
        return f"\\{character}"
    return re.escape(character) if character in "\n\t\r\f\v" else character
