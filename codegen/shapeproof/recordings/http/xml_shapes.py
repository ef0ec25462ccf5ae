"""What the traits of botocore's shapes say about XML: the tags of members, of items and of entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from shapeproof.contract.wire import RESPONSE_LOCATIONS

__all__ = ["ENTRY_TAG", "Tags", "XmlMember", "is_flattened", "item_tag", "key_and_value_tags", "tags_of"]

ENTRY_TAG: Final = "entry"
"""The tag of each entry of a map that is not flattened. No trait changes it."""

_AGGREGATES: Final = frozenset({"list", "map"})


@dataclass(frozen=True, slots=True)
class XmlMember:
    """A member of a structure, as XML has it.

    Attributes:
        name: its name in the contract.
        shape: its shape, one of botocore's.
        is_repeated: whether its tag occurs once for each item or entry: it is flattened.
    """

    name: str
    shape: Any
    is_repeated: bool


@dataclass(frozen=True, slots=True)
class Tags:
    """The members of a structure that a body holds.

    Attributes:
        members: those that are elements, by their tags.
        attributes: those that are attributes, by the names of these, without namespaces.
        names: the tags of all of them, by their names in the contract.
    """

    members: Mapping[str, XmlMember]
    attributes: Mapping[str, XmlMember]
    names: Mapping[str, str]


def tags_of(structure: Any) -> Tags:
    """The members of a structure that are in the body."""
    members: dict[str, XmlMember] = {}
    attributes: dict[str, XmlMember] = {}
    names: dict[str, str] = {}
    for name, shape in structure.members.items():
        traits = shape.serialization
        if traits.get("location") in RESPONSE_LOCATIONS:
            continue
        is_repeated = is_flattened(shape)
        tag = traits.get("name", name)
        if is_repeated and shape.type_name == "list":  # the items' own name replaces that of the list
            tag = shape.member.serialization.get("name", tag)
        member, names[name] = XmlMember(name, shape, is_repeated), tag
        if traits.get("xmlAttribute"):
            attributes[tag.rpartition(":")[2]] = member
        else:
            members[tag] = member
    return Tags(members, attributes, names)


def is_flattened(shape: Any) -> bool:
    """Whether the items of a list, or the entries of a map, stand in the structure itself."""
    return shape.type_name in _AGGREGATES and bool(shape.serialization.get("flattened"))


def item_tag(shape: Any) -> str:
    """The tag of each item of a list that is not flattened."""
    tag: str = shape.member.serialization.get("name", "member")
    return tag


def key_and_value_tags(shape: Any) -> tuple[str, str]:
    """The tags of the key and of the value in an entry of a map."""
    return shape.key.serialization.get("name", "key"), shape.value.serialization.get("name", "value")
