"""Contracts that contradict themselves, nest without end, or leave little room: the impossible is left out."""

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

Made = Callable[..., OperationModel]
TEXT: Final = {"type": "string"}
ENDLESS: Final = {"type": "structure", "members": {"Self": {"shape": "Endless"}}, "required": ["Self"]}
IMPOSSIBLE: Final = {"type": "string", "pattern": "^[a-z]{3}$", "min": 5}


def thing(*, required: tuple[str, ...] = (), **shapes: Any) -> dict[str, Any]:
    """The shapes of a response with a member of each given shape."""
    members = {name: {"shape": name} for name in shapes}
    return {"Thing": {"type": "structure", "members": members, "required": list(required)}, "Text": TEXT, **shapes}


CASES: Final = {
    "a sparse list of impossible items": thing(
        Holes={"type": "list", "member": {"shape": "Endless"}, "sparse": True, "min": 1}, Endless=ENDLESS
    ),
    "a sparse map into itself": {
        "Thing": {"type": "structure", "members": {"Holes": {"shape": "Holes"}}, "required": ["Holes"]},
        "Holes": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Thing"}, "sparse": True, "min": 1},
        "Text": TEXT,
    },
    "a map of impossible values": thing(
        Map={"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Never"}}, Never=IMPOSSIBLE, required=("Map",)
    ),
    "a map of too few keys": thing(
        Map={"type": "map", "key": {"shape": "Side"}, "value": {"shape": "Text"}, "min": 3},
        Side={"type": "string", "enum": ["left", "right"]},
    ),
    "a list of impossible items": thing(
        List={"type": "list", "member": {"shape": "Never"}}, Never=IMPOSSIBLE, required=("List",)
    ),
    "bounds that exclude one another": thing(List={"type": "list", "member": {"shape": "Text"}, "min": 3, "max": 2}),
    "an enum of which its pattern leaves one": thing(
        Side={"type": "string", "enum": ["left", "right"], "pattern": "^l.*$"}, required=("Side",)
    ),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("pins", [{}, {"*": PRESENT}], ids=["any", "every member"])
def test_impossible_values_are_left_out(handmade: Made, name: str, pins: dict[str, Any]) -> None:
    contract = build(handmade(CASES[name]))
    is_valid = compile_schema(contract.response).is_valid
    assert [is_valid(response) for response in islice(corpus(contract, pins=pins), 60)] == [True] * 60


def test_an_impossible_response_is_an_error(handmade: Made) -> None:
    contract = build(handmade(thing(Never=IMPOSSIBLE, required=("Never",))))
    with pytest.raises(UnsatisfiableSchema):
        next(corpus(contract))


def test_a_pin_on_an_impossible_member_is_an_error(handmade: Made) -> None:
    contract = build(handmade(thing(Never=IMPOSSIBLE)))
    with pytest.raises(UsageError, match="Never: no response can contain this pinned member"):
        next(corpus(contract, pins={"Never": PRESENT}))


def test_structures_in_one_another_stay_small(handmade: Made) -> None:
    """Nine structures that each contain all nine: with every optional member, as many values as orders of nine."""
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
def test_integers_of_any_bounds(bounds: dict[str, float]) -> None:
    schema = {"type": "integer", **bounds}
    is_valid = compile_schema(schema).is_valid
    values = [option.value for option in number_options(schema)]
    whole = [value for value in values if isinstance(value, int)]
    assert whole
    assert all(is_valid(value) for value in whole)
    assert len(values) > 5
