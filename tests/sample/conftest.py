"""The contracts that these tests sample: the flagship's committed one, and operations of the installed botocore."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from functools import cache

import pytest

from shapeproof.capture.build import build
from shapeproof.capture.sources import installed
from shapeproof.contract import Contract
from shapeproof.schemas import load


@pytest.fixture(scope="session")
def flagship() -> Contract:
    return load("sagemaker.describe_hyper_parameter_tuning_job@1.29.145")


@pytest.fixture(scope="session")
def capture() -> Callable[[str], Contract]:
    """`SERVICE.Operation` -> its contract, out of the installed botocore."""
    if importlib.util.find_spec("botocore") is None:
        pytest.skip("botocore isn't installed, and its models are what this test samples")
    source = installed()

    @cache
    def captured(name: str) -> Contract:
        service, operation = name.split(".")
        return build(source.find(service, operation))

    return captured
