"""Fixtures for the flagship's committed models, and a round trip through models."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any, Final

import pytest

from shapeproof import load
from shapeproof.contract import Contract, Representation

FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job@1.29.145"
PACKAGE: Final = "shapeproof_models.sagemaker.describe_hyper_parameter_tuning_job"


@pytest.fixture(scope="session")
def contract() -> Contract:
    return load(FLAGSHIP)


@pytest.fixture(params=["pydantic", "msgspec", "dataclass", "typeddict"])
def flavour(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["strict", "tolerant"])
def view(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def module(flavour: str, view: str) -> ModuleType:
    return import_module(f"{PACKAGE}.{flavour}_{view}")


@pytest.fixture
def strict(flavour: str) -> ModuleType:
    return import_module(f"{PACKAGE}.{flavour}_strict")


@pytest.fixture
def tolerant(flavour: str) -> ModuleType:
    return import_module(f"{PACKAGE}.{flavour}_tolerant")


def round_trip(
    module: ModuleType, class_name: str, data: Any, output: Representation, source: Representation | None = None
) -> Any:
    """Load `data` as a model and write it in the representation `output`; `source` is the representation of `data`."""
    model = getattr(module, class_name)
    loaded = module.from_dict(model, data, source)
    if "typeddict" in module.__name__:
        return module.to_dict(model, loaded, output)
    return module.to_dict(loaded, output)
