"""Each kind of shape in botocore, and the schema that it is translated to."""

from __future__ import annotations

import json
from typing import Any, cast

import jsonschema_rs
import pytest

from shapeproof.capture.build import build, contract_files
from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract, is_stream
from shapeproof.contract.wire import BASE64
from shapeproof.errors import CaptureError

Json = dict[str, Any]

PROSE = "A word that must not be kept."
STRING: Json = {"Text": {"type": "string"}}
STRING_SCHEMA: Json = {"type": "string", "x-shape": "Text"}
INT32: Json = {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1}
TIME: Json = {"type": "string", "format": "date-time"}
NO_STREAM = "streams are not part of a recorded response"


def documented(node: object) -> Any:
    """The shapes with documentation wherever AWS writes some."""
    if isinstance(node, list):
        return [documented(item) for item in cast("list[object]", node)]
    if not isinstance(node, dict):
        return node
    members = cast("Json", node)
    prose = {"documentation": PROSE, "deprecatedMessage": PROSE} if {"type", "shape"} & members.keys() else {}
    return {key: documented(value) for key, value in members.items()} | prose


def operation_model(shapes: Json, *, protocol: str = "json", **operation: Any) -> OperationModel:
    service = {
        "metadata": {"apiVersion": "2017-07-24", "endpointPrefix": "things", "protocol": protocol, "uid": "x"},
        "operations": {"DescribeThing": documented({"name": "DescribeThing", "documentation": PROSE} | operation)},
        "shapes": documented(shapes),
    }
    return OperationModel.from_service("things", "1.2.3", service, "DescribeThing")


def contract_with_member(shapes: Json, member: Json, *, protocol: str = "json", **owner: Any) -> Contract:
    """The contract of an operation whose response has one member."""
    answer = {"type": "structure", "members": {"Member": member}} | owner
    model = operation_model(shapes | {"Answer": answer}, protocol=protocol, output={"shape": "Answer"})
    assert PROSE not in json.dumps(contract_files(model))
    contract = build(model)
    for schema in (contract.response, contract.request, contract.errors):
        jsonschema_rs.meta.validate(dict(schema))
    return contract


SCALARS: dict[str, tuple[Json, Json]] = {
    "string": ({"type": "string"}, {"type": "string"}),
    "lengths": ({"type": "string", "min": 1, "max": 9}, {"type": "string", "minLength": 1, "maxLength": 9}),
    "a minimum of zero says nothing": ({"type": "string", "min": 0}, {"type": "string"}),
    "pattern": ({"type": "string", "pattern": r"\d+|a"}, {"type": "string", "pattern": "^(?:[0-9]+|a)$"}),
    "an untranslatable pattern is kept as not checked": (
        {"type": "string", "max": 9, "pattern": r"(a)\1"},
        {
            "type": "string",
            "maxLength": 9,
            "x-not-checked": {"pattern": {"value": r"(a)\1", "reason": "a backreference"}},
        },
    ),
    "the narrower of the pattern's lengths and the shape's": (
        {"type": "string", "min": 5, "max": 100_000, "pattern": r"[\s\S]{1,65536}"},
        {"type": "string", "minLength": 5, "maxLength": 65536, "pattern": r"^(?:[\s\S]*)$"},
    ),
    "integer": ({"type": "integer", "box": True}, INT32),
    "bounded integer": ({"type": "integer", "min": 0, "max": 5}, {"type": "integer", "minimum": 0, "maximum": 5}),
    "long": ({"type": "long"}, {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1}),
    "bounded long": ({"type": "long", "min": 1}, {"type": "integer", "minimum": 1, "maximum": 2**63 - 1}),
    "an integer's bound beyond 32 bits": ({"type": "integer", "min": -(2**40), "max": 2**40}, INT32),
    "float": ({"type": "float"}, {"type": "number"}),
    "double": ({"type": "double", "min": -0.5, "max": 1}, {"type": "number", "minimum": -0.5, "maximum": 1}),
    "boolean": ({"type": "boolean", "box": True}, {"type": "boolean"}),
    "character": ({"type": "character"}, {"type": "string", "minLength": 1, "maxLength": 1}),
    "blob": ({"type": "blob"}, {"type": "string", "contentEncoding": "base64", "pattern": BASE64}),
    "bytes are bounded, base64 has a third more": (
        {"type": "blob", "min": 1, "max": 4},
        {"type": "string", "contentEncoding": "base64", "pattern": BASE64, "minLength": 4, "maxLength": 8},
    ),
    "timestamp": ({"type": "timestamp"}, TIME | {"x-wire": {"time": "unixTimestamp"}}),
    "timestamp of another form": (
        {"type": "timestamp", "timestampFormat": "rfc822"},
        TIME | {"x-wire": {"time": "rfc822"}},
    ),
    "sensitive": ({"type": "string", "sensitive": True}, {"type": "string", "x-sensitive": True}),
    "deprecated": ({"type": "string", "deprecated": True}, {"type": "string", "deprecated": True}),
    "list": ({"type": "list", "member": {"shape": "Text"}}, {"type": "array", "items": STRING_SCHEMA}),
    "bounded list": (
        {"type": "list", "member": {"shape": "Text"}, "min": 1, "max": 2},
        {"type": "array", "items": STRING_SCHEMA, "minItems": 1, "maxItems": 2},
    ),
    "sparse list": (
        {"type": "list", "member": {"shape": "Text"}, "sparse": True},
        {"type": "array", "items": {"anyOf": [STRING_SCHEMA, {"type": "null"}]}},
    ),
    "map": (
        {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
        {"type": "object", "additionalProperties": STRING_SCHEMA},
    ),
    "bounded sparse map": (
        {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}, "sparse": True, "min": 1, "max": 2},
        {
            "type": "object",
            "additionalProperties": {"anyOf": [STRING_SCHEMA, {"type": "null"}]},
            "minProperties": 1,
            "maxProperties": 2,
        },
    ),
    "map with a pattern of keys": (
        {"type": "map", "key": {"shape": "Key"}, "value": {"shape": "Text"}},
        {
            "type": "object",
            "additionalProperties": STRING_SCHEMA,
            "propertyNames": {"type": "string", "maxLength": 3, "pattern": "^(?:k+)$", "x-shape": "Key"},
        },
    ),
    "map with an enum of keys": (
        {"type": "map", "key": {"shape": "Choice"}, "value": {"shape": "Text"}},
        {"type": "object", "additionalProperties": STRING_SCHEMA, "propertyNames": {"$ref": "#/$defs/Choice"}},
    ),
}
SHAPES = STRING | {
    "Key": {"type": "string", "max": 3, "pattern": "k+"},
    "Choice": {"type": "string", "enum": ["One", "Two", "One"]},
}


@pytest.mark.parametrize(("shape", "expected"), SCALARS.values(), ids=SCALARS)
def test_scalars_lists_and_maps_are_inlined(shape: Json, expected: Json) -> None:
    contract = contract_with_member(SHAPES | {"Shape": shape}, {"shape": "Shape"})
    assert contract.members()["Member"] == expected | {"x-shape": "Shape"}


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ({"type": "string", "enum": ["b", "a", "b"]}, {"type": "string", "enum": ["b", "a"]}),
        (
            {"type": "string", "enum": ["a"], "sensitive": True, "deprecated": True},
            {"type": "string", "enum": ["a"], "x-sensitive": True, "deprecated": True},
        ),
        ({"type": "structure"}, {"type": "object", "properties": {}, "additionalProperties": False}),
        (
            {"type": "structure", "members": {"Text": {"shape": "Text"}}, "required": ["Text"], "sensitive": True},
            {
                "type": "object",
                "properties": {"Text": STRING_SCHEMA},
                "additionalProperties": False,
                "required": ["Text"],
                "x-sensitive": True,
            },
        ),
        (
            {"type": "structure", "union": True, "members": {"Text": {"shape": "Text"}}},
            {
                "type": "object",
                "properties": {"Text": STRING_SCHEMA},
                "additionalProperties": False,
                "minProperties": 1,
                "maxProperties": 1,
            },
        ),
        (  # a structure may contain itself, and a member may be called as botocore calls its prose
            {"type": "structure", "members": {"documentation": {"shape": "Text"}, "Inner": {"shape": "Shape"}}},
            {
                "type": "object",
                "properties": {"documentation": STRING_SCHEMA, "Inner": {"$ref": "#/$defs/Shape"}},
                "additionalProperties": False,
            },
        ),
    ],
)
def test_structures_and_enums_are_definitions_under_their_names(shape: Json, expected: Json) -> None:
    contract = contract_with_member(STRING | {"Shape": shape}, {"shape": "Shape"})
    assert contract.members()["Member"] == {"$ref": "#/$defs/Shape"}
    assert contract.response["$defs"]["Shape"] == expected


@pytest.mark.parametrize(
    ("shape", "member", "owner", "expected"),
    [
        ({"type": "string"}, {"locationName": "member"}, {}, {"type": "string", "x-wire": {"name": "member"}}),
        ({"type": "string"}, {"locationName": "Member"}, {}, {"type": "string"}),
        ({"type": "string"}, {"deprecated": True}, {}, {"type": "string", "deprecated": True}),
        ({"type": "string", "locationName": "shape"}, {}, {}, {"type": "string", "x-wire": {"name": "shape"}}),
        (
            {"type": "string", "location": "header", "locationName": "x-shape"},
            {"locationName": "x-m"},
            {},
            {"type": "string", "x-wire": {"name": "x-m", "in": "header"}},
        ),
        ({"type": "integer"}, {"location": "statusCode"}, {}, INT32 | {"x-wire": {"in": "statusCode"}}),
        (
            {"type": "string"},
            {"location": "header", "locationName": "x-m"},
            {},
            {"type": "string", "x-wire": {"name": "x-m", "in": "header"}},
        ),
        (
            {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
            {"location": "headers", "locationName": "x-meta-"},
            {},
            {"type": "object", "additionalProperties": STRING_SCHEMA, "x-wire": {"name": "x-meta-", "in": "headers"}},
        ),
        ({"type": "timestamp"}, {"location": "header"}, {}, TIME | {"x-wire": {"time": "rfc822", "in": "header"}}),
        ({"type": "timestamp"}, {"timestampFormat": "iso8601"}, {}, TIME | {"x-wire": {"time": "iso8601"}}),
        ({"type": "string"}, {}, {"payload": "Member"}, {"type": "string", "x-wire": {"in": "payload"}}),
        ({"type": "structure", "document": True, "members": {}}, {}, {}, {}),
        ({"type": "string"}, {"jsonvalue": True}, {}, {"x-wire": {"text": "json"}}),
        (
            {"type": "blob", "streaming": True},
            {},
            {"payload": "Member", "required": ["Member"]},
            {
                "x-not-checked": {"type": {"value": "streaming blob", "reason": NO_STREAM}},
                "x-wire": {"in": "payload"},
            },
        ),
        (
            {"type": "structure", "eventstream": True, "members": {"Event": {"shape": "Text", "event": True}}},
            {},
            {"required": ["Member"]},
            {
                "x-not-checked": {"type": {"value": "event stream", "reason": NO_STREAM}},
                "x-events": {"$ref": "#/$defs/Shape"},
            },
        ),
    ],
)
def test_traits_of_a_member_are_added_to_the_schema_of_its_shape(
    shape: Json, member: Json, owner: Json, expected: Json
) -> None:
    shapes, reference = STRING | {"Shape": shape}, {"shape": "Shape"} | member
    contract = contract_with_member(shapes, reference, protocol="rest-json", **owner)
    assert contract.members()["Member"] == expected | {"x-shape": "Shape"}
    assert "required" not in contract.response["$defs"]["Answer"], "a stream is never required"


@pytest.mark.parametrize(
    ("member", "owner"), [({"location": "header"}, {}), ({}, {"payload": "Member"}), ({"location": "statusCode"}, {})]
)
def test_only_rest_has_members_outside_the_body(member: Json, owner: Json) -> None:
    shapes: Json = {"Shape": {"type": "timestamp"}}
    contract = contract_with_member(shapes, {"shape": "Shape"} | member, protocol="json", **owner)
    assert contract.members()["Member"]["x-wire"] == {"time": "unixTimestamp"}


@pytest.mark.parametrize("location", ["uri", "querystring"])
def test_only_a_request_has_a_url(location: str) -> None:
    """botocore finds a member of a response or an error in the body if the model says that it is in the URL."""
    thing = {"type": "structure", "members": {"Member": {"shape": "Shape", "location": location, "locationName": "m"}}}
    model = operation_model(
        {"Shape": {"type": "timestamp"}, "Thing": thing, "Gone": thing | {"exception": True}},
        protocol="rest-json",
        input={"shape": "Thing"},
        output={"shape": "Thing"},
        errors=[{"shape": "Gone"}],
    )
    contract = build(model)
    in_body = {"time": "unixTimestamp", "name": "m"}
    assert contract.members("request")["Member"]["x-wire"] == {"time": "iso8601", "name": "m", "in": location}
    assert contract.members()["Member"]["x-wire"] == in_body
    assert contract.members("error")["Member"]["x-wire"] == in_body


def test_events_of_a_stream_are_a_union_without_errors() -> None:
    event = {"type": "structure", "members": {"Text": {"shape": "Text"}}}
    events = {
        "type": "structure",
        "eventstream": True,
        "members": {"Event": {"shape": "Event"}, "Gone": {"shape": "Gone"}},
    }
    shapes: Json = {"Shape": events, "Event": event, "Gone": event | {"exception": True}}
    contract = contract_with_member(STRING | shapes, {"shape": "Shape"}, protocol="rest-json")
    definitions = contract.response["$defs"]
    assert definitions["Shape"]["properties"] == {"Event": {"$ref": "#/$defs/Event"}}
    assert definitions["Shape"]["maxProperties"] == 1
    assert "Gone" not in definitions


def test_a_blob_that_is_the_whole_body_is_a_stream_in_a_response() -> None:
    thing = {"type": "structure", "members": {"Member": {"shape": "Blob"}}, "payload": "Member"}
    model = operation_model(
        {"Blob": {"type": "blob"}, "Thing": thing},
        protocol="rest-json",
        input={"shape": "Thing"},
        output={"shape": "Thing"},
    )
    contract = build(model)
    assert is_stream(contract.members()["Member"]), "botocore returns a stream, whatever the model says"
    assert contract.members("request")["Member"]["contentEncoding"] == "base64"


@pytest.mark.parametrize(
    ("protocol", "form"),
    [("json", "unixTimestamp"), ("rest-json", "unixTimestamp"), ("query", "iso8601"), ("rest-xml", "iso8601")],
)
def test_the_wire_format_of_a_time_is_that_of_the_protocol(protocol: str, form: str) -> None:
    contract = contract_with_member({"Shape": {"type": "timestamp"}}, {"shape": "Shape"}, protocol=protocol)
    assert contract.members()["Member"]["x-wire"] == {"time": form}
    assert contract.json_protocol == (protocol if protocol.endswith("json") else None)


@pytest.mark.parametrize(
    "shape",
    [
        {"type": "list", "member": {"shape": "Shape"}},
        {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Shape"}},
    ],
)
def test_a_list_or_map_that_contains_only_itself_is_an_error(shape: Json) -> None:
    with pytest.raises(CaptureError, match=f"things.describe_thing: the {shape['type']} Shape contains itself"):
        contract_with_member(STRING | {"Shape": shape}, {"shape": "Shape"})


def test_a_list_that_contains_itself_inside_a_structure_is_valid() -> None:
    shapes: Json = {
        "Shape": {"type": "list", "member": {"shape": "Node"}},
        "Node": {"type": "structure", "members": {"Nodes": {"shape": "Shape"}}},
    }
    nodes = {"type": "array", "items": {"$ref": "#/$defs/Node"}, "x-shape": "Shape"}
    contract = contract_with_member(shapes, {"shape": "Shape"})
    assert contract.members()["Member"] == nodes
    assert contract.response["$defs"]["Node"]["properties"] == {"Nodes": nodes}


@pytest.mark.parametrize(
    ("shapes", "problem"),
    [
        ({"Shape": {"type": "list", "member": {"shape": "Gone"}}}, "the model refers to a shape Gone"),
        ({"Shape": {"type": "quaternion"}}, "/shapes/Shape/type: expected one of .*, got 'quaternion'"),
    ],
)
def test_a_broken_model_is_an_error(shapes: Json, problem: str) -> None:
    with pytest.raises(CaptureError, match=problem):
        contract_with_member(shapes, {"shape": "Shape"})
