"""What the message of a program says about a place of a response."""

from __future__ import annotations

import re
from typing import Final

from shapeproof.fuzz.campaign.edits import Edit

__all__ = ["MessageWords"]

_MIN_WORD_LENGTH: Final = 3


class MessageWords:
    """The words of a message. Those of its last line, the error, count more than those of the code that it quotes."""

    def __init__(self, message: str) -> None:
        lines = [line for line in message.splitlines() if line.strip()]
        self._error = set(re.findall(r"\w+", lines[-1])) if lines else set[str]()
        self._error_line = lines[-1] if lines else ""
        self._others = set(re.findall(r"\w+", message))

    def rank(self, edit: Edit) -> int:
        """0 if the error names the place or quotes its value, 1 if the lines before it name it, else 2."""
        name = next((key for key in reversed(edit.pointer) if isinstance(key, str)), "")
        quoted = edit.before
        if name in self._error or (
            isinstance(quoted, str) and len(quoted) >= _MIN_WORD_LENGTH and quoted in self._error_line
        ):
            return 0
        return 1 if name in self._others else 2
