"""The location of a pointer in a JSON text, found by scanning the text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property

from shapeproof.contract import Pointer
from shapeproof.recordings.model import Location

__all__ = ["JSON_TOKEN", "ListLocations", "locate", "location_at", "offset_of"]

JSON_TOKEN = re.compile(
    r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'  # a string, from quote to quote
    r"|[{}\[\],:]"
    r'|[^ \t\r\n"{}\[\],:]++'  # a number, a literal, or anything that isn't JSON
    r'|"',  # the quote of an unterminated string
    re.DOTALL,
)
"""The tokens of a JSON text; there is only white space between them."""


def locate(text: str | bytes, pointer: Pointer, *, start_line: int = 1, start_column: int = 1) -> Location:
    """Find the location of a pointer in a JSON text: of the key in an object, of the item in an array.

    Args:
        text: a JSON text. In one that isn't valid JSON, the result is the last ancestor that could be followed.
        pointer: keys and indices. One that doesn't exist has the location of its nearest existing ancestor.
        start_line: the line of the text's first character in its file.
        start_column: the column of the text's first character in its file.
    """
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    return location_at(text, offset_of(text, pointer), start_line=start_line, start_column=start_column)


class ListLocations:
    """Locations in one list of a JSON text. The text is scanned once, later only the item that is asked for."""

    def __init__(self, data: bytes, list_pointer: Pointer = ()) -> None:
        """Scan lazily.

        Args:
            data: a JSON text.
            list_pointer: the pointer of the list, which has to exist.
        """
        self._data = data
        self._list_pointer = list_pointer

    @cached_property
    def _text(self) -> str:
        return self._data.decode("utf-8", "replace")

    @cached_property
    def _items(self) -> list[tuple[int, Location]]:
        """The offset and the location of each item."""
        items: list[tuple[int, Location]] = []
        depth, expects_item, line, line_start, counted = 0, True, 1, 0, 0
        for match in JSON_TOKEN.finditer(self._text, self._start()):
            token = match.group()
            if depth == 1 and expects_item and token != "]":
                start = match.start()
                line += self._text.count("\n", counted, start)
                line_start = self._text.rfind("\n", 0, start) + 1
                counted, expects_item = start, False
                items.append((start, Location(line, start - line_start + 1)))
            if token in "[{":
                depth += 1
            elif token in "]}":
                depth -= 1
                if not depth:
                    break
            elif token == "," and depth == 1:
                expects_item = True
        return items

    def _start(self) -> int:
        """An offset before the list's opening bracket, with nothing but white space between them."""
        offset = offset_of(self._text, self._list_pointer)
        if not self._list_pointer or isinstance(self._list_pointer[-1], int):
            return offset
        key = JSON_TOKEN.match(self._text, offset)
        return self._text.index(":", key.end()) + 1 if key else offset

    def locate(self, pointer: Pointer) -> Location:
        """Find the location of a pointer below the list; it starts with the index of an item."""
        index, *rest = pointer
        start, location = self._items[int(index)]
        end = self._items[int(index) + 1][0] if int(index) + 1 < len(self._items) else len(self._text)
        return locate(self._text[start:end], tuple(rest), start_line=location.line, start_column=location.column)


def location_at(text: str, offset: int, *, start_line: int = 1, start_column: int = 1) -> Location:
    """Turn an offset (in characters) into a location; lines end with a line feed."""
    line_start = text.rfind("\n", 0, offset) + 1
    column = offset - line_start + (start_column if line_start == 0 else 1)
    return Location(start_line + text.count("\n", 0, offset), column)


def offset_of(text: str, pointer: Pointer) -> int:
    """The offset of a pointer in a JSON text, in characters; as in `locate`, that of its nearest ancestor."""
    tokens = JSON_TOKEN.finditer(text)
    opening = next(tokens, None)
    if opening is None:
        return 0
    offset = opening.start()
    for part in pointer:
        match opening.group(), part:
            case "{", str():
                entry = _find_member(tokens, part)
            case "[", int():
                entry = _find_item(tokens, part)
            case _:
                break
        if entry is None:
            break
        offset, opening = entry
    return offset


def _find_member(tokens: Iterator[re.Match[str]], name: str) -> tuple[int, re.Match[str]] | None:
    """The offset of a key and the first token of its value; `tokens` start after the opening brace."""
    for key in tokens:
        colon, value = next(tokens, None), next(tokens, None)
        if colon is None or value is None:
            return None
        if _unescape(key.group()) == name:
            return key.start(), value
        if _token_after(tokens, value) != ",":
            return None
    return None


def _find_item(tokens: Iterator[re.Match[str]], index: int) -> tuple[int, re.Match[str]] | None:
    """The offset of an item and its first token; `tokens` start after the opening bracket."""
    for number, value in enumerate(tokens):
        if value.group() == "]":
            return None
        if number == index:
            return value.start(), value
        if _token_after(tokens, value) != ",":
            return None
    return None


def _token_after(tokens: Iterator[re.Match[str]], value: re.Match[str]) -> str | None:
    """Skip the rest of a value, given its first token, and return the token after it."""
    depth = 1 if value.group() in "{[" else 0
    for match in tokens:
        token = match.group()
        if depth == 0:
            return token
        if token in "{[":
            depth += 1
        elif token in "}]":
            depth -= 1
    return None


def _unescape(key: str) -> str:
    if "\\" not in key:
        return key[1:-1]
    try:
        return str(json.loads(key))
    except ValueError:
        return key
