"""Strings that look as if a machine drew them, as keys and tokens do; names and identifiers are made of words."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["looks_random"]

_LEAST: Final = 20
_RUN: Final = re.compile(rf"[A-Za-z0-9+/=_-]{{{_LEAST},}}+")
_UUID: Final = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_WORD: Final = re.compile(r"[A-Z]?[a-z]++|[A-Z]++|[0-9]++")
_WORD_LENGTH: Final = 3.0
"""The letters of a random string change between cases and digits every two or three characters, those of names less."""
_BASE64_WORD_LENGTH: Final = 4.5
"""The same where characters stand that base64 has, and names have not."""
_MAX_SEARCHED: Final = 4096


def looks_random(string: str) -> bool:
    """Whether a string contains a run without white space that could be a key or a token.

    It says so of many a generated identifier as well: ask only where nothing is lost by not showing the string.
    """
    return any(_is_random(run) for run in _RUN.findall(_UUID.sub("", string[:_MAX_SEARCHED])))


def _is_random(run: str) -> bool:
    words = _WORD.findall(run)
    if len(words) < 4 or not any(map(str.isdigit, run)):
        return False
    length = sum(map(len, words)) / len(words)
    is_base64 = bool({"+", "/", "="} & set(run)) and any(map(str.isupper, run)) and any(map(str.islower, run))
    return length < (_BASE64_WORD_LENGTH if is_base64 else _WORD_LENGTH)
