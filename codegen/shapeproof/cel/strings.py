"""The functions of strings. Positions count characters from 0; what doesn't exist is an error."""

from __future__ import annotations

from typing import Final

from shapeproof.cel.evaluation_error import EvaluationError

__all__ = [
    "char_at",
    "ends_with",
    "index_of",
    "join",
    "last_index_of",
    "lower_ascii",
    "replace",
    "split",
    "starts_with",
    "substring",
    "trim",
    "upper_ascii",
]

_MAX_LENGTH: Final = 10_000_000
"""The longest string that an expression makes: a few strings can't fill the memory."""
_UPPER: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_TO_LOWER: Final = str.maketrans(_UPPER, _UPPER.lower())
_TO_UPPER: Final = str.maketrans(_UPPER.lower(), _UPPER)
_WHITE_SPACE: Final = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"


def starts_with(text: str, start: str) -> bool:
    """Whether a string starts with another."""
    return text.startswith(start)


def ends_with(text: str, end: str) -> bool:
    """Whether a string ends with another."""
    return text.endswith(end)


def char_at(text: str, position: int) -> str:
    """The character at a position."""
    _check(text, position)
    return text[position : position + 1]


def index_of(text: str, searched: str, start: int = 0) -> int:
    """Where a string is found first, at a position or after it; -1 if nowhere."""
    _check(text, start)
    return text.find(searched, start)


def last_index_of(text: str, searched: str, start: int | None = None) -> int:
    """Where a string is found last, at a position or before it; -1 if nowhere."""
    if start is None:
        return text.rfind(searched)
    _check(text, start)
    return text.rfind(searched, 0, start + len(searched))


def substring(text: str, start: int, end: int | None = None) -> str:
    """The characters from a position on, and before another."""
    end = len(text) if end is None else end
    _check(text, start)
    _check(text, end)
    if end < start:
        raise EvaluationError(f"a substring that ends at {end}, before its start at {start}")
    return text[start:end]


def _check(text: str, position: int) -> None:
    if not 0 <= position <= len(text):
        raise EvaluationError(f"position {position} of a string of {len(text)} characters")


def lower_ascii(text: str) -> str:
    """A string with small letters instead of the capitals of ASCII."""
    return text.lower() if text.isascii() else text.translate(_TO_LOWER)


def upper_ascii(text: str) -> str:
    """A string with capitals instead of the small letters of ASCII."""
    return text.upper() if text.isascii() else text.translate(_TO_UPPER)


def trim(text: str) -> str:
    """A string without the white space of Unicode around it."""
    return text.strip(_WHITE_SPACE)


def replace(text: str, old: str, new: str, limit: int = -1) -> str:
    """A string in which another is replaced: everywhere, or as often as a limit allows."""
    count = text.count(old) if limit < 0 else min(text.count(old), limit)
    if len(text) + count * len(new) > _MAX_LENGTH:
        raise EvaluationError(f"a string of more than {_MAX_LENGTH:,} characters")
    return text.replace(old, new, count)


def split(text: str, separator: str, limit: int = -1) -> list[str]:
    """The parts between separators; the last of a limited number of parts is the rest."""
    if limit == 0:
        return []
    if separator:
        return text.split(separator, limit - 1 if limit > 0 else -1)
    if not text:
        return [""]
    return list(text) if limit < 0 or limit >= len(text) else [*text[: limit - 1], text[limit - 1 :]]


def join(items: list[str], separator: str = "") -> str:
    """The strings of a list as one."""
    if sum(map(len, items)) + len(separator) * len(items) > _MAX_LENGTH:
        raise EvaluationError(f"a string of more than {_MAX_LENGTH:,} characters")
    return separator.join(items)
