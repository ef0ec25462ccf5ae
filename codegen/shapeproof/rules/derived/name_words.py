"""The words that names of members consist of."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["words_of"]

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]++|[0-9]++")


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in small letters: `last`, `modified`, `time` for `LastModifiedTime`."""
    return tuple(word.lower() for word in _WORD.findall(name))
