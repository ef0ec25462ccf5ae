"""Contracts: traversal of responses and schemas, pointers and paths, and the tolerant view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.contract import (
    Contract,
    Pointer,
    is_union,
    iter_schema,
    operation_key,
    path_of,
    pointer_text,
    recursive_definitions,
    resolve,
    walk,
)
from shapeproof.contract.schema import objects_in

STRING = {"type": "string"}
ROOT: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Answer",
    "$ref": "#/$defs/Answer",
    "$defs": {
        "Answer": {
            "type": "object",
            "properties": {
                "Name": STRING | {"minLength": 1, "maxLength": 9, "pattern": "^(?:a+)$", "x-shape": "Name"},
                "State": {"$ref": "#/$defs/enum"},
                "Tags": {
                    "type": "object",
                    "additionalProperties": {"type": "array", "items": {"$ref": "#/$defs/Node"}, "minItems": 1},
                    "propertyNames": STRING | {"maxLength": 3},
                    "minProperties": 1,
                    "maxProperties": 2,
                },
                "Sparse": {"type": "array", "items": {"anyOf": [{"$ref": "#/$defs/Node"}, {"type": "null"}]}},
                "Time": STRING | {"format": "date-time", "x-wire": {"time": "iso8601"}},
                "Odd": STRING | {"x-not-checked": {"pattern": {"value": "(a)\\1", "reason": "a back reference"}}},
                "Any": {"x-shape": "Document"},
            },
            "additionalProperties": False,
            "required": ["Name"],
        },
        "Node": {
            "type": "object",
            "properties": {
                # Member names that are also JSON Schema keywords.
                "pattern": {"type": "integer", "minimum": 0, "maximum": 9},
                "required": {"$ref": "#/$defs/Node"},
                "items": {"type": "array", "items": STRING, "maxItems": 4},
            },
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        },
        "enum": STRING | {"enum": ["On", "Off"]},
    },
}
CONTRACT = Contract(
    service="things",
    operation="DescribeThing",
    method="describe_thing",
    edition="1.2.3",
    through=None,
    source="botocore 1.2.3",
    api_version="2017-07-24",
    endpoint_prefix="things",
    json_protocol="json",
    response=ROOT,
    request={"$ref": "#/$defs/Asked", "$defs": {"Asked": {"type": "object", "properties": {}}}},
    errors={"$ref": "#/$defs/Wrong", "$defs": {"Wrong": {"type": "object", "properties": {"Error": {}}}}},
)

member_names = st.sampled_from(
    ["Name", "State", "Tags", "Sparse", "Any", "pattern", "required", "items", "unknown", "a/b~c"]
)
responses = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(member_names, inner, max_size=4),
    max_leaves=20,
)


def value_at(value: object, pointer: Pointer) -> object:
    for key in pointer:
        value = cast("Any", value)[key]
    return value


def iter_pointers(value: object, pointer: Pointer = ()) -> Iterator[Pointer]:
    yield pointer
    if isinstance(value, list):
        for index, item in enumerate(cast("list[object]", value)):
            yield from iter_pointers(item, (*pointer, index))
    if isinstance(value, Mapping):
        for key, item in cast("Mapping[str, object]", value).items():
            yield from iter_pointers(item, (*pointer, key))


@given(responses)
def test_walk_visits_every_value_once_with_its_path(response: object) -> None:
    visits = list(walk(ROOT, response))
    assert [visit.pointer for visit in visits] == list(iter_pointers(response)), (
        "parents before children, in the order of the response"
    )
    for visit in visits:
        assert value_at(response, visit.pointer) is visit.value
        assert visit.path == path_of(ROOT, visit.pointer)
        assert visit.shape == (None if visit.node is None else resolve(ROOT, visit.node))


@given(responses)
def test_walk_and_iter_schema_agree_on_paths(response: object) -> None:
    known_paths = dict.fromkeys(path for path, _, _ in iter_schema(ROOT))
    for visit in walk(ROOT, response):
        # Below a recursive structure there are infinitely many paths; iter_schema yields only the first level.
        if visit.node is not None and ".required" not in visit.path:
            assert visit.path in known_paths


@pytest.mark.parametrize(
    ("pointer", "expected_path", "expected_text"),
    [
        ((), "", ""),
        (("Name",), "Name", "/Name"),
        (("Tags", "a.b"), "Tags{}", "/Tags/a.b"),
        (("Tags", "k", 0, "required", "pattern"), "Tags{}[].required.pattern", "/Tags/k/0/required/pattern"),
        (("Sparse", 12, "items", 3), "Sparse[].items[]", "/Sparse/12/items/3"),
        (("Unknown", 0, "x"), "Unknown[].x", "/Unknown/0/x"),
        (("Any", "x", 0), "Any.x[]", "/Any/x/0"),
        (("a/b", "m~n", ""), "a/b.m~n.", "/a~1b/m~0n/"),
    ],
)
def test_path_and_text_of_pointer(pointer: Pointer, expected_path: str, expected_text: str) -> None:
    assert path_of(ROOT, pointer) == expected_path
    assert pointer_text(pointer) == expected_text


@given(st.lists(st.text(max_size=4)))
def test_pointer_text_round_trips(keys: list[str]) -> None:
    tokens = pointer_text(tuple(keys)).split("/")[1:]
    assert [token.replace("~1", "/").replace("~0", "~") for token in tokens] == keys


def test_iter_schema_yields_each_path_once_and_stops_at_recursion() -> None:
    assert [path for path, _, _ in iter_schema(ROOT)] == [
        "",
        "Name",
        "State",
        "Tags",
        "Tags{}",
        "Tags{}[]",
        "Tags{}[].pattern",
        "Tags{}[].required",
        "Tags{}[].items",
        "Tags{}[].items[]",
        "Sparse",
        "Sparse[]",
        "Sparse[].pattern",
        "Sparse[].required",
        "Sparse[].items",
        "Sparse[].items[]",
        "Time",
        "Odd",
        "Any",
    ]


def test_iter_schema_stops_at_recursion_through_sparse_list() -> None:
    children = {"type": "array", "items": {"anyOf": [{"$ref": "#/$defs/Tree"}, {"type": "null"}]}}
    tree = {"$ref": "#/$defs/Tree", "$defs": {"Tree": {"type": "object", "properties": {"Children": children}}}}
    assert [path for path, _, _ in iter_schema(tree)] == ["", "Children", "Children[]"]


def test_examples_in_rules_are_no_schemas() -> None:
    text = {"type": "string"}
    structure = {"type": "object", "properties": {"Name": text}, "x-rules": [{"keeps": {"$ref": "#/$defs/A"}}]}
    schema = {"$ref": "#/$defs/A", "$defs": {"A": structure}}
    assert recursive_definitions(schema) == frozenset()
    assert text in objects_in(schema)
    assert {"$ref": "#/$defs/A"} not in objects_in(schema)


def test_a_member_may_have_the_name_of_the_keyword_of_rules() -> None:
    schema = {"$ref": "#/$defs/A", "$defs": {"A": {"properties": {"x-rules": {"$ref": "#/$defs/A"}}}}}
    assert recursive_definitions(schema) == {"A"}


def test_resolve_follows_references_and_sparse_items() -> None:
    items = ROOT["$defs"]["Answer"]["properties"]["Sparse"]["items"]
    assert resolve(ROOT, items) is ROOT["$defs"]["Node"]
    assert resolve(ROOT, ROOT) is ROOT["$defs"]["Answer"]
    assert resolve(ROOT, STRING) is STRING


def test_strict_view_is_the_schema_itself() -> None:
    assert CONTRACT.schema() is ROOT
    assert CONTRACT.schema("request") is CONTRACT.request
    assert CONTRACT.schema("error") is CONTRACT.errors


def test_tolerant_view_keeps_only_types_and_required_members() -> None:
    node = {"$ref": "#/$defs/Node"}
    assert CONTRACT.schema(view="tolerant") == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Answer",
        "$ref": "#/$defs/Answer",
        "$defs": {
            "Answer": {
                "type": "object",
                "properties": {
                    "Name": STRING | {"x-shape": "Name"},
                    "State": {"$ref": "#/$defs/enum"},
                    "Tags": {"type": "object", "additionalProperties": {"type": "array", "items": node}},
                    "Sparse": {"type": "array", "items": {"anyOf": [node, {"type": "null"}]}},
                    "Time": STRING | {"format": "date-time", "x-wire": {"time": "iso8601"}},
                    "Odd": STRING | {"x-not-checked": {"pattern": {"value": "(a)\\1", "reason": "a back reference"}}},
                    "Any": {"x-shape": "Document"},
                },
                "required": ["Name"],
            },
            "Node": {
                "type": "object",
                "properties": {
                    "pattern": {"type": "integer"},
                    "required": node,
                    "items": {"type": "array", "items": STRING},
                },
            },
            "enum": STRING,
        },
    }


def test_contract_has_names_and_members() -> None:
    assert CONTRACT.operation_name == "things.describe_thing"
    assert CONTRACT.name == "things.describe_thing@1.2.3"
    assert list(CONTRACT.members()) == ["Name", "State", "Tags", "Sparse", "Time", "Odd", "Any"]
    assert list(CONTRACT.members("request")) == []
    assert list(CONTRACT.members("error")) == ["Error"]


def test_both_spellings_of_operation_have_same_key() -> None:
    assert operation_key("DescribeDBInstances") == operation_key("describe_db_instances")


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ({"type": "object", "properties": {"A": {}}, "minProperties": 1, "maxProperties": 1}, True),
        ({"type": "object", "properties": {"A": {}}}, False),
        ({"type": "object", "additionalProperties": {"type": "string"}, "maxProperties": 1}, False),
    ],
    ids=["union", "structure", "map"],
)
def test_union_is_a_structure_with_exactly_one_member(shape: dict[str, Any], expected: bool) -> None:
    assert is_union(shape) is expected
