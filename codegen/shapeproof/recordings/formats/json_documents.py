"""Splits JSON documents that follow each other: what jq, `gh --paginate` and loops of the AWS CLI print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final, NamedTuple

from shapeproof.recordings.location import Location
from shapeproof.recordings.syntax.json_parser import parse_json
from shapeproof.recordings.syntax.parse_error import ParseError

__all__ = ["JsonDocument", "are_documents", "split_documents"]

# A string that is never closed reaches to the end, so that no other search starts in it.
_TOKEN: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[{}\[\],:]', re.DOTALL)
_OPENING: Final = frozenset({b"{", b"["})
_CLOSING: Final = frozenset({b"}", b"]"})
_BEFORE_VALUES: Final = _OPENING | {b",", b":"}
_SPACE: Final = b" \t\r\n"


class JsonDocument(NamedTuple):
    """One of several documents: its bytes, and where they start in the file."""

    data: bytes
    start: Location


def are_documents(data: bytes) -> bool:
    """Whether data that is not one JSON document starts with one, and with the bracket of another."""
    documents = split_documents(data)
    first, second = next(documents, None), next(documents, None)
    if first is None or second is None or not second.data.startswith((b"{", b"[")):
        return False
    try:
        return isinstance(parse_json(first.data, allow_non_finite=True), dict | list)
    except ParseError:
        return False


def split_documents(data: bytes) -> Iterator[JsonDocument]:
    """Split behind each bracket that closes an object or list which is not inside another.

    A bracket that opens where no value may stand starts a document, too: the one before it is not complete.

    Args:
        data: UTF-8, without a byte order mark.

    Yields:
        Each document, valid or not; what stands between two belongs to the second.
    """
    location, start = Location(1, 1), 0
    for end in chain(_ends(data), (len(data),)):
        first = start + _space_at(data, start, end)
        if first < end:
            location = _location_after(data[start:first], location)
            yield JsonDocument(data[first:end], location)
            location = _location_after(data[first:end], location)
            start = end


def _ends(data: bytes) -> Iterator[int]:
    """The offsets at which documents end."""
    depth, before = 0, b""
    for match in _TOKEN.finditer(data):
        token = match.group()
        if token in _OPENING:
            if depth and before not in _BEFORE_VALUES:
                yield match.start()
                depth = 0
            depth += 1
        elif token in _CLOSING:
            depth = max(depth - 1, 0)
            if not depth:
                yield match.end()
        before = token


def _space_at(data: bytes, start: int, end: int) -> int:
    """The number of white space characters at a place."""
    part = data[start:end]
    return len(part) - len(part.lstrip(_SPACE))


def _location_after(data: bytes, start: Location) -> Location:
    """The location of what follows some data; columns count characters."""
    line_feeds = data.count(b"\n")
    length = len(data[data.rfind(b"\n") + 1 :].decode("utf-8", "replace"))
    return Location(start.line + line_feeds, length + (1 if line_feeds else start.column))
