"""The first fault of a text that is no strict JSON: its reading code, a sentence that says how to mend it, its offset.

This is the slow second reading of a text that the parser refused. It follows the grammar itself, so that the answer
doesn't hang on the parser's wording, and points where a person would look: at the comma too many, at the second key.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from shapeproof.contract import Pointer
from shapeproof.recordings.syntax.json_locations import JSON_TOKEN, location_at
from shapeproof.validation.catalog import FindingCode, reading
from shapeproof.validation.refused_values import MAX_NESTING, NUMBER_HINT, SURROGATE_HINT, TOO_DEEP

__all__ = [
    "MAX_DIGITS",
    "TOO_MANY_DIGITS",
    "Fault",
    "first_fault",
]

MAX_DIGITS = 4300
"""Digits of a whole number beyond which it is refused: jiter's limit, and Python's own."""

_NO_COMMENTS = "JSON has no comments: delete them."
TOO_MANY_DIGITS = (
    f"The response can't be read: a number of more than {MAX_DIGITS:,} digits. Write it as text, or shorter."
)

_STRING_FAULT = re.compile(
    r'\\(?:u(?P<unit>[0-9a-fA-F]{4})|["\\/bfnrt]|(?P<escape>.))|(?P<control>[\x00-\x1f])', re.DOTALL
)
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?")
_NOT_FINITE = re.compile(r"[+-]?(?:nan|inf|infinity)", re.IGNORECASE)
_PRINTED_PYTHON = re.compile(r"[rbuf]?'|(?:True|False|None)\b|datetime\b|\(")
_PRINTED_HINT = "It looks like a printed Python dict: write it with json.dumps, or have it read as printed Python."
_CUT_OFF = "It seems to be cut off: write out the whole response."


class Fault(NamedTuple):
    """Why a text can't be read. `offset` counts characters from the start of the text.

    `is_comment` says that a comment is at fault.
    """

    code: FindingCode
    message: str
    offset: int
    pointer: Pointer = ()
    is_comment: bool = False


def first_fault(text: str) -> Fault | None:
    """Find the first fault of a text that isn't blank; None if it is strict JSON all the same."""
    reader = _Reader()
    for token in JSON_TOKEN.finditer(text):
        if fault := reader.read(token.group(), token.start()):
            return fault
    if reader.open:
        opening = location_at(text, reader.open[-1].offset)
        kind = "array" if reader.open[-1].keys is None else "object"
        where = f"line {opening.line}, column {opening.column}"
        return Fault(
            reading.INVALID_SYNTAX,
            f"The text ends inside the {kind} that opens at {where}. {_CUT_OFF}",
            len(text.rstrip()),
        )
    return None


@dataclass(slots=True)
class _Container:
    offset: int
    keys: set[str] | None  # None for an array
    part: str | int  # the member that is being read


class _Reader:
    """Follows the grammar token by token."""

    def __init__(self) -> None:
        self.open: list[_Container] = []
        self._expected: Literal["value", "first item", "key", "first key", "colon", "comma", "end"] = "value"
        self._comma = 0

    def read(self, word: str, offset: int) -> Fault | None:
        if word.startswith(("//", "/*")):
            return Fault(reading.INVALID_SYNTAX, f"A comment starts here. {_NO_COMMENTS}", offset, is_comment=True)
        match self._expected, word:
            case "end", _:
                return _more_text(word, offset)
            case ("first key", "}") | ("first item", "]"):
                self._close()
            case ("key", "}") | ("value", "]") if self.open and self._is_close(word):
                return Fault(
                    reading.INVALID_SYNTAX, f"There is a comma before the closing {word}: delete it.", self._comma
                )
            case (("key" | "first key"), _):
                return self._key(word, offset)
            case "colon", ":":
                self._expected = "value"
            case "colon", _:
                return Fault(
                    reading.INVALID_SYNTAX, f"A colon is missing before {_shown(word)}, behind the key.", offset
                )
            case "comma", ",":
                self._next(offset)
            case "comma", ("}" | "]") if self._is_close(word):
                self._close()
            case "comma", _:
                closing = "]" if self.open[-1].keys is None else "}"
                return Fault(
                    reading.INVALID_SYNTAX, f"A comma or a closing {closing} is missing before {_shown(word)}.", offset
                )
            case _:
                return self._value(word, offset)
        return None

    def _pointer(self) -> Pointer:
        return tuple(container.part for container in self.open)

    def _is_close(self, word: str) -> bool:
        return word == ("]" if self.open[-1].keys is None else "}")

    def _close(self) -> None:
        self.open.pop()
        self._expected = "comma" if self.open else "end"

    def _next(self, comma: int) -> None:
        self._comma = comma
        container = self.open[-1]
        if isinstance(container.part, int):
            container.part += 1
            self._expected = "value"
        else:
            self._expected = "key"

    def _key(self, word: str, offset: int) -> Fault | None:
        if not word.startswith('"'):
            hint = f" {_PRINTED_HINT}" if _PRINTED_PYTHON.match(word) else " Write the key in double quotes."
            return Fault(
                reading.INVALID_SYNTAX, f"A key in double quotes is expected, not {_shown(word)}.{hint}", offset
            )
        if fault := _string_fault(word, offset):
            return fault
        container = self.open[-1]
        container.part = key = str(json.loads(word))
        if container.keys is not None and key in container.keys:
            message = (
                f"The key {_shown(key)} is there twice in one object; readers differ in which they take. Delete one."
            )
            return Fault(reading.DUPLICATE_KEY, message, offset, self._pointer())
        if container.keys is not None:
            container.keys.add(key)
        self._expected = "colon"
        return None

    def _value(self, word: str, offset: int) -> Fault | None:
        if word in "{[":
            if len(self.open) == MAX_NESTING:
                return Fault(reading.NESTED_TOO_DEEP, TOO_DEEP, offset, self._pointer())
            self.open.append(_Container(offset, set(), "") if word == "{" else _Container(offset, None, 0))
            self._expected = "first key" if word == "{" else "first item"
            return None
        fault = _string_fault(word, offset) if word.startswith('"') else _literal_fault(word, offset)
        self._expected = "comma" if self.open else "end"
        return fault and fault._replace(pointer=self._pointer())


def _string_fault(word: str, offset: int) -> Fault | None:
    if word == '"':
        return Fault(reading.INVALID_SYNTAX, f"The string that starts here is never closed. {_CUT_OFF}", offset)
    half: tuple[str, int] | None = None  # the first half of a surrogate pair, and where its second half has to start
    for piece in _STRING_FAULT.finditer(word):
        at = offset + piece.start()
        if piece["control"]:
            escape = json.dumps(piece["control"])[1:-1]
            return Fault(
                reading.INVALID_SYNTAX, f"There is a bare control character in a string: write it as {escape}.", at
            )
        if piece["escape"]:
            return Fault(
                reading.INVALID_SYNTAX,
                f"{_shown(piece.group())} is no JSON escape: a backslash itself is written \\\\.",
                at,
            )
        unit = int(piece["unit"] or "0", 16)
        is_second = half is not None and piece.start() == half[1] and 0xDC00 <= unit <= 0xDFFF
        if half is not None and not is_second:
            return _lone_surrogate(half[0], offset + half[1] - len(half[0]))
        if not is_second and 0xDC00 <= unit <= 0xDFFF:
            return _lone_surrogate(piece.group(), at)
        half = (piece.group(), piece.end()) if 0xD800 <= unit <= 0xDBFF else None
    return _lone_surrogate(half[0], offset + half[1] - len(half[0])) if half else None


def _lone_surrogate(escape: str, offset: int) -> Fault:
    return Fault(
        reading.LONE_SURROGATE,
        f"The escape {escape} is a lone surrogate, which is no character. {SURROGATE_HINT}",
        offset,
    )


def _literal_fault(word: str, offset: int) -> Fault | None:
    if word in ("true", "false", "null"):
        return None
    if number := _NUMBER.fullmatch(word):
        return Fault(reading.TOO_LARGE, TOO_MANY_DIGITS, offset) if len(number[1]) > MAX_DIGITS else None
    if _NOT_FINITE.fullmatch(word):
        return Fault(reading.NUMBER_NOT_FINITE, f"The number is {word}. {NUMBER_HINT}", offset)
    if word in "}],:":
        return Fault(
            reading.INVALID_SYNTAX, f"A value is expected before {_shown(word)}. Write one, null for none.", offset
        )
    if _PRINTED_PYTHON.match(word):
        hint = f" {_PRINTED_HINT}"
    elif word.startswith("<"):
        hint = " It looks like HTML or XML, an error page perhaps: record the response itself."
    elif word.startswith("#"):
        hint = f" {_NO_COMMENTS}"
    elif word.startswith("\ufeff"):
        hint = " Delete the byte order mark."
    elif word[0] in "+-.0123456789":
        hint = " A number is written like 10, -0.5 or 1e3."
    else:
        hint = " Text is written in double quotes."
    message = f"A value is expected, not {_shown(word)}.{hint}"
    return Fault(reading.INVALID_SYNTAX, message, offset, is_comment=word.startswith("#"))


def _more_text(word: str, offset: int) -> Fault:
    if word in "{[":
        message = (
            "A second JSON text starts here: put each in a file of its own, or each on a line of its own (JSON Lines)."
        )
    else:
        message = f"The JSON text is over, and {_shown(word)} follows: delete it."
    return Fault(reading.INVALID_SYNTAX, message, offset)


def _shown(word: str) -> str:
    return "a quote" if word == '"' else repr(word if len(word) <= 40 else f"{word[:40]}...")
