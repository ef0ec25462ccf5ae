"""Values, names and limits as the messages of findings write them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Final

from shapeproof.errors import nearest, truncated
from shapeproof.validation.catalog.finding_code import ViolationDetails

__all__ = [
    "cut_pattern",
    "described",
    "limit_and_noun",
    "listed",
    "quoted",
    "quoted_name",
    "same_but_for_case",
    "shown",
    "size_and_limit",
    "suggestion",
]

_MAX_VALUE_LENGTH: Final = 60
_MAX_PATTERN_LENGTH: Final = 180
_MAX_OPTIONS: Final = 8
_MAX_SIMILAR_LENGTH: Final = 500
_ERROR_ENDINGS: Final = ("exception", "error", "fault")
_SAME_ERROR: Final = 0.92
"""Of two codes of a dozen letters, one may be wrong."""
_NOUNS: Final[Mapping[str, tuple[str, str]]] = {
    "Length": ("character", "characters"),
    "Items": ("item", "items"),
    "Properties": ("entry", "entries"),
}


def shown(details: ViolationDetails) -> str:
    """The value at fault, in backticks on one line, cut where it is long; sensitive values are never shown."""
    return "a sensitive value (not shown)" if details.is_sensitive else quoted(details.value)


def quoted(value: object) -> str:
    """Any value in backticks on one line, cut where it is long."""
    import json

    if value == "":
        return "the empty string"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=_text)
    text = text[: _MAX_VALUE_LENGTH + 1]
    text = text if text.isprintable() else json.dumps(text)[1:-1]
    return f"`{truncated(text, _MAX_VALUE_LENGTH)}`"


def quoted_name(name: str) -> str:
    """A name that the contract doesn't know, unless it could be a key or a token."""
    from shapeproof.validation.quotations import is_masked  # few responses have such names

    return f"of {len(name)} characters (not shown)" if is_masked(name) else quoted(name)


def _text(value: object) -> str:
    try:
        return str(value)
    except Exception:  # noqa: BLE001  a datetime with a time zone of the caller's, for example: it may raise anything
        return f"<{type(value).__name__}>"


def described(details: ViolationDetails) -> str:
    """The value at fault, with its type where the value alone doesn't show it: "a list", "the string `5`"."""
    match details.value:
        case None:
            return "null"
        case "":
            return shown(details)
        case str() if not details.is_sensitive:
            return f"the string {shown(details)}"
        case bool() | int() | float() | str():
            return shown(details)
        case list():
            return "a list"
        case Mapping():
            return "an object"
        case bytes():
            return "bytes"
        case value:
            return f"a Python object of type {type(value).__name__}"


def size_and_limit(keyword: str, size: int, limit: int) -> str:
    """A size beside the limit that it violates: "has 1 item, expected at least 2"."""
    noun = _NOUNS[keyword[3:]][size != 1]
    return f"has {size} {noun}, expected {_limit_word(keyword)} {limit}"


def limit_and_noun(keyword: str, limit: int) -> str:
    """A limit with what it counts: "at least 2 characters"."""
    return f"{_limit_word(keyword)} {limit} {_NOUNS[keyword[3:]][limit != 1]}"


def _limit_word(keyword: str) -> str:
    return "at least" if keyword.startswith("min") else "at most"


def cut_pattern(pattern: str) -> str:
    """A pattern, cut where it is long."""
    return truncated(pattern, _MAX_PATTERN_LENGTH)


def listed(options: list[str]) -> str:
    """The first of the allowed values, and the number of the others."""
    first = ", ".join(options[:_MAX_OPTIONS])
    rest = len(options) - _MAX_OPTIONS
    return f"{first} and {rest} more" if rest > 0 else first


def same_but_for_case(name: str, names: Iterable[str]) -> str | None:
    """The one of the names that differs from `name` only in case, if there is one."""
    return next((known for known in names if known.lower() == name.lower()), None)


def near_error_code(code: str, codes: Iterable[str]) -> str | None:
    """The one of the error codes that `code` is a misspelling of: but for its case, a usual ending, or a letter or two.

    Services name many errors alike, so that what is merely similar says nothing.
    """
    return _near_error_code(code, tuple(codes)) if len(code) <= _MAX_SIMILAR_LENGTH else None


@lru_cache(maxsize=1024)  # one code may occur in thousands of responses, and its message asks again
def _near_error_code(code: str, codes: tuple[str, ...]) -> str | None:
    from difflib import SequenceMatcher  # most responses are no errors, and start-up must stay fast

    stem = _error_stem(code)
    if not stem:
        return None
    for known in codes:
        known_stem = _error_stem(known)
        if stem == known_stem:
            return known
        matcher = SequenceMatcher(None, stem, known_stem)
        if matcher.real_quick_ratio() > _SAME_ERROR and matcher.ratio() > _SAME_ERROR:
            return known
    return None


def _error_stem(code: str) -> str:
    """What an error code is about: without its ending, in lower case."""
    lower = code.lower()
    for ending in _ERROR_ENDINGS:
        lower = lower.removesuffix(ending)
    return lower


def suggestion(name: str, names: Iterable[str], beside: Collection[str] = ()) -> str:
    """The most similar of the names, as the end of a message.

    Args:
        name: the name that is not one of them.
        names: the names.
        beside: the names that stand beside it: none of them was meant.

    Returns:
        The end of the message; empty if no name is similar, or the most similar one stands beside it.
    """
    # Nothing is similar to a name that long, and what is kept must be short.
    similar = _most_similar(name, tuple(names)) if len(name) <= _MAX_SIMILAR_LENGTH else None
    return "" if similar is None or similar in beside else f"; did you mean `{similar}`?"


@lru_cache(maxsize=1024)  # one misspelling may occur in thousands of responses
def _most_similar(name: str, names: tuple[str, ...]) -> str | None:
    return next(iter(nearest(name, names)), None)
