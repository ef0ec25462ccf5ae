"""The first fault of a text that is not strict JSON: its code, a message with a hint, its offset.

This is the slow second scan of a text that the parser refused. It follows the grammar itself, so that the result
doesn't depend on the parser's wording, and points where a person would look: at the trailing comma, the second key.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from shapeproof.contract import Pointer
from shapeproof.recordings.location import FIRST_LOCATION, Location
from shapeproof.recordings.syntax.json_locations import JSON_TOKEN, location_at
from shapeproof.recordings.syntax.json_token_faults import (
    NO_COMMENTS,
    PRINTED_HINT,
    PRINTED_PYTHON,
    TRUNCATED,
    Fault,
    literal_fault,
    string_fault,
)
from shapeproof.validation.catalog import reading
from shapeproof.validation.quotations import quote, quote_name
from shapeproof.validation.refused_values import MAX_NESTING, TOO_DEEP

__all__ = ["find_fault"]


def find_fault(text: str, start: Location = FIRST_LOCATION) -> Fault | None:
    """Find the first fault of a text.

    Args:
        text: the text, which isn't blank.
        start: where it starts in its file: a message may name another place than that of the fault.

    Returns:
        The fault; None if the text is strict JSON after all.
    """
    scanner = _Scanner()
    for token in JSON_TOKEN.finditer(text):
        if fault := scanner.scan(token.group(), token.start()):
            return fault
    if scanner.open:
        innermost = scanner.open[-1]
        opening = location_at(text, innermost.offset).behind(start)
        location = f"line {opening.line}, column {opening.column}"
        message = f"unexpected end inside the {innermost.kind} opened at {location}; {TRUNCATED}"
        return Fault(reading.INVALID_SYNTAX, message, len(text.rstrip()))
    return None


@dataclass(slots=True)
class _Container:
    """An array or object that is not closed yet. `part` is the key or index of its current value."""

    offset: int
    keys: set[str] | None  # None for an array
    part: str | int

    @property
    def kind(self) -> str:
        return "array" if self.keys is None else "object"

    @property
    def closing(self) -> str:
        return "]" if self.keys is None else "}"


class _Scanner:
    """Follows the grammar token by token."""

    def __init__(self) -> None:
        self.open: list[_Container] = []
        self._expected: Literal["value", "first item", "key", "first key", "colon", "comma", "end"] = "value"
        self._comma_offset = 0

    def scan(self, token: str, offset: int) -> Fault | None:
        if token.startswith(("//", "/*")):
            return Fault(reading.INVALID_SYNTAX, NO_COMMENTS, offset, is_comment=True)
        match self._expected, token:
            case "end", _:
                return _trailing_data(token, offset)
            case ("first key", "}") | ("first item", "]"):
                self._close()
            case ("key", "}") | ("value", "]") if self.open and self._closes(token):
                return Fault(
                    reading.INVALID_SYNTAX, f"trailing comma before the closing {token}; delete it", self._comma_offset
                )
            case (("key" | "first key"), _):
                return self._key(token, offset)
            case "colon", ":":
                self._expected = "value"
            case "colon", _:
                message = f"expected a colon after the key, got {quote(token, self._pointer())}"
                return Fault(reading.INVALID_SYNTAX, message, offset)
            case "comma", ",":
                self._next(offset)
            case "comma", ("}" | "]") if self._closes(token):
                self._close()
            case "comma", _:
                message = f"expected a comma or a closing {self.open[-1].closing}, got {quote(token, self._pointer())}"
                return Fault(reading.INVALID_SYNTAX, message, offset)
            case _:
                return self._value(token, offset)
        return None

    def _pointer(self) -> Pointer:
        return tuple(container.part for container in self.open)

    def _closes(self, token: str) -> bool:
        return token == self.open[-1].closing

    def _close(self) -> None:
        self.open.pop()
        self._expected = "comma" if self.open else "end"

    def _next(self, comma_offset: int) -> None:
        self._comma_offset = comma_offset
        container = self.open[-1]
        if isinstance(container.part, int):
            container.part += 1
            self._expected = "value"
        else:
            self._expected = "key"

    def _key(self, token: str, offset: int) -> Fault | None:
        if not token.startswith('"'):
            hint = f"; {PRINTED_HINT}" if PRINTED_PYTHON.match(token) else ""
            message = f"expected a key in double quotes, got {quote(token, self._pointer()[:-1])}{hint}"
            return Fault(reading.INVALID_SYNTAX, message, offset)
        if fault := string_fault(token, offset):
            return fault
        container = self.open[-1]
        container.part = key = str(json.loads(token))
        if container.keys is not None and key in container.keys:
            message = (
                f"duplicate key {quote_name(key)} in one object; parsers differ in which value they take: delete one"
            )
            return Fault(reading.DUPLICATE_KEY, message, offset, self._pointer())
        if container.keys is not None:
            container.keys.add(key)
        self._expected = "colon"
        return None

    def _value(self, token: str, offset: int) -> Fault | None:
        if token in "{[":
            if len(self.open) == MAX_NESTING:
                return Fault(reading.NESTED_TOO_DEEP, TOO_DEEP, offset, self._pointer())
            self.open.append(_Container(offset, set(), "") if token == "{" else _Container(offset, None, 0))
            self._expected = "first key" if token == "{" else "first item"
            return None
        pointer = self._pointer()
        fault = string_fault(token, offset) if token.startswith('"') else literal_fault(token, offset, pointer)
        self._expected = "comma" if self.open else "end"
        return fault and fault._replace(pointer=pointer)


def _trailing_data(token: str, offset: int) -> Fault:
    if token in "{[":
        message = "a second JSON value starts here; put each in its own file, or each on its own line (JSON Lines)"
    else:
        message = f"expected nothing after the JSON value, got {quote(token)}; delete it"
    return Fault(reading.INVALID_SYNTAX, message, offset)
