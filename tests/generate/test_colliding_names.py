"""Members whose names would be the same in Python come back all, and so do structures with names of libraries."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import ModuleType
from typing import Any, Final, cast

import pytest
from tests.generate.conftest import round_trip

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.generate.models.flavours import FLAVOURS, FlavourName
from shapeproof.generate.models.module_body import generate_body
from shapeproof.generate.shared.naming import api_name, attribute_names

GROUPS: Final[Sequence[Sequence[str]]] = (
    ("class", "class_", "Class", "Class_", "class__"),
    ("fooBar", "FooBar", "foo_bar", "Foo_Bar", "FOOBAR", "foobar"),
    ("_x", "member_x", "x", "X"),
    ("from_boto3", "FromBoto3", "from_boto3_", "to_boto3", "model_config", "copy", "self"),
    ("field", "Field", "Unset", "UNSET", "Meta", "meta", "Literal", "literal"),
    ("Model", "model", "MODEL", "Root", "RootModel"),
    ("re", "Re", "datetime", "Datetime", "typing", "str", "bytes", "dict"),
    ("__class__", "__init__", "__slots__", "_private", "__post_init__"),
)


def shapes(names: Sequence[str]) -> Mapping[str, Any]:
    """A structure with members of these names, each of a structure of the same name with a time and bytes."""
    inner = {"type": "structure", "members": {"When": {"shape": "When"}, "Data": {"shape": "Data"}}}
    members = {name: {"shape": name} for name in names} | {f"{name}1": {"shape": "Text"} for name in names}
    scalars = {"When": {"type": "timestamp"}, "Data": {"type": "blob"}, "Text": {"type": "string"}}
    return {"Thing": {"type": "structure", "members": members}, **dict.fromkeys(names, inner), **scalars}


@pytest.fixture
def module(handmade: Callable[..., OperationModel], names: Sequence[str], flavour: str) -> Iterator[ModuleType]:
    body = generate_body([build(handmade(shapes(names)))], cast("FlavourName", flavour), "strict")
    module = ModuleType(f"colliding_{flavour}")
    sys.modules[module.__name__] = module
    exec(compile(body.source, module.__name__, "exec"), module.__dict__)
    yield module
    del sys.modules[module.__name__]


@pytest.mark.parametrize("names", GROUPS, ids=lambda names: names[0])
def test_no_member_is_dropped(module: ModuleType, names: Sequence[str]) -> None:
    inner = {"When": datetime(2024, 5, 6, tzinfo=UTC), "Data": b"\xff"}
    response = dict.fromkeys(names, inner) | {f"{name}1": name for name in names}
    written = round_trip(module, "Thing", response, "cli", "sdk")
    assert round_trip(module, "Thing", written, "sdk", "cli") == response


@pytest.mark.parametrize("snake_case", [True, False])
def test_attributes_are_unique(snake_case: bool) -> None:
    for names in (*GROUPS, ("1st", "n1st"), ("a-b", "a_b", "a.b", "aB")):
        assert len(set(attribute_names(names, (), snake_case=snake_case).values())) == len(names)


@pytest.fixture
def other(handmade: Callable[..., OperationModel], flavour: str) -> Iterator[ModuleType]:
    other = ModuleType("package.other")
    body = generate_body([build(handmade(shapes(["Inner"])))], cast("FlavourName", flavour), "tolerant")
    sys.modules[other.__name__] = other
    exec(compile(body.source, other.__name__, "exec"), other.__dict__)
    yield other
    del sys.modules[other.__name__]


@pytest.mark.parametrize("flavour", list(FLAVOURS))
@pytest.mark.parametrize("names", [["Inner"]], ids=["same names"])
def test_class_of_another_module_is_refused(module: ModuleType, other: ModuleType, flavour: str) -> None:
    with pytest.raises(TypeError, match=r"^Thing is not a model of this module \(other\)$"):
        other.from_dict(module.Thing, {})
    with pytest.raises(TypeError, match=rf"^Thing is not a model of this module \(colliding_{flavour}\)$"):
        module.to_dict(*([other.Thing, {}] if flavour == "typeddict" else [other.Thing()]))


@pytest.mark.parametrize("flavour", ["pydantic", "msgspec", "dataclass"])
@pytest.mark.parametrize("names", [["Inner"]], ids=["methods"])
def test_models_have_methods_and_may_be_inherited_from(module: ModuleType) -> None:
    response = {"Inner": {"When": datetime(2024, 5, 6, tzinfo=UTC), "Data": b"\xff"}}
    thing = module.Thing.from_boto3(response)
    assert type(thing) is module.Thing
    assert thing.to_boto3() == response
    with pytest.raises(module.LoadError, match="/Inner/When: expected a timestamp in sdk representation"):
        module.Thing.from_boto3({"Inner": {"When": "2024-05-06T07:08:09Z"}})
    derived: Any = type("Derived", (module.Thing,), {})
    assert type(derived.from_boto3(response)) is derived
    assert derived.from_boto3(response).to_boto3() == response


def test_shape_with_the_name_of_another_operation_s_error(handmade: Callable[..., OperationModel]) -> None:
    text = {"type": "string"}
    thing = {"type": "structure", "members": {"Failed": {"shape": "OtherThingError"}}}
    failed = {"type": "structure", "members": {"Why": {"shape": "Text"}}}
    gone: dict[str, Any] = {"type": "structure", "members": {}, "exception": True}
    first = build(handmade({"Thing": thing, "OtherThingError": failed, "Text": text, "Gone": gone}, errors=("Gone",)))
    second = replace(first, operation="OtherThing", method="other_thing", errors=renamed_error(first.errors))
    source = generate_body([first, second], "dataclass", "strict").source
    classes = set(re.findall(r"^class (\w+)", source, re.MULTILINE))
    assert {"OtherThingError", "OtherThingErrorResponse", "OtherThingErrorResponseDetail"} <= classes


@pytest.mark.parametrize("flavour", ["pydantic", "msgspec", "dataclass"])
def test_members_of_a_class_called_model_are_attributes(handmade: Callable[..., OperationModel], flavour: str) -> None:
    inner = {"type": "structure", "members": {"URL": {"shape": "Text"}, "class": {"shape": "Text"}}}
    shapes = {"Thing": {"type": "structure", "members": {"Model": {"shape": "Model"}}}, "Text": {"type": "string"}}
    source = generate_body([build(handmade({**shapes, "Model": inner}))], cast("FlavourName", flavour), "strict").source
    (model,) = (node for node in ast.parse(source).body if isinstance(node, ast.ClassDef) and node.name == "Model")
    names = {ast.unparse(node.target) for node in model.body if isinstance(node, ast.AnnAssign)}
    assert names == ({"URL", "class_"} if flavour == "dataclass" else {"url", "class_"})


def renamed_error(errors: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**errors, "title": "OtherThingError", "$defs": {"OtherThingError": errors["$defs"]["GetThingError"]}}


@pytest.mark.parametrize("flavour", list(FLAVOURS))
def test_operations_that_list_no_errors_have_one_in_common(
    handmade: Callable[..., OperationModel], flavour: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    thing = {"type": "structure", "members": {"Taken": {"shape": "CommonError"}}}
    taken = {"type": "structure", "members": {"Text": {"shape": "Text"}}}
    first = build(handmade({"Thing": thing, "CommonError": taken, "Text": {"type": "string"}}))
    second = replace(first, operation="OtherThing", method="other_thing", errors=renamed_error(first.errors))
    source = generate_body([first, second], cast("FlavourName", flavour), "strict").source
    module: Any = ModuleType("common_errors")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(source, module.__name__, "exec"), module.__dict__)
    assert module.GetThingError is module.OtherThingError is module.CommonErrorResponse
    assert {"GetThingError", "OtherThingError", "CommonErrorResponse", "CommonError"} <= {*module.__all__}
    error = {"Error": {"Code": "Gone", "Message": "for ever"}}
    loaded = module.from_dict(module.OtherThingError, error)
    assert module.to_dict(*([module.GetThingError, loaded] if flavour == "typeddict" else [loaded])) == error


def test_shape_with_the_name_of_a_request_that_is_empty(handmade: Callable[..., OperationModel]) -> None:
    thing = {"type": "structure", "members": {"Request": {"shape": "GetThingRequest"}}}
    inner = {"type": "structure", "members": {"Text": {"shape": "Text"}}}
    contract = build(handmade({"Thing": thing, "GetThingRequest": inner, "Text": {"type": "string"}}))
    classes = generate_body([contract], "dataclass", "strict").classes
    assert classes[contract.request["title"]] != classes["GetThingRequest"]


@pytest.mark.parametrize("flavour", ["pydantic", "msgspec"])
@pytest.mark.parametrize(
    "names", [["VolumeId", "IpV4", "tags", "URL", "X509"], ["volumeId", "ipV4", "Tags", "url", *"abcdefghij"]]
)
def test_only_names_that_do_not_follow_are_written_down(
    handmade: Callable[..., OperationModel], flavour: str, names: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    members = {name: {"shape": "Text"} for name in names}
    thing = {"Thing": {"type": "structure", "members": members}, "Text": {"type": "string"}}
    source = generate_body([build(handmade(thing))], cast("FlavourName", flavour), "tolerant").source
    module: Any = ModuleType("names_that_follow")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(source, module.__name__, "exec"), module.__dict__)
    name_of: Callable[[str], str] = getattr(module, "_api_name")  # noqa: B009 - pyright knows the name as private
    assert name_of("volume_id") == api_name("volume_id", is_camel="volumeId" in names) == names[0]
    response = {name: name for name in names}
    assert module.Thing.from_boto3(response).to_boto3() == response
    assert [f'"{name}"' in source.partition("class Thing")[2].partition("class ")[0] for name in names[:4]] == [
        name != api_name(attribute, is_camel="volumeId" in names)
        for name, attribute in attribute_names(names[:4], (), snake_case=True).items()
    ]


@pytest.mark.parametrize("flavour", ["typeddict"])
@pytest.mark.parametrize("names", [*GROUPS[:-1], ("None", "n1st", "true")], ids=lambda names: names[0])
def test_keys_of_a_typed_dict_are_the_names_of_members(module: ModuleType, names: Sequence[str]) -> None:
    # But for those that Python mangles in a class, of which AWS has none: they begin with two underscores.
    keys = {*names, *(f"{name}1" for name in names), "ResponseMetadata"}
    assert keys == module.Thing.__annotations__.keys()
