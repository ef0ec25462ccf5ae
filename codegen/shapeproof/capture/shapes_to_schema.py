"""Translates the shapes of a service model to JSON Schema 2020-12, in the `cli` representation.

Structures and enums become `$defs` under their AWS names; scalars, lists and maps are inlined. Ten keywords are
Shapeproof's own: `x-shape` (the AWS name of an inlined shape), `x-wire` (how the wire representation of the value
differs), `x-sdk` (what botocore makes of the value), `x-events` (the schema of a stream's events), `x-sensitive`,
`x-not-checked` (what the schema can't express, and why), `x-deviations` (see `capture.deviations`), `x-changes` (see
`capture.changes_to_schema`), `x-counts` (see `capture.counts`), and `x-rules` (see `capture.rule_entries`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from shapeproof.capture.changes_to_schema import changes_of
from shapeproof.capture.counts import COUNTS_TRAIT
from shapeproof.capture.deviations import deviations_of
from shapeproof.capture.model import OperationModel, Shape, member_traits
from shapeproof.capture.patterns.contract_patterns import ContractPatterns
from shapeproof.capture.patterns.syntax_tree import Untranslatable
from shapeproof.contract.schema import BYTE_STREAM, EVENT_STREAM
from shapeproof.contract.wire import BASE64, RESPONSE_LOCATIONS
from shapeproof.errors import CaptureError

__all__ = ["SchemaBuilder", "empty_structure"]

_INTEGER_BITS: Final = {"integer": 31, "long": 63}
_JSON_TYPES: Final = {"integer": "integer", "long": "integer", "float": "number", "double": "number"}
_STREAM: Final = "streams are not part of a recorded response"
_TIME_FORMATS: Final = {"header": "rfc822", "json": "unixTimestamp", "rest-json": "unixTimestamp"}


def empty_structure() -> dict[str, Any]:
    """The schema of a structure without members."""
    return {"type": "object", "properties": {}, "additionalProperties": False}


class SchemaBuilder:
    """Translates the shapes of one model, and collects the `$defs` that they refer to.

    Attributes:
        definitions: the schema of each structure and enum that was translated, by its AWS name.
    """

    def __init__(
        self, model: OperationModel, patterns: ContractPatterns | None = None, *, is_response: bool = False
    ) -> None:
        """Create a builder.

        Args:
            model: the model that the shapes belong to.
            patterns: the patterns of the contract that the schema is a part of; by default, there is no other part.
            is_response: the shapes belong to a response or an error, in which a blob that is the whole body is a stream,
                even if the model doesn't say so, and whose members are not in a URL, even if the model says so.
        """
        self._model = model
        self._patterns = patterns or ContractPatterns()
        self._is_response = is_response
        self._enclosing: list[str] = []
        self.definitions: dict[str, dict[str, Any]] = {}

    def schema(self, name: str, traits: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Translate a shape.

        Args:
            name: the name of the shape.
            traits: the traits of the member that has this shape (location, timestampFormat …).

        Returns:
            The schema: a reference to a definition for a structure or enum.

        Raises:
            CaptureError: a list or map contains itself with no structure between, or has an unknown type.
        """
        shape = self._model.shape(name)
        traits = traits or {}
        if kind := _stream(shape, traits):
            stream: dict[str, Any] = {"x-shape": name, "x-not-checked": {"type": {"value": kind, "reason": _STREAM}}}
            if kind == EVENT_STREAM and self._is_response:
                self._define(name, self._events(shape))
                stream["x-events"] = {"$ref": f"#/$defs/{name}"}
            return stream
        if shape.get("document") or traits.get("jsonvalue"):
            return {"x-shape": name}
        if shape["type"] == "structure" or "enum" in shape:
            self._define(name, shape)
            return {"$ref": f"#/$defs/{name}"}
        if name in self._enclosing:
            raise CaptureError(
                f"the {shape['type']} {name} contains itself with no structure between", where=self._model.name
            )
        self._enclosing.append(name)
        schema = self._inlined(name, shape, traits)
        self._enclosing.pop()
        return schema

    def _define(self, name: str, shape: Shape) -> None:
        if name in self.definitions:
            return
        self.definitions[name] = {}  # a placeholder, since a structure may contain itself
        enclosing, self._enclosing = self._enclosing, []
        schema = self._enum(shape) if "enum" in shape else self._structure(shape)
        self._enclosing = enclosing
        if shape.get("sensitive"):
            schema["x-sensitive"] = True
        if shape.get("deprecated"):
            schema["deprecated"] = True
        # Recordings may be of another release; requests are only made for one.
        changes = changes_of(shape, schema) if self._is_response else {}
        self.definitions[name] = schema | deviations_of(shape, self._patterns) | changes

    def _enum(self, shape: Shape) -> dict[str, Any]:
        return {"type": "string", "enum": list(dict.fromkeys(shape["enum"])), **self._sdk_form(shape)}

    def _structure(self, shape: Shape) -> dict[str, Any]:
        members = {name: self.member(name, member, shape) for name, member in shape.get("members", {}).items()}
        schema = empty_structure() | {"properties": members}
        # Recordings have no streams, so a stream is never required.
        required = [
            name
            for name in shape.get("required", ())
            if "x-not-checked" not in members[name] or _has_type(members[name])
        ]
        if required:
            schema["required"] = required
        if counts := shape.get(COUNTS_TRAIT):
            schema["x-counts"] = counts
        if shape.get("union"):
            schema |= {"minProperties": 1, "maxProperties": 1}
        return schema

    def _events(self, shape: Shape) -> Shape:
        """The shape of an event: a union. The SDK raises events that are errors, and never returns them."""
        members = {
            name: member
            for name, member in shape.get("members", {}).items()
            if not self._model.shape(member["shape"]).get("exception")
        }
        return {**shape, "members": members, "required": [], "union": True}

    def member(self, name: str, member: Mapping[str, Any], owner: Shape) -> dict[str, Any]:
        """The schema of one member of the structure `owner`, with `x-wire` where the wire representation differs."""
        shape = self._model.shape(member["shape"])
        member = member_traits(member, shape)
        if self._is_response and member.get("location") not in {None, *RESPONSE_LOCATIONS}:
            member = {trait: value for trait, value in member.items() if trait != "location"}
        is_payload = self._model.is_rest and owner.get("payload") == name
        is_body = self._is_response and is_payload and shape["type"] == "blob"
        schema = dict(self.schema(member["shape"], {**member, "streaming": True} if is_body else member))
        wire = self._wire(name, member, is_payload=is_payload)
        if wire:
            schema["x-wire"] = schema.get("x-wire", {}) | wire
        if member.get("deprecated"):
            schema["deprecated"] = True
        return schema

    def _wire(self, name: str, member: Mapping[str, Any], *, is_payload: bool) -> dict[str, Any]:
        wire: dict[str, Any] = {}
        if member.get("locationName", name) != name:
            wire["name"] = member["locationName"]
        if "location" in member and self._model.is_rest:
            wire["in"] = member["location"]
        elif is_payload:
            wire["in"] = "payload"
        if member.get("jsonvalue"):
            wire["text"] = "json"
        return wire

    def _inlined(self, name: str, shape: Shape, traits: Mapping[str, Any]) -> dict[str, Any]:
        schema: dict[str, Any]
        match shape["type"]:
            case "list":
                schema = self._list(shape)
            case "map":
                schema = self._map(shape)
            case "string":
                schema = self._string(shape)
            case "integer" | "long" | "float" | "double" as type_name:
                schema = _number(shape, type_name)
            case "character":
                schema = {"type": "string", "minLength": 1, "maxLength": 1}
            case "boolean":
                schema = {"type": "boolean"}
            case "blob":
                schema = _blob(shape)
            case "timestamp":
                schema = self._timestamp(shape, traits)
            case unknown:
                raise CaptureError(f"the shape {name} has the unknown type {unknown!r}", where=self._model.name)
        schema["x-shape"] = name
        if shape.get("sensitive"):
            schema["x-sensitive"] = True
        if shape.get("deprecated"):
            schema["deprecated"] = True
        return schema | deviations_of(shape, self._patterns)

    def _list(self, shape: Shape) -> dict[str, Any]:
        items = self.schema(shape["member"]["shape"], shape["member"])
        return {"type": "array", "items": _nullable(items, shape)} | _bounds(shape, "minItems", "maxItems")

    def _map(self, shape: Shape) -> dict[str, Any]:
        values = self.schema(shape["value"]["shape"], shape["value"])
        schema: dict[str, Any] = {"type": "object", "additionalProperties": _nullable(values, shape)}
        keys = self.schema(shape["key"]["shape"], shape["key"])
        if set(keys) - {"type", "x-shape"}:
            schema["propertyNames"] = keys
        return schema | _bounds(shape, "minProperties", "maxProperties")

    def _string(self, shape: Shape) -> dict[str, Any]:
        schema: dict[str, Any] = {"type": "string"} | _bounds(shape, "minLength", "maxLength") | self._sdk_form(shape)
        if "pattern" not in shape:
            return schema
        try:
            portable = self._patterns.translate(shape["pattern"])
        except Untranslatable as error:
            schema["x-not-checked"] = {"pattern": {"value": shape["pattern"], "reason": error.reason}}
            return schema
        if portable.min_length:
            schema["minLength"] = max(portable.min_length, schema.get("minLength", 0))
        if portable.max_length is not None:
            schema["maxLength"] = min(portable.max_length, schema.get("maxLength", portable.max_length))
        schema["pattern"] = portable.regex
        return schema

    def _sdk_form(self, shape: Shape) -> dict[str, str]:
        return {"x-sdk": shape["sdk"]} if "sdk" in shape and self._is_response else {}

    def _timestamp(self, shape: Shape, traits: Mapping[str, Any]) -> dict[str, Any]:
        place = traits.get("location") if self._model.is_rest else None
        default = _TIME_FORMATS.get(place or self._model.json_protocol or "", "iso8601")
        time_format = traits.get("timestampFormat") or shape.get("timestampFormat") or default
        return {"type": "string", "format": "date-time", "x-wire": {"time": time_format}} | self._sdk_form(shape)


def _stream(shape: Shape, traits: Mapping[str, Any]) -> str | None:
    if shape.get("eventstream"):
        return EVENT_STREAM
    return BYTE_STREAM if shape.get("streaming") or traits.get("streaming") else None


def _has_type(schema: Mapping[str, Any]) -> bool:
    return "type" in schema or "$ref" in schema


def _nullable(schema: dict[str, Any], owner: Shape) -> dict[str, Any]:
    """The schema of an item: one of a `sparse` list or map may be null."""
    return {"anyOf": [schema, {"type": "null"}]} if owner.get("sparse") else schema


def _bounds(shape: Shape, low: str, high: str) -> dict[str, int]:
    bounds = {low: int(shape.get("min", 0))}
    if "max" in shape:
        bounds[high] = int(shape["max"])
    return {keyword: bound for keyword, bound in bounds.items() if keyword != low or bound > 0}


def _number(shape: Shape, type_name: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": _JSON_TYPES[type_name]}
    if type_name in _INTEGER_BITS:
        bound = 2 ** _INTEGER_BITS[type_name]
        schema["minimum"] = max(-bound, int(shape.get("min", -bound)))
        schema["maximum"] = min(bound - 1, int(shape.get("max", bound - 1)))
        return schema
    return schema | {
        keyword: shape[trait] for trait, keyword in (("min", "minimum"), ("max", "maximum")) if trait in shape
    }


def _blob(shape: Shape) -> dict[str, Any]:
    # The model bounds the number of bytes; each three bytes, or part of three, are four characters of base64.
    schema: dict[str, Any] = {"type": "string", "contentEncoding": "base64", "pattern": BASE64}
    lengths = _bounds(shape, "minLength", "maxLength")
    return schema | {keyword: -(-count // 3) * 4 for keyword, count in lengths.items()}
