"""Definitions that are the same on the wire are not looked at, and nothing but speed depends on it."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract, Pointer
from shapeproof.registry import ContractRegistry
from shapeproof.representations.conversion import from_cli, to_cli
from shapeproof.representations.detection import Detected
from shapeproof.representations.wire_sameness import same_on_wire
from shapeproof.sample.mutation import mutants
from shapeproof.sample.responses import fullest

WIRE = Detected("wire")
SHAPES: dict[str, Any] = {
    "Thing": {
        "type": "structure",
        "required": ["Plain"],
        "members": {
            "Plain": {"shape": "Plain", "locationName": "plain"},
            "Timed": {"shape": "Timed"},
            "Outer": {"shape": "Outer"},
        },
    },
    "Plain": {
        "type": "structure",
        "required": ["Text"],
        "members": {"Text": {"shape": "Text"}, "Again": {"shape": "Plain"}, "On": {"shape": "Day"}},
    },
    "Timed": {"type": "structure", "members": {"At": {"shape": "Time"}, "Plain": {"shape": "Plain"}}},
    "Outer": {"type": "structure", "members": {"All": {"shape": "All"}}},
    "All": {"type": "list", "member": {"shape": "Timed"}},
    "Text": {"type": "string"},
    "Time": {"type": "timestamp"},
    "Day": {"type": "timestamp", "timestampFormat": "iso8601"},
}
NAMES = ("Plain", "plain", "Timed", "Outer", "Text", "Again", "On", "At", "All", "Other")
SCALARS = st.none() | st.booleans() | st.integers(0, 2**33) | st.sampled_from(["", "x", "2024-05-06T07:08:09Z"])
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)
)


@pytest.fixture(scope="module")
def contract(handmade: Callable[..., OperationModel]) -> Contract:
    """Two structures with times or other names, one that leads to them, and one that has neither."""
    return build(handmade(SHAPES, protocol="json"))


def pointers(value: object, at: Pointer = ()) -> list[Pointer]:
    """Every pointer, those of the members in NAMES that are missing included."""
    if isinstance(value, dict):
        members = cast("dict[str, object]", value)
        return [at, *(inner for name in {*members, *NAMES} for inner in pointers(members.get(name), (*at, name)))]
    if isinstance(value, list):
        items = cast("list[object]", value)
        return [at, *(inner for index, item in enumerate(items) for inner in pointers(item, (*at, index)))]
    return [at]


def test_a_definition_differs_if_anything_in_it_does(contract: Contract) -> None:
    definitions = contract.response["$defs"]
    same = contract.derived(same_on_wire, "response")
    assert {name for name in definitions if id(definitions[name]) in same} == {"Plain"}


@given(body=VALUES)
def test_conversion_is_the_same_with_it(contract: Contract, body: Any) -> None:
    expected = to_cli(contract.response, deepcopy(body), WIRE)
    found = to_cli(contract.response, body, WIRE, contract.derived(same_on_wire, "response"))
    assert json.dumps(found.value) == json.dumps(expected.value)
    for pointer in pointers(found.value):
        assert found.recorded_pointer(pointer) == expected.recorded_pointer(pointer)


@pytest.mark.parametrize(
    "name",
    ["dynamodb.query", "logs.describe_log_groups", "ecs.describe_tasks", "lambda.get_function", "ssm.get_parameter"],
)
def test_real_contracts_convert_as_before(name: str) -> None:
    contract = ContractRegistry().load(f"{name}@installed")
    same = contract.derived(same_on_wire, "response")
    assert same, "no definition is the same on the wire: another operation would show more"
    root = contract.response
    for response in [fullest(root), *(mutant.response for mutant in mutants(contract))]:
        body = from_cli(root, response, "wire")
        found, expected = to_cli(root, body, WIRE, same), to_cli(root, body, WIRE)
        assert found.value == expected.value
        for pointer in pointers(found.value)[:200]:
            assert found.recorded_pointer(pointer) == expected.recorded_pointer(pointer)
