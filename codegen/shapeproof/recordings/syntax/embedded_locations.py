"""Locations in a file, and in a text that the file holds as a string."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from shapeproof.contract import Pointer
from shapeproof.recordings.location import Location
from shapeproof.recordings.model import OffsetFinder
from shapeproof.recordings.syntax.json_locations import PartLocations
from shapeproof.recordings.syntax.json_locations import offsets_of as json_offsets_of
from shapeproof.recordings.syntax.line_index import LineIndex
from shapeproof.recordings.syntax.yaml_parser import YamlNode
from shapeproof.recordings.syntax.yaml_scalars import source_offsets

__all__ = ["JsonLocations", "YamlLocations"]


class JsonLocations(PartLocations):
    """Locations in a JSON file whose parts are HTTP exchanges.

    A string in JSON is one long line of escapes, so that only its start has a location.
    """

    def locate_in_body(
        self,
        body_pointer: Pointer,
        body: bytes,  # noqa: ARG002
        members: Collection[Pointer],
        offsets_of: OffsetFinder | None = None,  # noqa: ARG002
    ) -> dict[Pointer, Location]:
        """The location of the string at `body_pointer`, whatever the members."""
        return dict.fromkeys(members, self.location_of(body_pointer))


@dataclass(frozen=True)
class YamlLocations:
    """Locations in a YAML file; a text inside it is followed through quotes, folds and indentation."""

    text: str
    root: YamlNode
    lines: LineIndex

    def locate(self, pointers: Collection[Pointer]) -> dict[Pointer, Location]:
        """The locations of values' keys, of items, or of their nearest ancestors."""
        return {pointer: self.root.location_of(pointer) for pointer in pointers}

    def location_of(self, pointer: Pointer) -> Location:
        """The location of one value."""
        return self.root.location_of(pointer)

    def locate_in_body(
        self,
        body_pointer: Pointer,
        body: bytes,
        members: Collection[Pointer],
        offsets_of: OffsetFinder | None = None,
    ) -> dict[Pointer, Location]:
        """The locations of members of a body.

        Args:
            body_pointer: the pointer of the scalar from which the body was read.
            body: a text; the scalar's value, or what was decoded from it.
            members: pointers in the body.
            offsets_of: finds the members in the text; None if it is JSON.
        """
        node = self.root.find(body_pointer)
        if node is None:
            return dict.fromkeys(members, self.root.location_of(body_pointer))
        value = node.value
        if not isinstance(value, str) or value.encode("utf-8", "surrogatepass") != body:
            return dict.fromkeys(members, node.location)
        offsets = (offsets_of or json_offsets_of)(value, members)
        source = self.text[node.start : node.end]
        in_source = source_offsets(source, value, node.style, offsets.values())
        return {
            member: self.lines.location(node.start + in_source[offset]) if offset in in_source else node.location
            for member, offset in offsets.items()
        }
