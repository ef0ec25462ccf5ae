"""Where something stands in a text: what the text itself holds, and the members of a JSON text that it holds as a string."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from shapeproof.contract import Pointer
from shapeproof.recordings.model import Location
from shapeproof.recordings.syntax.json_locations import ListLocations, locate, offset_of
from shapeproof.recordings.syntax.yaml_scalars import offset_in_text
from shapeproof.recordings.syntax.yaml_text import YamlNode

__all__ = ["JsonLocations", "YamlLocations"]


class JsonLocations:
    """The places in a JSON text, most of all in the list at `within`.

    A string inside it is one long line of escapes, so that of what it holds only the start is told.
    """

    def __init__(self, text: bytes, within: Pointer) -> None:
        self._text = text
        self._within = within
        self._items = ListLocations(text, within)

    def place_of(self, pointer: Pointer) -> Location:
        """The place of a value, or of its nearest ancestor."""
        depth = len(self._within)
        if len(pointer) > depth and pointer[:depth] == self._within:
            return self._items.locate(pointer[depth:])
        return locate(self._text, pointer)

    def place_in(self, text: Pointer, body: bytes, member: Pointer) -> Location:  # noqa: ARG002
        """The place of the string at `text`."""
        return self.place_of(text)


@dataclass(frozen=True)
class YamlLocations:
    """The places in a YAML text; a JSON text inside it is followed through quotes, folds and indentation."""

    text: str
    root: YamlNode

    def place_of(self, pointer: Pointer) -> Location:
        """The place of a value's key, of an item, or of its nearest ancestor."""
        return self.root.place_of(pointer)

    def place_in(self, text: Pointer, body: bytes, member: Pointer) -> Location:
        """The place of a member of the JSON text `body`, which is the scalar at `text` or was made of it."""
        node = self.root.at(text)
        if node is None:
            return self.root.place_of(text)
        value = node.value
        if not isinstance(value, str) or value.encode("utf-8", "surrogatepass") != body:
            return node.place
        written = self.text[node.start : node.end]
        offset = offset_in_text(written, value, node.style, offset_of(value, member))
        return node.place if offset is None else self._place_at(node.start + offset)

    def _place_at(self, offset: int) -> Location:
        line = bisect_right(self._line_starts, offset)
        return Location(line, offset - self._line_starts[line - 1] + 1)

    @cached_property
    def _line_starts(self) -> list[int]:
        """Where each line starts; counted once, for a cassette may have findings by the thousand."""
        return [0, *(end.end() for end in re.finditer("\n", self.text))]
