"""Whatever the files of a committed contract hold, reading them succeeds, or raises a CaptureError that says where."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from tests.capture.hostile import HOSTILE_NAMES, OTHER_TYPES, SERVICE, pointers, renamed, replaced

from shapeproof.capture.build import contract_files
from shapeproof.capture.contract_files import from_files
from shapeproof.capture.json_reading import parse_object
from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract, Pointer, pointer_text
from shapeproof.errors import CaptureError
from shapeproof.validation.engines.compilation import ENGINES, compile_schema
from shapeproof.validation.not_checked import not_checked
from shapeproof.validation.validator import Validator

RESPONSE: dict[str, Any] = {
    "Id": 5,
    "Made": "x",
    "Kind": "C",
    "Names": [None, "A"],
    "Tags": {"A": 1},
    "Body": {},
    "No": 1,
}
FILES = {
    name: json.loads(text)
    for name, text in contract_files(OperationModel.from_service("things", "1.2.3", SERVICE, "GetThing")).items()
    if name != "model.json"
}
PLACES = [
    pytest.param((name, *place), id=f"{name}{pointer_text(place)}") for name in FILES for place in pointers(FILES[name])
]
SCHEMA = "response.schema.json"
THING: Pointer = (SCHEMA, "$defs", "Thing")
ERROR: Pointer = ("errors.schema.json", "$defs", "GetThingError")


def read(files: dict[str, Any]) -> Contract:
    return from_files(files, where="here")


def test_the_contract_itself_is_read() -> None:
    assert read(FILES).name == "things.get_thing@1.2.3"


@pytest.mark.parametrize("place", PLACES)
def test_a_value_of_another_type_is_read_or_an_error(place: Pointer) -> None:
    for value in OTHER_TYPES:
        with suppress(CaptureError):
            contract = read(replaced(FILES, place, value))
            not_checked(contract, "response", "wire")
            for engine in ENGINES:
                Validator(contract, engine=engine).findings(RESPONSE)


@pytest.mark.parametrize("place", [place for place in PLACES if isinstance(place.values[0][-1], str)])  # type: ignore[index]
def test_a_missing_or_additional_key_is_read_or_an_error(place: Pointer) -> None:
    for name in ("$dynamicRef", "$id", "../x", "pattern"):
        with suppress(CaptureError):
            Validator(read(renamed(FILES, place, name))).findings(RESPONSE)


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=ascii)
@pytest.mark.parametrize(
    "place",
    [
        (*THING,),
        (*THING, "properties", "Kind"),
        (*THING, "properties", "Body"),
    ],
    ids=pointer_text,
)
def test_a_hostile_name_is_an_error(place: Pointer, name: str) -> None:
    with pytest.raises(CaptureError, match=r"^here/response.schema.json: "):
        read(renamed(FILES, place, name))


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=ascii)
@pytest.mark.parametrize(
    "fact", ["service", "operation", "method", "edition", "through", "api_version", "endpoint_prefix"]
)
def test_a_hostile_fact_is_an_error_with_its_pointer(fact: str, name: str) -> None:
    with pytest.raises(CaptureError, match=f"^here/contract.json: /{fact}: "):
        read(replaced(FILES, ("contract.json", fact), name))


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        ((SCHEMA, "$schema"), "http://127.0.0.1/x", "/$schema: expected one of https://json-schema.org"),
        ((SCHEMA, "$id"), "http://127.0.0.1/x", "the document: unknown key '$id'"),
        ((*THING, "$dynamicRef"), "http://127.0.0.1/x", "/$defs/Thing: unknown key '$dynamicRef'"),
        ((SCHEMA, "$ref"), "#/$defs/Gone", "/$ref: expected a reference to a definition of this file"),
        ((SCHEMA, "$ref"), "#/$defs/Kind", "/$ref: expected #/$defs/Thing, after the title"),
        ((*THING, "properties", "Body", "$ref"), "file:///etc/hostname", "/$defs/Thing/properties/Body/$ref: expected"),
        ((*THING, "properties", "Body", "$ref"), "other.json#/$defs/A", "/$defs/Thing/properties/Body/$ref: expected"),
        (THING, {"$ref": "#/$defs/Thing"}, "/$defs/Thing: expected a schema of its own"),
        (THING, {"anyOf": [{"$ref": "#/$defs/Thing"}, {"type": "null"}]}, "/$defs/Thing: expected a schema of its own"),
        ((*THING, "required"), ["Gone"], "/$defs/Thing/required/0: expected the name of a member, got 'Gone'"),
        ((*THING, "properties", "Made", "x-wire"), {"in": "header"}, "/$defs/Thing/properties/Made: a timestamp lacks"),
        ((*THING, "properties", "Made", "x-wire", "time"), "x", "/x-wire/time: expected one of iso8601, rfc822"),
        ((*THING, "properties", "Size", "x-odd"), 1, "/$defs/Thing/properties/Size: unknown key 'x-odd'"),
        ((*THING, "properties", "Size", "maximum"), 1e999, "/maximum: expected a finite number"),
        ((SCHEMA, "title"), "Other", "/$ref: expected #/$defs/Other, after the title"),
        ((SCHEMA, "$defs", "Unused"), {"type": "object", "properties": {}}, "/$defs/Unused: nothing refers to"),
        (
            (SCHEMA, "$defs", "Kind"),
            {"type": "string", "x-shape": "Kind"},
            "/$defs/Kind: a definition must be a structure",
        ),
        ((SCHEMA, "$defs", "Kind", "enum"), [], "/$defs/Kind/enum: expected at least one value"),
        ((SCHEMA, "$defs", "Kind", "enum"), ["A", "A"], "/$defs/Kind/enum: expected at least one value"),
        (
            (SCHEMA, "$defs", "Kind", "x-values"),
            {"C": "text"},
            "/$defs/Kind/x-values: expected a value of the enum, got 'C'",
        ),
        ((*THING, "properties", "Size", "x-values"), {}, "/properties/Size: unknown key 'x-values'"),
        (
            (*THING, "properties", "Kind"),
            {"type": "string", "enum": ["A"]},
            "/properties/Kind: a structure or an enum must",
        ),
        (
            (*THING, "properties", "Kind"),
            {"type": "object", "properties": {}},
            "/Kind: a structure or an enum must be a",
        ),
        ((*THING, "properties", "Size"), {"type": "integer"}, "/$defs/Thing/properties/Size lacks 'x-shape'"),
        ((*THING, "properties", "Id", "maxLength"), 2**63, "/maxLength: expected a non-negative integer of 64 bits"),
        (
            (*ERROR, "properties", "Error"),
            {"$ref": "#/$defs/GetThingError"},
            "GetThingError/properties/Error lacks the",
        ),
        ((*ERROR, "required"), [], "/$defs/GetThingError lacks the required member 'Error'"),
        ((*ERROR, "properties", "Error", "properties"), {}, "/required/0: expected the name of a member, got 'Code'"),
        ((*ERROR, "properties", "Error", "required"), [], "/properties/Error lacks the required member 'Code'"),
        (("contract.json", "edition"), "overlay.json", "/edition: expected the name of an edition, got 'overlay.json'"),
        (("contract.json", "method"), "get_other", "/method: expected the method of GetThing"),
    ],
)
def test_what_capturing_never_writes_is_an_error_with_its_pointer(place: Pointer, value: object, message: str) -> None:
    with pytest.raises(CaptureError) as raised:
        read(replaced(FILES, place, value))
    assert message in str(raised.value)
    assert str(raised.value).startswith(f"here/{place[0]}: ")


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("((", "an unclosed group"),
        ("[a-z]+", "a form that engines read differently, where"),
        ("^(?:a{1,100000}{1,1000})$", "bounded repeats that unroll"),
        ("(" * 2_000 + ")" * 2_000, "more than 50 nested groups"),
        ("^(?:" + "a" * 1_000_000 + ")$", "more than 10,000 characters"),
    ],
)
def test_a_pattern_that_cannot_be_run_is_an_error_with_its_pointer(pattern: str, reason: str) -> None:
    with pytest.raises(CaptureError) as raised:
        read(replaced(FILES, (*THING, "properties", "Id", "pattern"), pattern))
    message = str(raised.value)
    assert f"/$defs/Thing/properties/Id/pattern: '{pattern[:5]}" in message
    assert f" can't be used as a pattern: {reason}" in message
    assert len(message) < 500


@pytest.mark.parametrize("engine", ENGINES)
def test_a_pattern_that_does_not_compile_is_an_error(engine: Any) -> None:
    with pytest.raises(CaptureError, match="can't compile"):
        compile_schema({"type": "string", "pattern": "(("}, engine)


@pytest.mark.parametrize("depth", [101, 3_000])
def test_schemas_nested_too_deeply_are_an_error(depth: int) -> None:
    node: dict[str, Any] = {"type": "string", "x-shape": "Id"}
    for _ in range(depth):
        node = {"type": "array", "items": node, "x-shape": "List"}
    inline = replaced(FILES, (*THING, "properties", "Size"), node)
    structures: dict[str, Any] = {
        f"S{level}": {"type": "object", "properties": {"A": {"$ref": f"#/$defs/S{level + 1}"}}}
        for level in range(depth)
    }
    deep: dict[str, Any] = {**FILES[SCHEMA]["$defs"], **structures, f"S{depth}": {"type": "object", "properties": {}}}
    by_reference = replaced(FILES, (SCHEMA, "$defs"), deep)
    by_reference = replaced(by_reference, (*THING, "properties", "Size"), {"$ref": "#/$defs/S0"})
    for files in (inline, by_reference):
        with pytest.raises(CaptureError, match=r"definitions are nested \d+ deep; at most 100 are supported"):
            read(files)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"a": ' * 100_000, "nested too deeply|nested more than|Expecting"),
        (b'{"a": ' + b"[" * 400 + b"]" * 400 + b"}", "nested more than 300 deep"),
        (b'{"a": {"b": "\\ud800"}}', "/a/b: a string has half of a surrogate pair"),
        (b'{"a\\ud800": 1}', "the document: a string has half of a surrogate pair"),
        (b'{"a": ["x\\u0000"]}', "/a/0: a string has the character NUL"),
        (b'{"a": "\xed\xa0\x80"}', "can't decode byte"),
        (b'{"a": NaN}', "NaN is not a JSON value"),
        (b'{"a": [-1e999]}', "the number -1e999 is too large"),
        (b'{"a": ' + b"1" * 5_000 + b"}", "Exceeds the limit"),
        (b"[]", "does not hold a JSON object"),
        (b"\xff\xfe{\x00}\x00", "can't decode byte"),
    ],
    ids=range(11),
)
def test_json_that_nobody_should_write_is_an_error(content: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_object(content)


def test_a_surrogate_pair_and_an_escaped_backslash_are_read() -> None:
    assert parse_object(rb'{"a": "\ud83d\ude00", "b": "\\u0000 \\ud800"}') == {"a": "\U0001f600", "b": r"\u0000 \ud800"}
