"""Null in lists and maps, which services do send and boto3 keeps, loads into models of the tolerant view."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any, Final, cast, get_args

import pytest

from shapeproof import load
from shapeproof.contract import View
from shapeproof.generate.models.flavours import FLAVOURS, FlavourName
from shapeproof.generate.models.module_body import generate_body

# Strings, enums, structures, and what is inside both.
ANSWERS: Final = (
    ("s3.list_objects_v2", {"Contents": [None, {"Key": "a", "ChecksumAlgorithm": [None, "CRC32", "Newer"]}]}),
    (
        "dynamodb.query",
        {"Items": [None, {"a": {"L": [None, {"M": {"x": None}}]}, "b": {"BS": [None, b"\xff"]}, "c": None}]},
    ),
)


@pytest.fixture(scope="module", params=ANSWERS, ids=lambda case: case[0])
def case(request: pytest.FixtureRequest) -> tuple[Any, Any]:
    operation, answer = request.param
    return load(operation), answer


def models_of(contract: Any, flavour: str, view: str) -> Any:
    module = ModuleType(f"null_entries_{contract.service}_{flavour}_{view}")
    sys.modules[module.__name__] = module
    source = generate_body([contract], cast("FlavourName", flavour), cast("View", view)).source
    exec(compile(source, module.__name__, "exec"), module.__dict__)
    return module


@pytest.mark.parametrize("flavour", list(FLAVOURS))
def test_null_loads_and_comes_back(case: tuple[Any, Any], flavour: str) -> None:
    contract, answer = case
    module = models_of(contract, flavour, "tolerant")
    model = getattr(module, contract.response["title"])
    if flavour == "typeddict":
        assert module.to_dict(model, module.from_dict(model, answer, "sdk")) == answer
        return
    loaded = model.from_boto3(answer)
    assert loaded.to_boto3() == answer
    if flavour == "pydantic":
        assert model.model_validate_json(loaded.model_dump_json(by_alias=True)) == loaded
        assert model.model_validate(loaded.model_dump()) == loaded


@pytest.mark.parametrize("flavour", ["pydantic", "msgspec", "dataclass"])
def test_strict_models_refuse_it(case: tuple[Any, Any], flavour: str) -> None:
    contract, answer = case
    module = models_of(contract, flavour, "strict")
    with pytest.raises(ValueError, match=r"(?i)null|None"):
        getattr(module, contract.response["title"]).from_boto3(answer)


@pytest.mark.parametrize("view", get_args(View))
def test_type_checkers_see_plain_lists(view: str) -> None:
    source = generate_body([load("lambda.invoke")], "msgspec", cast("View", view)).source
    assert ("from builtins import dict as _Dict\n" in source) == (view == "tolerant")
    assert ("class _Dict:" in source) == (view == "tolerant")
