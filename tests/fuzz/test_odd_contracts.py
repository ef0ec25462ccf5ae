"""Contracts that contradict themselves, recurse, or are very narrow: impossible values are not generated."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any, Final

import pytest

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.errors import UsageError
from shapeproof.fuzz import PRESENT
from shapeproof.fuzz.drawing.corpus import corpus
from shapeproof.fuzz.values.numbers import number_options
from shapeproof.sample.errors import UnsatisfiableSchema
from shapeproof.validation.engines.compilation import compile_schema

BuildModel = Callable[..., OperationModel]
STRING: Final = {"type": "string"}
RECURSIVE: Final = {"type": "structure", "members": {"Self": {"shape": "Recursive"}}, "required": ["Self"]}
UNSATISFIABLE: Final = {"type": "string", "pattern": "^[a-z]{3}$", "min": 5}


def response_shapes(*, required: tuple[str, ...] = (), **shapes: Any) -> dict[str, Any]:
    """The shapes of an operation whose response has one member of each given shape."""
    members = {name: {"shape": name} for name in shapes}
    return {"Thing": {"type": "structure", "members": members, "required": list(required)}, "String": STRING, **shapes}


CASES: Final = {
    "a sparse list of impossible items": response_shapes(
        Holes={"type": "list", "member": {"shape": "Recursive"}, "sparse": True, "min": 1}, Recursive=RECURSIVE
    ),
    "a recursive sparse map": {
        "Thing": {"type": "structure", "members": {"Holes": {"shape": "Holes"}}, "required": ["Holes"]},
        "Holes": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "Thing"}, "sparse": True, "min": 1},
        "String": STRING,
    },
    "a map of impossible values": response_shapes(
        Map={"type": "map", "key": {"shape": "String"}, "value": {"shape": "Never"}},
        Never=UNSATISFIABLE,
        required=("Map",),
    ),
    "a map of too few keys": response_shapes(
        Map={"type": "map", "key": {"shape": "Side"}, "value": {"shape": "String"}, "min": 3},
        Side={"type": "string", "enum": ["left", "right"]},
    ),
    "a list of impossible items": response_shapes(
        List={"type": "list", "member": {"shape": "Never"}}, Never=UNSATISFIABLE, required=("List",)
    ),
    "contradicting bounds": response_shapes(List={"type": "list", "member": {"shape": "String"}, "min": 3, "max": 2}),
    "an enum with one value that matches its pattern": response_shapes(
        Side={"type": "string", "enum": ["left", "right"], "pattern": "^l.*$"}, required=("Side",)
    ),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("pins", [{}, {"*": PRESENT}], ids=["any", "every member"])
def test_impossible_values_are_not_generated(handmade: BuildModel, name: str, pins: dict[str, Any]) -> None:
    contract = build(handmade(CASES[name]))
    is_valid = compile_schema(contract.response).is_valid
    assert [is_valid(response) for response in islice(corpus(contract, pins=pins), 60)] == [True] * 60


def test_unsatisfiable_response_is_an_error(handmade: BuildModel) -> None:
    contract = build(handmade(response_shapes(Never=UNSATISFIABLE, required=("Never",))))
    with pytest.raises(UnsatisfiableSchema):
        next(corpus(contract))


def test_pin_on_unsatisfiable_member_is_an_error(handmade: BuildModel) -> None:
    contract = build(handmade(response_shapes(Never=UNSATISFIABLE)))
    with pytest.raises(UsageError, match="Never: no response can contain this pinned member"):
        next(corpus(contract, pins={"Never": PRESENT}))


def test_mutually_recursive_structures_stay_small(handmade: BuildModel) -> None:
    """Nine structures that each contain all nine: with every optional member, the size would grow factorially."""
    names = [f"Part{number}" for number in range(9)]
    members = {name: {"shape": name} for name in names}
    shapes = {name: {"type": "structure", "members": members} for name in (*names, "Thing")}
    contract = build(handmade(shapes))
    is_valid = compile_schema(contract.response).is_valid
    for pins in ({}, {"*": PRESENT}):
        assert [is_valid(response) for response in islice(corpus(contract, pins=pins), 5)] == [True] * 5


@pytest.mark.parametrize(
    "bounds", [{"maximum": 5}, {"minimum": -5}, {"minimum": -0.5, "maximum": 10.5}, {"minimum": 0.5}, {}]
)
def test_integers_satisfy_any_bounds(bounds: dict[str, float]) -> None:
    schema = {"type": "integer", **bounds}
    is_valid = compile_schema(schema).is_valid
    values = [option.value for option in number_options(schema)]
    integers = [value for value in values if isinstance(value, int)]
    assert integers
    assert all(is_valid(value) for value in integers)
    assert len(values) > 5
