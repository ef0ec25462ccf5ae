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
from shapeproof.representations.response_metadata import strip_metadata
from shapeproof.sample.responses import fullest

VARIANTS: Final = [(flavour, view) for flavour in FLAVOURS for view in get_args(View)]
# Every twentieth operation with one variant, in rotation. `test_boto3_uses` tests all of them with all eight.
CASES: Final = [(operation, *VARIANTS[index * 3 % len(VARIANTS)]) for index, operation in enumerate(OPERATIONS[::20])]


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
    else:
        assert model.from_boto3(answer).to_boto3() == answer
    loads_without_metadata(module, flavour, contract, answer)


def loads_without_metadata(module: Any, flavour: str, contract: Contract, answer: Any) -> None:
    model = getattr(module, contract.response["title"])
    loaded = module.from_dict(model, answer)
    written = module.to_dict(model, loaded) if flavour == "typeddict" else module.to_dict(loaded)
    assert written == strip_metadata(answer)


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
