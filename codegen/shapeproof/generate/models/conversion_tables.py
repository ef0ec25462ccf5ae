"""What of a structure depends on the representation, as the table that generated modules convert by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, cast

from shapeproof.contract import Schema, child, reference
from shapeproof.generate.shared.definitions import Definitions, is_map
from shapeproof.representations.wire_names import outside_the_body, payload_member

__all__ = ["ConversionTable", "ConversionTables", "forms"]


class ConversionTable(NamedTuple):
    """How a member is written down.

    `kind`: "time", "blob", "document", or the name of the structure that it holds. `around`: `[]` for each list and
    `{}` for each map around that, from the outside. `time`: how the wire writes a time. `wire`: its name on the wire,
    where that is another. What is like this in every representation has no form.
    """

    kind: str = ""
    around: str = ""
    time: str = ""
    wire: str = ""

    def __repr__(self) -> str:
        """As the call that makes it, in generated source: trailing defaults left out."""
        given = list(self)
        while given and not given[-1]:
            given.pop()
        quoted = ", ".join(f'"{text}"' for text in given)
        return f"_Form({quoted})"


@dataclass(frozen=True, slots=True)
class ConversionTables:
    """The table, structure -> member -> form, by the names that the module's classes bear.

    `outside` holds the members of a structure that travel outside the body, `payloads` the one that is the whole body.
    """

    members: Mapping[str, Mapping[str, ConversionTable]]
    outside: Mapping[str, frozenset[str]]
    payloads: Mapping[str, str]

    @property
    def times(self) -> frozenset[str]:
        """The ways in which the wire writes times."""
        return frozenset(form.time for members in self.members.values() for form in members.values() if form.time)

    @property
    def has_blobs(self) -> bool:
        return any(form.kind == "blob" for members in self.members.values() for form in members.values())


def forms(known: Definitions, class_name: Callable[[str], str]) -> ConversionTables:
    """The forms of all structures. `class_name` tells what the class of a shape is called in the module."""
    members: dict[str, dict[str, ConversionTable]] = {}
    outside: dict[str, frozenset[str]] = {}
    payloads: dict[str, str] = {}
    for name, shape in known.shapes.items():
        properties: Mapping[str, Schema] = shape.get("properties", {})
        found = {member: form for member, node in properties.items() if any(form := _form(known, node, class_name))}
        away = frozenset(member for member, node in properties.items() if outside_the_body(node))
        if found:
            members[class_name(name)] = found
        if away:
            outside[class_name(name)] = away
        if body := payload_member(shape):
            payloads[class_name(name)] = body[0]
    return ConversionTables(members, outside, payloads)


def _form(known: Definitions, node: Schema, class_name: Callable[[str], str]) -> ConversionTable:
    around, inner, wire = "", node, node.get("x-wire", {}).get("name", "")
    shape = known.resolve(inner)
    while shape.get("type") == "array" or is_map(shape):
        step = child(shape, 0 if "items" in shape else "")
        around, inner = around + step.notation, cast("Schema", step.node)
        shape = known.resolve(inner)
    if "properties" in shape:
        return ConversionTable(class_name(_name(inner)), around, wire=wire)
    if shape.get("format") == "date-time":
        return ConversionTable("time", around, {**shape, **inner}["x-wire"]["time"], wire)
    if "contentEncoding" in shape:
        return ConversionTable("blob", around, wire=wire)
    if "type" not in shape and not around:
        return ConversionTable("document", wire=wire)
    return ConversionTable(wire=wire)


def _name(node: Schema) -> str:
    found = reference(node)
    if found is None:
        raise AssertionError("a structure always stands in $defs")  # pragma: no cover
    return found
