"""Where a member of a JSON text stands: the line and column of a pointer, found by reading the text once."""

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
    r'|[^ \t\r\n"{}\[\],:]++'  # a number, a literal, or anything that is no JSON at all
    r'|"',  # the quote of a string that is never closed
    re.DOTALL,
)
"""The tokens of a JSON text; between two of them stands nothing but white space."""


def locate(text: str | bytes, pointer: Pointer, *, start_line: int = 1, start_column: int = 1) -> Location:
    """Find the place of `pointer` in a JSON text: of its key in an object, of the item in an array.

    The root is where the first token stands; a pointer that isn't there gets its nearest existing ancestor.
    `start_line` and `start_column` are the place of the text's first character in the file (a line of JSON Lines, say).
    The text is expected to parse; in one that doesn't, the answer is the last ancestor that could be followed.
    """
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    return location_at(text, offset_of(text, pointer), start_line=start_line, start_column=start_column)


class ListLocations:
    """The places in a list in a JSON text: it is read through once, then only the item that is asked for.

    `within` is where in the text the list stands; it has to be there.
    """

    def __init__(self, text: bytes, within: Pointer = ()) -> None:
        self._bytes = text
        self._within = within

    @cached_property
    def _text(self) -> str:
        return self._bytes.decode("utf-8", "replace")

    @cached_property
    def _items(self) -> list[tuple[int, Location]]:
        """Where each item starts: its offset, and its place."""
        found: list[tuple[int, Location]] = []
        depth, expected, line, line_start, counted = 0, True, 1, 0, 0
        for token in JSON_TOKEN.finditer(self._text, self._start()):
            sign = token.group()
            if depth == 1 and expected and sign != "]":
                start = token.start()
                line += self._text.count("\n", counted, start)
                line_start = self._text.rfind("\n", 0, start) + 1
                counted, expected = start, False
                found.append((start, Location(line, start - line_start + 1)))
            if sign in "[{":
                depth += 1
            elif sign in "]}":
                depth -= 1
                if not depth:
                    break
            elif sign == "," and depth == 1:
                expected = True
        return found

    def _start(self) -> int:
        """Where the list's bracket is, or its item's, or white space before that."""
        found = offset_of(self._text, self._within)
        if not self._within or isinstance(self._within[-1], int):
            return found
        key = JSON_TOKEN.match(self._text, found)
        return self._text.index(":", key.end()) + 1 if key else found

    def locate(self, pointer: Pointer) -> Location:
        """Find the place of a pointer that starts with the number of an item."""
        index, *rest = pointer
        start, place = self._items[int(index)]
        end = self._items[int(index) + 1][0] if int(index) + 1 < len(self._items) else len(self._text)
        return locate(self._text[start:end], tuple(rest), start_line=place.line, start_column=place.column)


def location_at(text: str, offset: int, *, start_line: int = 1, start_column: int = 1) -> Location:
    """Turn an offset (in characters) into a place; a line ends with a line feed."""
    line_start = text.rfind("\n", 0, offset) + 1
    column = offset - line_start + (start_column if line_start == 0 else 1)
    return Location(start_line + text.count("\n", 0, offset), column)


def offset_of(text: str, pointer: Pointer) -> int:
    """The offset of `pointer` in a JSON text, in characters; as in `locate`, that of its nearest ancestor."""
    tokens = JSON_TOKEN.finditer(text)
    opening = next(tokens, None)
    if opening is None:
        return 0
    found = opening.start()
    for part in pointer:
        match opening.group(), part:
            case "{", str():
                member = _member(tokens, part)
            case "[", int():
                member = _item(tokens, part)
            case _:
                break
        if member is None:
            break
        found, opening = member
    return found


def _member(tokens: Iterator[re.Match[str]], name: str) -> tuple[int, re.Match[str]] | None:
    """The offset of the key and the first token of its value; reads on from behind the opening brace."""
    for key in tokens:
        colon, value = next(tokens, None), next(tokens, None)
        if colon is None or value is None:
            return None
        if _unescaped(key.group()) == name:
            return key.start(), value
        if _token_after(tokens, value) != ",":
            return None
    return None


def _item(tokens: Iterator[re.Match[str]], index: int) -> tuple[int, re.Match[str]] | None:
    """The offset of the item and its first token; reads on from behind the opening bracket."""
    for number, value in enumerate(tokens):
        if value.group() == "]":
            return None
        if number == index:
            return value.start(), value
        if _token_after(tokens, value) != ",":
            return None
    return None


def _token_after(tokens: Iterator[re.Match[str]], value: re.Match[str]) -> str | None:
    """Skip the value whose first token is given, however deep it is; the token behind it."""
    depth = 1 if value.group() in "{[" else 0
    for token in tokens:
        word = token.group()
        if depth == 0:
            return word
        if word in "{[":
            depth += 1
        elif word in "}]":
            depth -= 1
    return None


def _unescaped(key: str) -> str:
    if "\\" not in key:
        return key[1:-1]
    try:
        return str(json.loads(key))
    except ValueError:
        return key
