"""Faults inside one JSON token: strings, numbers and literals."""

from __future__ import annotations

import json
import re
from typing import Final, NamedTuple

from shapeproof.contract import Pointer
from shapeproof.recordings.limits import MAX_DIGITS
from shapeproof.validation.catalog import FindingCode, reading
from shapeproof.validation.quotations import quote
from shapeproof.validation.refused_values import NUMBER_HINT, SURROGATE_HINT, TOO_MANY_DIGITS

__all__ = [
    "NO_COMMENTS",
    "PRINTED_HINT",
    "PRINTED_PYTHON",
    "TOO_MANY_DIGITS",
    "TRUNCATED",
    "Fault",
    "has_too_many_digits",
    "literal_fault",
    "string_fault",
]

NO_COMMENTS: Final = "comments are not allowed in JSON: delete them"
TRUNCATED: Final = "it seems to be truncated"
PRINTED_PYTHON: Final = re.compile(r"[rbuf]?'|(?:True|False|None)\b|datetime\b|\(")
"""The start of a token that only printed Python has."""
PRINTED_HINT: Final = "it looks like a printed Python dict: write it with json.dumps, or save it as .txt"

_STRING_PART: Final = re.compile(
    r'\\(?:u(?P<unit>[0-9a-fA-F]{4})|["\\/bfnrt]|(?P<escape>.))|(?P<control>[\x00-\x1f])', re.DOTALL
)
_NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?")
_NOT_FINITE: Final = re.compile(r"[+-]?(?:nan|inf|infinity)", re.IGNORECASE)
_TOO_LARGE_INTEGER: Final = 10**MAX_DIGITS


class Fault(NamedTuple):
    """Why JSON can't be parsed.

    Attributes:
        code: a finding code of kind `reading` (SP9xx).
        message: what is wrong and, after a semicolon, what to do about it.
        offset: where, in characters from the start of the text.
        pointer: the pointer of the value at fault, if it has one.
        is_comment: whether the fault is a comment.
    """

    code: FindingCode
    message: str
    offset: int
    pointer: Pointer = ()
    is_comment: bool = False


def string_fault(token: str, offset: int) -> Fault | None:
    """The first fault of a token that starts with a quote."""
    if token == '"':
        return Fault(reading.INVALID_SYNTAX, f"unterminated string; {TRUNCATED}", offset)
    high: tuple[str, int] | None = None  # the escape of a high surrogate, and where its low surrogate has to start
    for part in _STRING_PART.finditer(token):
        start = offset + part.start()
        if part["control"]:
            escape = json.dumps(part["control"])[1:-1]
            return Fault(
                reading.INVALID_SYNTAX, f"unescaped control character in a string; write it as {escape}", start
            )
        if part["escape"]:
            message = f"{quote(part.group())} is not a JSON escape; write a backslash as \\\\"
            return Fault(reading.INVALID_SYNTAX, message, start)
        unit = int(part["unit"] or "0", 16)
        completes_pair = high is not None and part.start() == high[1] and 0xDC00 <= unit <= 0xDFFF
        if high is not None and not completes_pair:
            return _lone_surrogate(high[0], offset + high[1] - len(high[0]))
        if not completes_pair and 0xDC00 <= unit <= 0xDFFF:
            return _lone_surrogate(part.group(), start)
        high = (part.group(), part.end()) if 0xD800 <= unit <= 0xDBFF else None
    return _lone_surrogate(high[0], offset + high[1] - len(high[0])) if high else None


def _lone_surrogate(escape: str, offset: int) -> Fault:
    return Fault(
        reading.LONE_SURROGATE, f"the escape {escape} is a lone surrogate, not a character; {SURROGATE_HINT}", offset
    )


def literal_fault(token: str, offset: int, pointer: Pointer) -> Fault | None:
    """The fault of a token at a pointer, in the place of a value that isn't a string, an array or an object."""
    if token in ("true", "false", "null"):
        return None
    if number := _NUMBER.fullmatch(token):
        return Fault(reading.TOO_LARGE, TOO_MANY_DIGITS, offset) if len(number[1]) > MAX_DIGITS else None
    if _NOT_FINITE.fullmatch(token):
        return Fault(reading.NUMBER_NOT_FINITE, f"{token} is not a JSON number; {NUMBER_HINT}", offset)
    if token in "}],:":
        return Fault(reading.INVALID_SYNTAX, f"expected a value before {quote(token)}; write null for none", offset)
    message = f"expected a value, got {quote(token, pointer)}; {_literal_hint(token)}"
    return Fault(reading.INVALID_SYNTAX, message, offset, is_comment=token.startswith("#"))


def _literal_hint(token: str) -> str:
    if PRINTED_PYTHON.match(token):
        return PRINTED_HINT
    if token.startswith("<"):
        return "it looks like HTML or XML, an error page perhaps: record the response itself"
    if token.startswith("#"):
        return NO_COMMENTS
    if token.startswith("\ufeff"):
        return "delete the byte order mark"
    if token[0] in "+-.0123456789":
        return "numbers are written like 10, -0.5 or 1e3"
    return "strings are written in double quotes"


def has_too_many_digits(value: object) -> bool:
    """Whether a value is an integer that Python refuses to write in decimal digits, however it was read."""
    return isinstance(value, int) and abs(value) >= _TOO_LARGE_INTEGER
