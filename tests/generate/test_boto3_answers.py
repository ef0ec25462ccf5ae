"""What boto3 returns loads into models of every flavour and view, and comes back equal."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, Final, get_args

import pytest
from tests.representations.test_boto3_answers import OPERATIONS, as_boto3_returns

from shapeproof import load
from shapeproof.contract import Contract, View
from shapeproof.generate.models.flavours import FLAVOURS, FlavourName
from shapeproof.generate.models.module import generate_module
from shapeproof.sample.responses import fullest

VARIANTS: Final = [(flavour, view) for flavour in FLAVOURS for view in get_args(View)]
# By default, every twentieth operation is tested with one variant, in rotation; with `pytest --survey`, all with all eight.
CASES: Final = [
    pytest.param(
        operation,
        *variant,
        marks=() if index % 20 == 0 and VARIANTS[index // 20 * 3 % len(VARIANTS)] == variant else pytest.mark.survey,
    )
    for index, operation in enumerate(OPERATIONS)
    for variant in VARIANTS
]


def module_of(
    contract: Contract, flavour: FlavourName, view: View, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> Any:
    """The models of a contract, imported."""
    path = directory / "answer_models.py"
    path.write_text(generate_module([contract], flavour, view), encoding="utf-8")
    spec = spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module: Any = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, path.stem, module)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("operation", "flavour", "view"), CASES)
def test_answers_of_boto3_load_and_come_back(
    operation: str, flavour: FlavourName, view: View, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = load(operation)
    module = module_of(contract, flavour, view, tmp_path, monkeypatch)
    answer = as_boto3_returns(contract, fullest)
    model = getattr(module, contract.response["title"])
    if flavour == "typeddict":
        assert module.to_dict(model, module.from_dict(model, answer, "sdk", metadata=True)) == answer
        return
    assert model.from_boto3(answer).to_boto3() == answer
    bare = {name: value for name, value in answer.items() if name != "ResponseMetadata"}
    assert module.to_dict(module.from_dict(model, answer)) == bare


@pytest.mark.parametrize("view", get_args(View))
@pytest.mark.parametrize("flavour", list(FLAVOURS))
def test_null_of_boto3_loads_and_comes_back(
    flavour: FlavourName, view: View, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = module_of(load("s3.get_bucket_location"), flavour, view, tmp_path, monkeypatch)
    model, answer = module.GetBucketLocationOutput, {"LocationConstraint": None}
    loaded = module.from_dict(model, answer, "sdk")
    assert (module.to_dict(model, loaded) if flavour == "typeddict" else module.to_dict(loaded)) == answer
    absent = module.from_dict(model, {}, "sdk")
    assert (module.to_dict(model, absent) if flavour == "typeddict" else module.to_dict(absent)) == {}
