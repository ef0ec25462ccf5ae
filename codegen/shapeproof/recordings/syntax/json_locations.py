"""The locations of pointers in a JSON text, found by scanning the text once for all of them."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property

from shapeproof.contract import Pointer
from shapeproof.recordings.location import FIRST_LOCATION, Location

__all__ = ["JSON_TOKEN", "PartLocations", "locate", "locate_all", "location_at", "locations_at", "offsets_of"]

JSON_TOKEN = re.compile(
    r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'  # a string, from quote to quote
    r"|[{}\[\],:]"
    r'|[^ \t\r\n"{}\[\],:]++'  # a number, a literal, or anything that isn't JSON
    r'|"',  # the quote of an unterminated string
    re.DOTALL,
)
"""The tokens of a JSON text; there is only white space between them."""


def locate(text: str | bytes, pointer: Pointer) -> Location:
    """The location of one pointer in a JSON text: see `locate_all`."""
    return locate_all(text, (pointer,))[pointer]


def locate_all(
    text: str | bytes, pointers: Collection[Pointer], start: Location = FIRST_LOCATION
) -> dict[Pointer, Location]:
    """Find the locations of pointers in a JSON text: of the key in an object, of the item in an array.

    Args:
        text: a JSON text. In one that isn't valid JSON, the result is the last ancestor that could be followed.
        pointers: keys and indices. One that doesn't exist has the location of its nearest existing ancestor.
        start: the location of the text's first character in its file.
    """
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    offsets = offsets_of(text, pointers)
    locations = locations_at(text, offsets.values(), start=start)
    return {pointer: locations[offset] for pointer, offset in offsets.items()}


class PartLocations:
    """Locations in a JSON text that is read in parts: the text is scanned once for its parts, later each part for itself."""

    def __init__(self, data: bytes, parts: Iterable[Pointer], start: Location = FIRST_LOCATION) -> None:
        """Scan lazily.

        Args:
            data: a JSON text.
            parts: the pointers of the parts: items of arrays, all on the same level.
            start: the location of the text's first character in its file.
        """
        self._first = start
        self._data = data
        self._unread_parts = parts

    @cached_property
    def _text(self) -> str:
        return self._data.decode("utf-8", "replace")

    @cached_property
    def _starts(self) -> dict[Pointer, tuple[int, Location]]:
        """The offset and the location of each part."""
        offsets = offsets_of(self._text, list(self._unread_parts))
        locations = locations_at(self._text, offsets.values(), start=self._first)
        return {pointer: (offset, locations[offset]) for pointer, offset in offsets.items()}

    def locate(self, pointers: Collection[Pointer]) -> dict[Pointer, Location]:
        """Find the locations of pointers in the text, best those of one part at once."""
        depth = len(next(iter(self._starts), ()))
        by_part: dict[Pointer, list[Pointer]] = {}
        for pointer in pointers:
            by_part.setdefault(pointer[:depth], []).append(pointer[depth:])
        found: dict[Pointer, Location] = {}
        for part, inner_pointers in by_part.items():
            start = self._starts.get(part)
            if start is None:
                outer_pointers = [(*part, *inner) for inner in inner_pointers]
                found |= locate_all(self._text, outer_pointers, self._first)
            else:
                offsets = offsets_of(self._text, inner_pointers, start[0])
                locations = locations_at(self._text, offsets.values(), *start)
                found.update(((*part, *inner), locations[offset]) for inner, offset in offsets.items())
        return found

    def location_of(self, pointer: Pointer) -> Location:
        """Find the location of one pointer."""
        return self.locate((pointer,))[pointer]


def location_at(text: str, offset: int) -> Location:
    """Turn an offset (in characters) into a location; lines end with a line feed."""
    return locations_at(text, (offset,))[offset]


def locations_at(
    text: str, offsets: Iterable[int], origin: int = 0, start: Location = FIRST_LOCATION
) -> dict[int, Location]:
    """Turn offsets (in characters) into locations, in one pass over the text; lines end with a line feed.

    Args:
        text: the text.
        offsets: offsets in the text, none of them before `origin`.
        origin: an offset whose location is known.
        start: the location of that offset.
    """
    locations: dict[int, Location] = {}
    line, first_column, line_start, counted = start.line, start.column, origin, origin
    for offset in sorted(set(offsets)):
        if line_feeds := text.count("\n", counted, offset):
            line += line_feeds
            line_start, first_column = text.rindex("\n", counted, offset) + 1, 1
        counted = max(counted, offset)
        locations[offset] = Location(line, offset - line_start + first_column)
    return locations


class _Wanted:
    """A pointer whose offset is wanted, or an ancestor of one; `offset` is None until it is found."""

    __slots__ = ("children", "offset")

    def __init__(self) -> None:
        self.children: dict[str | int, _Wanted] | None = None
        self.offset: int | None = None

    def child(self, part: str | int) -> _Wanted:
        """The child of this part of a pointer, a new one if there is none."""
        if self.children is None:
            self.children = {}
        return self.children.setdefault(part, _Wanted())


class _Container:
    """An object or array that is followed because something in it is wanted. `index` is that of the next item."""

    __slots__ = ("children", "index", "is_object")

    def __init__(self, children: dict[str | int, _Wanted], is_object: bool) -> None:
        self.children = children
        self.is_object = is_object
        self.index = 0


def offsets_of(text: str, pointers: Collection[Pointer], start: int = 0) -> dict[Pointer, int]:
    """The offset of each pointer in a JSON text, in characters; as in `locate_all`, that of its nearest ancestor.

    Args:
        text: a JSON text, or a longer text that contains one.
        pointers: keys and indices.
        start: the offset of the JSON text.
    """
    root = _Wanted()
    for pointer in pointers:
        node = root
        for part in pointer:
            node = node.child(part)
    _find(text, start, root)
    return {pointer: _nearest_offset(root, pointer, start) for pointer in pointers}


def _nearest_offset(root: _Wanted, pointer: Pointer, start: int) -> int:
    node, offset = root, start if root.offset is None else root.offset
    for part in pointer:
        node = node.child(part)
        if node.offset is None:
            break
        offset = node.offset
    return offset


def _find(text: str, start: int, root: _Wanted) -> None:
    """Set the offsets of what is wanted, as far as the text can be followed."""
    tokens = JSON_TOKEN.finditer(text, start)
    value = next(tokens, None)
    if value is None:
        return
    root.offset = value.start()
    wanted: _Wanted | None = root
    missing = _count_below(root)
    containers: list[_Container] = []
    while missing and value is not None:
        if wanted and wanted.children and value.group() in "{[":
            containers.append(_Container(wanted.children, value.group() == "{"))
            separator: str | None = ","
        else:
            separator = _token_after(tokens, value)
        entry = None
        while entry is None:
            if not containers or separator is None or separator not in ",]}":
                return
            if separator == ",":
                entry = _next_entry(tokens, containers[-1])
            if entry is None:
                containers.pop()
                separator = _next_token(tokens)
        offset, value, wanted = entry
        if wanted is not None and wanted.offset is None:  # of duplicate keys, the first one counts
            wanted.offset = offset
            missing -= 1
        else:
            wanted = None


def _count_below(root: _Wanted) -> int:
    count, pending = 0, [root]
    while pending:
        children = pending.pop().children or {}
        count += len(children)
        pending += children.values()
    return count


def _next_entry(
    tokens: Iterator[re.Match[str]], container: _Container
) -> tuple[int, re.Match[str] | None, _Wanted | None] | None:
    """The offset of a member or an item, the first token of its value, and whether it is wanted; None at the end."""
    first = next(tokens, None)
    if first is None or first.group() in "]}":
        return None
    if not container.is_object:
        container.index += 1
        return first.start(), first, container.children.get(container.index - 1)
    next(tokens, None)  # the colon
    return first.start(), next(tokens, None), container.children.get(_unescape(first.group()))


def _next_token(tokens: Iterator[re.Match[str]]) -> str | None:
    token = next(tokens, None)
    return None if token is None else token.group()


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
