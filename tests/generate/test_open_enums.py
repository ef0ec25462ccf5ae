"""In the tolerant view, known values of an enum are its members wherever they stand, and unknown ones are strings."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any, Final, cast

import pytest

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.generate.models.flavours import FlavourName
from shapeproof.generate.models.module_body import generate_body

SHAPES: Final[Mapping[str, Any]] = {
    "Thing": {
        "type": "structure",
        "required": ["Needed"],
        "members": {
            "Needed": {"shape": "Mode"},
            "Optional": {"shape": "Mode"},
            "Items": {"shape": "Modes"},
            "Map": {"shape": "ModesByName"},
        },
    },
    "Mode": {"type": "string", "enum": ["on", "off"]},
    "Modes": {"type": "list", "member": {"shape": "Mode"}},
    "ModesByName": {"type": "map", "key": {"shape": "Name"}, "value": {"shape": "Modes"}},
    "Name": {"type": "string"},
    "Gone": {"type": "structure", "exception": True, "members": {}},
}
RESPONSE: Final = {"Needed": "on", "Optional": "off", "Items": ["on", "new"], "Map": {"a": ["new", "off"]}}


@pytest.fixture
def open_module(handmade: Callable[..., OperationModel], flavour: str) -> Iterator[ModuleType]:
    body = generate_body([build(handmade(SHAPES, errors=("Gone",)))], cast("FlavourName", flavour), "tolerant")
    module = sys.modules[f"open_{flavour}"] = ModuleType(f"open_{flavour}")
    exec(compile(body.source, module.__name__, "exec"), module.__dict__)
    yield module
    del sys.modules[module.__name__]


def values(thing: Any) -> list[object]:
    members = {name.lower(): value for name, value in cast("dict[str, Any]", vars(thing)).items()}
    return [members["needed"], members["optional"], *members["items"], *members["map"]["a"]]


def check(module: ModuleType, thing: Any) -> None:
    on, off = module.Mode
    needed, optional, first, second, third, fourth = values(thing)
    assert needed is on
    assert optional is off
    assert first is on
    assert type(second) is type(third) is str
    assert second == third == "new"
    assert fourth is off


@pytest.mark.parametrize("flavour", ["pydantic", "dataclass"])
def test_known_values_are_members_and_others_strings(open_module: ModuleType, flavour: str) -> None:
    thing = open_module.from_dict(open_module.Thing, RESPONSE)
    check(open_module, thing)
    assert open_module.to_dict(thing) == RESPONSE
    for code in ("Gone", "Other"):
        error: Any = open_module.from_dict(open_module.GetThingError, {"Error": {"Code": code, "Message": ""}})
        detail = error.error if flavour == "pydantic" else error.Error
        loaded = detail.code if flavour == "pydantic" else detail.Code
        assert (loaded is open_module.GetThingErrorCode.GONE) == (code == "Gone")
        assert loaded == code


@pytest.mark.parametrize("flavour", ["pydantic"])
def test_pydantic_loads_them_from_json_and_from_what_it_dumps(open_module: ModuleType) -> None:
    thing = open_module.from_dict(open_module.Thing, RESPONSE)
    check(open_module, open_module.Thing.model_validate_json(thing.model_dump_json()))
    check(open_module, open_module.Thing.model_validate(thing.model_dump()))
    check(open_module, open_module.Thing.model_validate(thing.model_dump(mode="json", by_alias=True)))


@pytest.mark.parametrize("flavour", ["msgspec"])
def test_msgspec_has_strings_that_equal_the_members(open_module: ModuleType) -> None:
    thing = open_module.from_dict(open_module.Thing, RESPONSE)
    assert type(thing.needed) is str
    assert thing.needed == open_module.Mode.ON
