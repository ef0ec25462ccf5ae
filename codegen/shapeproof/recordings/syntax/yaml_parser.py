"""Parses YAML into a tree of plain values with their locations. Tags never construct objects.

The tree is built from the parser's events, with an explicit stack: PyYAML's composer recurses in C, so that deeply
nested input crashes the process. What JSON lacks (dates, sets, merge keys, objects of other languages) is read as the
string, list or mapping that is written there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, cast

from shapeproof.contract import Pointer
from shapeproof.errors import needs_extra
from shapeproof.recordings.limits import MAX_ALIASED_BYTES, MAX_ALIASED_VALUES, MAX_NESTING_YAML, MAX_VALUES
from shapeproof.recordings.location import Location
from shapeproof.recordings.syntax.line_index import LineIndex
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.recordings.syntax.recorded_values import scalar_string
from shapeproof.recordings.syntax.yaml_scalars import scalar_value
from shapeproof.validation.catalog import reading
from shapeproof.validation.quotations import named, quote_name
from shapeproof.validation.refused_values import TOO_DEEP

__all__ = ["YamlNode", "parse_yaml"]

_HINT: Final = "fix it, or record it again"
_TOO_DEEP_FOR_LIBYAML: Final = "exceeded maximum nesting depth"
"""What PyYAML 6.0.4 says, whose libyaml looks ahead and has a limit of its own."""
# A name for it would have to be made of all that it holds, which grows with each level of keys within keys.
_KEY_NOT_A_STRING: Final = f"expected a string as key, got a mapping or a list; {_HINT}"
_TOO_MANY_VALUES: Final = f"more than {MAX_VALUES:,} values; split the file"
_TOO_MANY_REPEATED: Final = f"aliases repeat more than {MAX_ALIASED_VALUES:,} values of this file; {_HINT}"
_TOO_MUCH_REPEATED: Final = f"aliases repeat more than {MAX_ALIASED_BYTES // 2**20} MiB of this file; {_HINT}"


@dataclass(slots=True)
class YamlNode:
    """A value in a YAML file.

    Attributes:
        value: dicts, lists, scalars, bytes.
        location: where the value starts.
        start: the offset of a scalar, in characters, with its quotes or block indicator.
        end: the offset of its end.
        style: how a scalar is written: `'`, `"`, `|`, `>`, or empty if it is plain.
        children: the nodes of members or items; None for a scalar.
        key_locations: the locations of a mapping's keys; None for anything else.
        size: the number of nodes in the tree below, with repetitions.
        length: the number of characters in the scalars and keys of the tree below, with repetitions.
        height: the number of levels below.
        is_open: whether the end of a collection has not been reached yet.
    """

    value: Any
    location: Location
    start: int = 0
    end: int = 0
    style: str = ""
    children: dict[str | int, YamlNode] | None = None
    key_locations: dict[str, Location] | None = None
    size: int = 1
    length: int = 0
    height: int = 0
    is_open: bool = False

    def find(self, pointer: Pointer) -> YamlNode | None:
        """The node at a pointer; None if there is none."""
        node: YamlNode | None = self
        for key in pointer:
            node = node.children.get(key) if node and node.children else None
        return node

    def location_of(self, pointer: Pointer) -> Location:
        """The location of a pointer's key or item, or of its nearest ancestor."""
        node, location = self, self.location
        for key in pointer:
            if not node.children or key not in node.children:
                break
            child = node.children[key]
            location = node.key_locations[str(key)] if node.key_locations is not None else child.location
            node = child
        return location


def parse_yaml(text: str, lines: LineIndex | None = None, *, offset: int = 0, is_core: bool = False) -> YamlNode:
    """Parse one YAML document.

    Args:
        text: the document, decoded.
        lines: the lines of its file, if they are needed for more.
        offset: where the document starts in its file, in characters.
        is_core: whether plain scalars have the types of YAML 1.2, as in what the AWS CLI prints: `yes` is a string.

    Raises:
        ParseError: the YAML is invalid or more than one document (SP901), has a duplicate key (SP905), is nested too
            deep (SP908), is too large, by repetition for example (SP909), or has a mapping or a list as a key (SP915).
        MissingExtraError: PyYAML isn't installed.
    """
    with needs_extra("reading YAML", extra="vcr"):
        import yaml
    lines = lines or LineIndex(text)
    loader = cast("type[yaml.SafeLoader]", getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    try:
        return _TreeBuilder(lines, offset, is_core=is_core).build(yaml.parse(text, Loader=loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        location = lines.location(offset + mark.index) if mark else Location(1, 1)
        if error.problem == _TOO_DEEP_FOR_LIBYAML:
            raise ParseError(reading.NESTED_TOO_DEEP, TOO_DEEP, *location) from error
        reason = ", ".join(str(part) for part in (error.context, error.problem) if part)
        raise ParseError(reading.INVALID_SYNTAX, f"not valid YAML: {reason}; {_HINT}", *location) from error
    except yaml.YAMLError as error:
        reason, position = str(error).splitlines()[0], int(getattr(error, "position", 0))
        # A character that YAML does not allow: libyaml counts bytes.
        index = position if loader is yaml.SafeLoader else len(text.encode()[:position].decode("utf-8", "ignore"))
        message = f"not valid YAML: {reason}; {_HINT}"
        raise ParseError(reading.INVALID_SYNTAX, message, *lines.location(offset + index)) from error


class _TreeBuilder:
    """Builds a tree, event by event."""

    def __init__(self, lines: LineIndex, offset: int, *, is_core: bool) -> None:
        self._lines = lines
        self._offset = offset
        self._is_core = is_core
        self._anchors: dict[str, YamlNode] = {}
        self._open: list[YamlNode] = []
        self._keys: list[YamlNode | None] = []  # of each open mapping, the key whose value comes next
        self._written = 0  # nodes that are written out, without repetitions
        self._written_length = 0  # characters of their scalars

    def build(self, events: Iterator[Any]) -> YamlNode:
        import yaml

        root: YamlNode | None = None
        for event in events:
            match event:
                case yaml.ScalarEvent():
                    node = self._scalar(event)
                case yaml.AliasEvent():
                    node = self._alias(event)
                case yaml.CollectionStartEvent():
                    self._start_collection(event, is_mapping=isinstance(event, yaml.MappingStartEvent))
                    continue
                case yaml.CollectionEndEvent():
                    node = self._open.pop()
                    self._keys.pop()
                    node.is_open = False
                case yaml.DocumentStartEvent() if root:
                    message = f"not valid YAML: expected nothing after the document; {_HINT}"
                    raise ParseError(reading.INVALID_SYNTAX, message, *self._location(event))
                case _:
                    continue
            if self._open:
                self._add(node, event)
            else:
                root = node
        return root or YamlNode(None, self._lines.location(self._offset))

    def _start_collection(self, event: Any, *, is_mapping: bool) -> None:
        location = self._location(event)
        if len(self._open) >= MAX_NESTING_YAML:
            raise ParseError(reading.NESTED_TOO_DEEP, TOO_DEEP, *location)
        if self._is_key_next():
            raise ParseError(reading.KEY_NOT_A_STRING, _KEY_NOT_A_STRING, *location)
        node = YamlNode({} if is_mapping else [], location, children={}, is_open=True)
        node.key_locations = {} if is_mapping else None
        self._count(node)
        self._open.append(node)
        self._keys.append(None)
        if event.anchor:
            self._anchors[event.anchor] = node

    def _scalar(self, event: Any) -> YamlNode:
        location, style = self._location(event), event.style or ""
        try:
            value = scalar_value(event.value, style, event.tag, is_core=self._is_core)
        except ParseError as error:
            raise ParseError(error.code, error.message, *location) from error
        except ValueError as error:
            raise ParseError(
                reading.INVALID_SYNTAX, f"a value tagged as binary is not valid base64; {_HINT}", *location
            ) from error
        node = YamlNode(value, location, style=style, length=len(event.value))
        node.start, node.end = self._offset + event.start_mark.index, self._offset + event.end_mark.index
        self._count(node)
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _alias(self, event: Any) -> YamlNode:
        anchored = self._anchors.get(event.anchor)
        if anchored is None:
            message = f"not valid YAML: {named('alias', event.anchor)} has no anchor; {_HINT}"
            raise ParseError(reading.INVALID_SYNTAX, message, *self._location(event))
        if anchored.is_open or anchored.height + len(self._open) > MAX_NESTING_YAML:
            raise ParseError(reading.NESTED_TOO_DEEP, TOO_DEEP, *self._location(event))
        if anchored.children is not None and self._is_key_next():
            raise ParseError(reading.KEY_NOT_A_STRING, _KEY_NOT_A_STRING, *self._location(event))
        return anchored

    def _is_key_next(self) -> bool:
        return bool(self._open) and self._open[-1].key_locations is not None and self._keys[-1] is None

    def _add(self, node: YamlNode, event: Any) -> None:
        """Add a complete node to the innermost open collection."""
        owner = self._open[-1]
        self._grow(owner, node, event)  # first, because the name of a key is a copy
        children = cast("dict[str | int, YamlNode]", owner.children)
        if owner.key_locations is None:
            children[len(children)] = node
            owner.value.append(node.value)
        elif (key := self._keys[-1]) is None:
            self._keys[-1] = node
        else:
            self._keys[-1] = None
            name = scalar_string(key.value)
            if name in children:
                message = f"duplicate key {quote_name(name)} in one mapping, so that one of the two values is lost; delete one"
                raise ParseError(reading.DUPLICATE_KEY, message, *key.location)
            children[name], owner.key_locations[name], owner.value[name] = node, key.location, node.value

    def _grow(self, owner: YamlNode, node: YamlNode, event: Any) -> None:
        """Add up what a collection repeats, and refuse too much."""
        owner.size += node.size
        owner.length += node.length
        owner.height = max(owner.height, node.height + 1)
        if owner.size > self._written + MAX_ALIASED_VALUES:
            raise ParseError(reading.TOO_LARGE, _TOO_MANY_REPEATED, *self._location(event))
        if owner.length > self._written_length + MAX_ALIASED_BYTES:
            raise ParseError(reading.TOO_LARGE, _TOO_MUCH_REPEATED, *self._location(event))

    def _count(self, node: YamlNode) -> None:
        """Count a node that is written out."""
        self._written += 1
        self._written_length += node.length
        if self._written > MAX_VALUES:
            raise ParseError(reading.TOO_LARGE, _TOO_MANY_VALUES, *node.location)

    def _location(self, event: Any) -> Location:
        """The location of an event. YAML has more line ends than files have, so its own lines may not exist."""
        return self._lines.location(self._offset + event.start_mark.index)
