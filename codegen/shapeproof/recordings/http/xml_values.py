"""Reads XML elements into values, guided by the shapes of a model, and keeps what botocore's parser passes over.

The result has the form of a JSON body, so that the same validation finds the same faults: an unknown element is an unknown
member, and text that isn't what its shape promises stays a string. What a JSON body can't have is a fault of the protocol:
elements of another name around items and entries, and repeated ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, NamedTuple

from shapeproof.contract import Pointer
from shapeproof.recordings.body_fault import BodyFault
from shapeproof.recordings.http.xml_scalars import scalar_from_text
from shapeproof.recordings.http.xml_shapes import (
    ENTRY_TAG,
    Tags,
    XmlMember,
    item_tag,
    key_and_value_tags,
    tags_of,
)
from shapeproof.recordings.syntax.xml_parser import XmlElement
from shapeproof.validation.catalog import FindingCode, reading
from shapeproof.validation.catalog.structure import WRONG_ELEMENT
from shapeproof.validation.catalog.wording import listed, quoted_name

__all__ = ["Members", "XmlValues", "plain_value"]

_AGGREGATES: Final = frozenset({"structure", "list", "map"})
_SENT_AS_TEXT: Final = frozenset({"timestamp", "blob"})


class Value(NamedTuple):
    """A value, and the same value as it was sent: with the names of the wire, and times and blobs as their text."""

    in_cli: object
    sent: object


class Members(NamedTuple):
    """The members of a structure, by their names in the contract and as they were sent."""

    in_cli: dict[str, object]
    sent: dict[str, object]


class XmlValues:
    """Reads the elements of one body.

    Attributes:
        moved: pointers of what was sent by pointers in `cli`, where their names differ.
        names: the tags of the members of a structure that has an unknown one, by its pointer in `cli`.
        offsets: the number of bytes before each value, by the pointer of what was sent.
        faults: the faults of the protocol.
    """

    def __init__(self, root: XmlElement) -> None:
        """Read nothing yet.

        Args:
            root: the root of the body.
        """
        self.moved: dict[Pointer, Pointer] = {}
        self.names: dict[Pointer, Mapping[str, str]] = {}
        self.offsets: dict[Pointer, int] = {(): root.offset}
        self.faults: list[BodyFault] = []
        self._tags: dict[int, tuple[Any, Tags]] = {}  # of each shape, which is kept so that its id stays its own

    def tags_of(self, structure: Any) -> Tags:
        """The members of a structure by their tags."""
        known = self._tags.get(id(structure))
        if known is None:
            known = self._tags[id(structure)] = structure, tags_of(structure)
        return known[1]

    def add_fault(self, message: str, pointer: Pointer, element: XmlElement, code: FindingCode = WRONG_ELEMENT) -> None:
        """Note a fault of the protocol, and where it stands unless something else is known to stand there."""
        self.offsets.setdefault(pointer, element.offset)
        self.faults.append(BodyFault(code, message, pointer))

    def _expect_one(self, elements: list[XmlElement], sent_pointer: Pointer) -> None:
        if len(elements) > 1:
            message = f"the element {quoted_name(elements[0].tag)} occurs {len(elements):,} times, expected one"
            self.add_fault(message, sent_pointer, elements[1], reading.DUPLICATE_KEY)

    def expect_once(self, parent: XmlElement, tags: Collection[str], pointer: Pointer = ()) -> None:
        """Note the elements of these tags that are repeated in another, which no list stands for."""
        for tag, elements in _by_tag(child for child in parent.children if child.tag in tags).items():
            self._expect_one(elements, (*pointer, tag))

    def members(
        self,
        structure: Any,
        element: XmlElement,
        pointer: Pointer = (),
        sent_pointer: Pointer = (),
        ignored: frozenset[str] = frozenset(),
    ) -> Members:
        """Read the members of a structure.

        Args:
            structure: its shape.
            element: the element that contains their elements.
            pointer: its pointer in `cli`.
            sent_pointer: its pointer in what was sent.
            ignored: the tags of elements that belong to the protocol, unless they are members.
        """
        tags = self.tags_of(structure)
        in_cli: dict[str, object] = {}
        sent: dict[str, object] = {}
        groups = _by_tag(element.children)
        for tag, elements in groups.items():
            member = tags.members.get(tag)
            if member is None:
                if tag not in ignored:
                    name = f"{tag} (not its wire name)" if tag in structure.members else tag
                    self.names[pointer] = tags.names
                    self._move((*pointer, name), (*sent_pointer, tag))
                    in_cli[name] = sent[tag] = plain_value(elements)
                    self.offsets[*sent_pointer, tag] = elements[0].offset
                continue
            name = member.name
            at, sent_at = (*pointer, name), (*sent_pointer, tag)
            if name != tag:
                self.moved[at] = sent_at
            in_cli[name], sent[tag] = self._member(member, elements, at, sent_at)
        for name, member in tags.attributes.items():
            if name in element.attributes:
                tag = tags.names[member.name]
                self._move((*pointer, member.name), (*sent_pointer, tag))
                in_cli[member.name], sent[tag] = self._scalar(member.shape, element.attributes[name])
        for name in structure.required_members:
            if name not in in_cli and name in tags.names:
                self._move((*pointer, name), (*sent_pointer, tags.names[name]))
        return Members(in_cli, sent)

    def _move(self, pointer: Pointer, sent_pointer: Pointer) -> None:
        if pointer[-1] != sent_pointer[-1]:  # otherwise, the ancestor that moved tells
            self.moved[pointer] = sent_pointer

    def _member(
        self, member: XmlMember, elements: list[XmlElement], pointer: Pointer, sent_pointer: Pointer
    ) -> Value | Members:
        shape = member.shape
        if not member.is_repeated:
            if len(elements) > 1:
                self._expect_one(elements, sent_pointer)
            return self._value(shape, elements[0], pointer, sent_pointer)
        self.offsets[sent_pointer] = elements[0].offset
        return (
            self._items(shape, elements, pointer, sent_pointer)
            if shape.type_name == "list"
            else self._entries(shape, elements, pointer, sent_pointer)
        )

    def _value(self, shape: Any, element: XmlElement, pointer: Pointer, sent_pointer: Pointer) -> Value | Members:
        self.offsets.setdefault(sent_pointer, element.offset)
        kind = shape.type_name
        if kind not in _AGGREGATES:
            if element.children:
                plain = plain_value([element])
                return Value(plain, plain)
            return self._scalar(shape, element.text)
        if not element.children and element.text.strip():
            return Value(element.text, element.text)
        if kind == "structure":
            return self.members(shape, element, pointer, sent_pointer)
        tag = item_tag(shape) if kind == "list" else ENTRY_TAG
        for stray in _by_tag(child for child in element.children if child.tag != tag).values():
            message = f"expected elements `{tag}`, got {quoted_name(stray[0].tag)}"
            self.add_fault(message, (*sent_pointer, stray[0].tag), stray[0])
        read = self._items if kind == "list" else self._entries
        return read(shape, element.children, pointer, sent_pointer)

    @staticmethod
    def _scalar(shape: Any, text: str) -> Value:
        kind = shape.type_name
        if kind == "string":  # as most are
            return Value(text, text)
        value = scalar_from_text(shape, text)
        return Value(value, text if kind in _SENT_AS_TEXT else value)

    def _items(self, shape: Any, elements: list[XmlElement], pointer: Pointer, sent_pointer: Pointer) -> Value:
        in_cli: list[object] = []
        sent: list[object] = []
        for index, element in enumerate(elements):
            item = self._value(shape.member, element, (*pointer, index), (*sent_pointer, index))
            in_cli.append(item.in_cli)
            sent.append(item.sent)
        return Value(in_cli, sent)

    def _entries(self, shape: Any, elements: list[XmlElement], pointer: Pointer, sent_pointer: Pointer) -> Value:
        key_tag, value_tag = key_and_value_tags(shape)
        in_cli: dict[str, object] = {}
        sent: dict[str, object] = {}
        is_at_fault = False
        for element in elements:
            groups = _by_tag(element.children)
            tags = [child.tag for child in element.children]
            if sorted(tags) != sorted((key_tag, value_tag)) and not is_at_fault:
                is_at_fault = True  # what writes one entry wrongly writes all of them so
                got = listed([quoted_name(tag) for tag in tags]) or "none"
                message = f"expected the elements `{key_tag}` and `{value_tag}` in each entry, got {got}"
                self.add_fault(message, sent_pointer, element)
            if key_tag in groups and value_tag in groups:
                key = groups[key_tag][0].text
                value = self._value(shape.value, groups[value_tag][0], (*pointer, key), (*sent_pointer, key))
                in_cli[key], sent[key] = value
        return Value(in_cli, sent)


def plain_value(elements: list[XmlElement]) -> object:
    """Elements of one tag as JSON without a model would write them: text, an object, or a list if there are several."""
    values = [_plain(element) for element in elements]
    return values[0] if len(values) == 1 else values


def _plain(element: XmlElement) -> object:
    if not element.children:
        return element.text
    return {tag: plain_value(elements) for tag, elements in _by_tag(element.children).items()}


def _by_tag(elements: Iterable[XmlElement]) -> dict[str, list[XmlElement]]:
    groups: dict[str, list[XmlElement]] = {}
    for element in elements:
        groups.setdefault(element.tag, []).append(element)
    return groups
