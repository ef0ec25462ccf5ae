r"""Patterns in which `*` stands for any characters and `\` escapes: of operations, paths and ids of tests.

Names that responses have may hold any character, so everything has an escape, and what is printed is one printable line:
`\*` and any other punctuation after a backslash stands for itself; `\n`, `\r`, `\t`, `\x1b`, `\u200b` and `\U000e0100`
are those of Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Self

from shapeproof.errors import UsageError, one_line

__all__ = ["ESCAPED", "Wildcard", "escape", "unescape"]

ESCAPED: Final = r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[\s\S])?"
"""An escape, as a regular expression. A backslash that escapes nothing is one, too: it is reported."""
_PIECE: Final = re.compile(rf"{ESCAPED}|\*|[^\\*]+")
_LETTERS: Final = {"n": "\n", "r": "\r", "t": "\t"}


@dataclass(frozen=True, slots=True)
class Wildcard:
    """A pattern. Matching takes a time that grows with the length of the string alone.

    Attributes:
        text: the pattern as it was written.
        parts: the literal strings around each `*`.
    """

    text: str
    parts: tuple[str, ...]

    @classmethod
    def parse(cls, text: str, normalize: Callable[[str], str] = str) -> Self:
        """Parse a pattern.

        Args:
            text: the pattern.
            normalize: maps strings to a form in which they are compared, character by character.

        Raises:
            UsageError: an escape is invalid.
        """
        parts = [""]
        for piece in _PIECE.findall(text):
            if piece == "*":
                parts.append("")
            else:
                parts[-1] += _character(piece) if piece.startswith("\\") else piece
        return cls(text, tuple(normalize(part) for part in parts))

    def matches(self, string: str) -> bool:
        """Whether it matches a whole string, which is normalized already."""
        first, *others = self.parts
        if not others:
            return string == first
        if not string.startswith(first):
            return False
        position = len(first)
        for part in others[:-1]:
            found = string.find(part, position)
            if found < 0:
                return False
            position = found + len(part)
        return len(string) - len(others[-1]) >= position and string.endswith(others[-1])


def escape(text: str, special: str = "*") -> str:
    """Write a string so that it stands for itself: in a pattern or, with its `special` characters, in a selector.

    Quotation marks are escaped, too, so that the result can stand between them in a shell and in TOML.
    """
    escaped = "".join(
        f"\\{character}" if character in special or character == "\\" else character for character in text
    )
    return one_line(escaped.replace("'", r"\x27"))


def unescape(text: str) -> str:
    """The string that escaped text stands for; `*` stands for itself.

    Raises:
        UsageError: an escape is invalid.
    """
    return re.sub(ESCAPED, lambda match: _character(match.group()), text)


def _character(escaped: str) -> str:
    """The character that an escape stands for."""
    name = escaped[1:]
    if len(name) > 1:
        number = int(name[1:], 16)
        if number <= 0x10FFFF:
            return chr(number)
    elif name in _LETTERS:
        return _LETTERS[name]
    elif name and not name.isalnum():
        return name
    raise UsageError(
        f"unknown escape {escaped}" if name else "nothing follows the last backslash",
        hint=r"a backslash is written as \\",
    )
