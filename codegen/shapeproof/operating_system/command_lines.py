"""Command lines as the user's shell reads them."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterable
from typing import Final

__all__ = ["join_words", "split_words"]

_PLAIN: Final = re.compile(r"[\w./\\:=@+,-]+")
_IS_WINDOWS: Final[bool] = sys.platform == "win32"


def split_words(command: str, *, is_windows: bool = _IS_WINDOWS) -> list[str]:
    """The words of a command.

    Args:
        command: the command; words are quoted as a POSIX shell does.
        is_windows: whether a backslash belongs to a path, and escapes nothing.

    Raises:
        ValueError: a quote is open.
    """
    lexer = shlex.shlex(command, posix=True, punctuation_chars=False)
    lexer.whitespace_split = True
    lexer.commenters = ""
    if is_windows:
        lexer.escape = ""
    return list(lexer)


def join_words(words: Iterable[str], *, is_windows: bool = _IS_WINDOWS) -> str:
    """The command of some words, to be typed again.

    Args:
        words: the words.
        is_windows: whether it is for a shell that knows double quotes only.
    """
    return " ".join(map(_windows_word, words)) if is_windows else shlex.join(words)


def _windows_word(word: str) -> str:
    """A word in double quotes if it needs them. Backslashes escape only where a quote follows them: there they are doubled."""
    if _PLAIN.fullmatch(word):
        return word
    quoted, backslashes = ['"'], 0
    for character in word:
        if character == '"':
            quoted.append("\\" * (backslashes + 1))
        backslashes = backslashes + 1 if character == "\\" else 0
        quoted.append(character)
    return "".join([*quoted, "\\" * backslashes, '"'])
