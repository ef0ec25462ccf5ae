"""Pydantic's own ways in and out: JSON, dumps and JSON Schema, in both views."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from types import GenericAlias, ModuleType
from typing import Any, Final, cast, get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from shapeproof.capture.build import build
from shapeproof.capture.descriptions import described
from shapeproof.capture.model import OperationModel
from shapeproof.contract import View
from shapeproof.generate.models.module_body import generate_body

VALUE: Final[Mapping[str, Any]] = {
    "type": "structure",
    "union": True,
    "members": {
        "Text": {"shape": "Text"},
        "Data": {"shape": "Data"},
        "Doc": {"shape": "Doc"},
        "List": {"shape": "Values"},
        "Map": {"shape": "ValuesByName"},
    },
}
SHAPES: Final[Mapping[str, Any]] = {
    "Thing": {
        "type": "structure",
        "required": ["Data"],
        "members": {
            "Data": {"shape": "Data"},
            "When": {"shape": "When"},
            "Ratio": {"shape": "Ratio"},
            "Value": {"shape": "Value"},
            "Doc": {"shape": "Doc"},
        },
    },
    "Value": VALUE,
    "Values": {"type": "list", "member": {"shape": "Value"}, "max": 9},
    # An alias of a class below it: its keys have a constraint.
    "ValuesByName": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Value"}},
    "Text": {"type": "string", "max": 20},
    "Data": {"type": "blob", "max": 9},
    "When": {"type": "timestamp"},
    "Ratio": {"type": "double"},
    "Doc": {"type": "structure", "members": {}, "document": True},
}
RESPONSE: Final[Mapping[str, Any]] = {
    "Data": b"\xff\x00",
    "Ratio": float("inf"),
    "Value": {"List": [{"Text": "a"}, {"Data": b"\xfe"}, {"Map": {"k": {"Doc": {"any": [None]}}}}]},
    "Doc": None,
}


@pytest.fixture(scope="module", params=get_args(View))
def models(
    request: pytest.FixtureRequest, handmade: Callable[..., OperationModel], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ModuleType]:
    contract = described(
        build(handmade(SHAPES)), {"Thing.Data": "Some\nbytes.", "Thing.Value": "A value.", "Value": "V."}
    )
    directory = tmp_path_factory.mktemp("pydantic")
    name = f"things_{request.param}"
    source = generate_body([contract], "pydantic", cast("View", request.param)).source
    (directory / f"{name}.py").write_text(source, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [str(directory), *sys.path])
        yield importlib.import_module(name)
    del sys.modules[name]


def test_json_has_base64_as_the_aws_cli_prints_it(models: ModuleType) -> None:
    thing = models.from_dict(models.Thing, RESPONSE, "sdk")
    document = json.loads(thing.model_dump_json(by_alias=True, exclude_none=True))
    assert document["Data"] == "/wA="  # not `_wA=`, pydantic's own base64
    assert document["Value"]["List"][1] == {"Data": "/g=="}
    assert document["Ratio"] == float("inf")
    assert models.from_dict(models.Thing, json.loads(thing.model_dump_json(by_alias=True, exclude_unset=True)), "cli")
    with pytest.raises(ValidationError, match="Only base64 data is allowed"):
        models.Thing.model_validate_json('{"Data": "*"}')
    with pytest.raises(ValidationError, match="valid bytes"):  # a string is not bytes in Python
        models.Thing(data="/wA=")


@pytest.mark.parametrize("by_alias", [True, False])
@pytest.mark.parametrize("exclude_none", [True, False])
def test_what_a_model_dumps_it_loads(models: ModuleType, by_alias: bool, exclude_none: bool) -> None:
    thing = models.from_dict(models.Thing, RESPONSE, "sdk")
    options = {"by_alias": by_alias, "exclude_none": exclude_none}
    assert models.Thing.model_validate(thing.model_dump(**options)) == thing
    assert models.Thing.model_validate_json(thing.model_dump_json(**options)) == thing
    assert models.Thing(**thing.model_dump(**options)) == thing
    copy = models.Thing.model_validate_json(thing.model_dump_json(exclude_unset=True))
    assert models.to_dict(copy) == RESPONSE


def test_from_dict_of_the_strict_view_alone_refuses_null(models: ModuleType) -> None:
    is_strict = models.__name__.endswith("strict")
    for data in ({"Data": b"", "When": None}, {"Data": b"", "Value": {"Text": "a", "Data": None}}):
        assert models.Thing.model_validate(data)
        refused = pytest.raises(ValidationError, match="null is not allowed") if is_strict else nullcontext()
        with refused:
            models.from_dict(models.Thing, data)


@pytest.mark.parametrize("by_alias", [True, False])
def test_descriptions_reach_the_json_schema(models: ModuleType, by_alias: bool) -> None:
    schema = models.Thing.model_json_schema(by_alias=by_alias)
    members = {name.lower(): member for name, member in schema["properties"].items()}
    assert members["data"]["description"] == "Some\nbytes."
    assert members["value"]["description"] == "A value."
    assert "description" not in members["when"]
    assert members["data"]["contentEncoding"] == "base64"
    assert schema["$defs"]["Value"]["description"] == "V."
    things: Any = GenericAlias(list, (models.Thing,))
    listed = TypeAdapter[Any](things).json_schema()
    assert listed["$defs"]["Thing"]["properties"]["Data"]["description"] == "Some\nbytes."


def test_classes_are_built_when_they_are_used_first(models: ModuleType) -> None:
    name = models.__name__
    known = sys.modules.pop(name)
    try:
        fresh: Any = importlib.import_module(name)
        assert not fresh.Thing.__pydantic_complete__
        with ThreadPoolExecutor(8) as threads:
            loaded = list(threads.map(fresh.from_dict, [fresh.Thing] * 8, [RESPONSE] * 8))
        assert [fresh.to_dict(thing) for thing in loaded] == [RESPONSE] * 8
    finally:
        sys.modules[name] = known
