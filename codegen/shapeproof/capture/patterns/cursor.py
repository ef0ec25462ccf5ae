"""A position in a pattern that advances as the parser accepts tokens."""

from __future__ import annotations

import re

__all__ = ["Cursor"]


class Cursor:
    """A position in a string."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0

    @property
    def is_at_end(self) -> bool:
        return self._position == len(self._text)

    def peek(self, length: int = 1) -> str:
        """The next characters, fewer at the end of the string."""
        return self._text[self._position : self._position + length]

    def next(self) -> str:
        """Move past the next character, which must exist."""
        character = self._text[self._position]
        self._position += 1
        return character

    def accept(self, token: str) -> bool:
        """Move past the token if it comes next; whether it did."""
        if self._text.startswith(token, self._position):
            self._position += len(token)
            return True
        return False

    def match(self, expression: re.Pattern[str]) -> re.Match[str] | None:
        """Move past what the expression matches here."""
        match = expression.match(self._text, self._position)
        if match:
            self._position = match.end()
        return match
