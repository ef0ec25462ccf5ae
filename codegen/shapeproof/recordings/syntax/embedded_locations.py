"""Locations in a file, and in a JSON text that the file holds as a string."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from shapeproof.contract import Pointer
from shapeproof.recordings.model import Location
from shapeproof.recordings.syntax.json_locations import ListLocations, locate, offset_of
from shapeproof.recordings.syntax.yaml_parser import YamlNode
from shapeproof.recordings.syntax.yaml_scalars import source_offset

__all__ = ["JsonLocations", "YamlLocations"]


class JsonLocations:
    """Locations in a JSON file, mostly in one list of it.

    A string in JSON is one long line of escapes, so that only its start has a location.
    """

    def __init__(self, data: bytes, list_pointer: Pointer) -> None:
        self._data = data
        self._list_pointer = list_pointer
        self._items = ListLocations(data, list_pointer)

    def location_of(self, pointer: Pointer) -> Location:
        """The location of a value, or of its nearest ancestor."""
        depth = len(self._list_pointer)
        if len(pointer) > depth and pointer[:depth] == self._list_pointer:
            return self._items.locate(pointer[depth:])
        return locate(self._data, pointer)

    def location_in_body(self, body_pointer: Pointer, body: bytes, member: Pointer) -> Location:  # noqa: ARG002
        """The location of the string at `body_pointer`, whatever the member."""
        return self.location_of(body_pointer)


@dataclass(frozen=True)
class YamlLocations:
    """Locations in a YAML file; a JSON text inside it is followed through quotes, folds and indentation."""

    text: str
    root: YamlNode

    def location_of(self, pointer: Pointer) -> Location:
        """The location of a value's key, of an item, or of its nearest ancestor."""
        return self.root.location_of(pointer)

    def location_in_body(self, body_pointer: Pointer, body: bytes, member: Pointer) -> Location:
        """The location of a member of a body.

        Args:
            body_pointer: the pointer of the scalar from which the body was read.
            body: a JSON text; the scalar's value, or what was decoded from it.
            member: a pointer in the body.
        """
        node = self.root.find(body_pointer)
        if node is None:
            return self.root.location_of(body_pointer)
        value = node.value
        if not isinstance(value, str) or value.encode("utf-8", "surrogatepass") != body:
            return node.location
        source = self.text[node.start : node.end]
        offset = source_offset(source, value, node.style, offset_of(value, member))
        return node.location if offset is None else self._location_at(node.start + offset)

    def _location_at(self, offset: int) -> Location:
        line = bisect_right(self._line_starts, offset)
        return Location(line, offset - self._line_starts[line - 1] + 1)

    @cached_property
    def _line_starts(self) -> list[int]:
        """The offset of each line; computed once, because a cassette may have thousands of findings."""
        return [0, *(end.end() for end in re.finditer("\n", self.text))]
