"""How the members of structures depend on the representation, as the table that generated modules convert by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, cast

from shapeproof.contract import Schema, child, reference
from shapeproof.contract.wire import SDK_NULL, SDK_STREAM
from shapeproof.generate.models.source.literals import PythonCode, literal
from shapeproof.generate.shared.definitions import Definitions, is_map
from shapeproof.representations.botocore_decoding import sdk_form
from shapeproof.representations.wire_names import is_outside_body, payload_member

__all__ = ["Conversion", "ConversionTable", "conversion_table"]


STREAM_OF_EVENTS: Final = "()"
"""What `Conversion.containers` says of a member that is a stream of events."""


class Conversion(NamedTuple):
    """How one member is converted. A member that every representation writes alike has no conversion.

    Attributes:
        kind: `time`, `blob`, `float`, `document` (of which null is a value), `stream` (of bytes), or the class of the
            structure that the member contains; empty for others.
        containers: the lists (`[]`) and maps (`{}`) around that, the outermost first: `[]{}`; `()` for a stream of events.
        time_format: how the wire writes a time: `iso8601`, `rfc822` or `unixTimestamp`.
        wire_name: the member's name on the wire, if it has another one there.
    """

    kind: str = ""
    containers: str = ""
    time_format: str = ""
    wire_name: str = ""

    @property
    def source(self) -> PythonCode:
        """The tuple of its fields in generated source, without trailing defaults."""
        fields = list(self)
        while fields and not fields[-1]:
            fields.pop()
        return PythonCode(f"({', '.join(map(literal, fields))}{',' if len(fields) == 1 else ''})")


@dataclass(frozen=True, slots=True)
class ConversionTable:
    """The conversions of all structures of a module, by the names of their classes.

    Attributes:
        members: by class, the conversion of each member.
        outside_body: by class, the members that are sent outside the body, such as in headers.
        payloads: by class, the member that is the whole body.
    """

    members: Mapping[str, Mapping[str, Conversion]]
    outside_body: Mapping[str, frozenset[str]]
    payloads: Mapping[str, str]

    @property
    def time_formats(self) -> frozenset[str]:
        """The formats in which the wire writes times."""
        return frozenset(conversion.time_format for conversion in self._conversions() if conversion.time_format)

    @property
    def has_blobs(self) -> bool:
        return self._has("blob")

    @property
    def has_byte_streams(self) -> bool:
        return self._has("stream")

    @property
    def has_event_streams(self) -> bool:
        return any(conversion.containers == STREAM_OF_EVENTS for conversion in self._conversions())

    @property
    def has_floats(self) -> bool:
        return self._has("float")

    def _has(self, kind: str) -> bool:
        return any(conversion.kind == kind for conversion in self._conversions())

    def _conversions(self) -> Iterator[Conversion]:
        for members in self.members.values():
            yield from members.values()


def conversion_table(definitions: Definitions, class_name: Callable[[str], str]) -> ConversionTable:
    """The conversions of all structures.

    Args:
        definitions: the structures and enums of the module.
        class_name: returns the name of the class of a structure, by its AWS name.
    """
    table: dict[str, dict[str, Conversion]] = {}
    outside_body: dict[str, frozenset[str]] = {}
    payloads: dict[str, str] = {}
    for name, shape in definitions.shapes.items():
        members: Mapping[str, Schema] = shape.get("properties", {})
        conversions = {member: _conversion(definitions, node, class_name) for member, node in members.items()}
        needed = {member: conversion for member, conversion in conversions.items() if any(conversion)}
        outside = frozenset(member for member, node in members.items() if is_outside_body(node))
        if needed:
            table[class_name(name)] = needed
        if outside:
            outside_body[class_name(name)] = outside
        if body := payload_member(shape):
            payloads[class_name(name)] = body[0]
    return ConversionTable(table, outside_body, payloads)


def _conversion(definitions: Definitions, node: Schema, class_name: Callable[[str], str]) -> Conversion:
    containers, inner, wire_name = "", node, node.get("x-wire", {}).get("name", "")
    if "x-events" in node:
        return Conversion(class_name(_structure_name(node["x-events"])), STREAM_OF_EVENTS, wire_name=wire_name)
    if node.get("x-sdk") == SDK_STREAM:
        return Conversion("stream", wire_name=wire_name)
    shape = definitions.resolve(inner)
    while shape.get("type") == "array" or is_map(shape):
        step = child(shape, 0 if "items" in shape else "")
        containers, inner = containers + step.notation, cast("Schema", step.node)
        shape = definitions.resolve(inner)
    if "properties" in shape:
        return Conversion(class_name(_structure_name(inner)), containers, wire_name=wire_name)
    if shape.get("format") == "date-time":
        return Conversion("time", containers, {**shape, **inner}["x-wire"]["time"], wire_name)
    if "contentEncoding" in shape:
        return Conversion("blob", containers, wire_name=wire_name)
    if shape.get("type") == "number":
        return Conversion("float", containers, wire_name=wire_name)
    has_null = "type" not in shape or sdk_form({"$defs": definitions.shapes}, inner) == SDK_NULL
    if has_null and not containers:
        return Conversion("document", wire_name=wire_name)
    return Conversion(wire_name=wire_name)


def _structure_name(node: Schema) -> str:
    name = reference(node)
    if name is None:
        raise AssertionError("a structure is always defined in $defs")  # pragma: no cover
    return name
