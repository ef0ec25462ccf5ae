"""NaN and the infinities: strings on the wire, strings or floats in what boto3 returns, and a note in other JSON."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

import pytest

import shapeproof
from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract, Representation
from shapeproof.representations.conversion import from_cli
from shapeproof.validation.engines.compilation import ENGINES, EngineName

SHAPES: Final[dict[str, Any]] = {
    "Thing": {
        "type": "structure",
        "members": {
            "Share": {"shape": "Share"},
            "Shares": {"shape": "Shares"},
            "Size": {"shape": "Size"},
            "Name": {"shape": "Name"},
            "Made": {"shape": "Time"},
        },
    },
    "Share": {"type": "float", "min": 0, "max": 1},
    "Shares": {"type": "list", "member": {"shape": "Share"}},
    "Size": {"type": "integer"},
    "Time": {"type": "timestamp"},
    "Name": {"type": "string"},
}


@pytest.fixture(scope="module")
def contract(handmade: Callable[..., OperationModel]) -> Contract:
    return build(handmade(SHAPES))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("response", "representation", "expected"),
    [
        ({"Share": "NaN", "Shares": ["Infinity", "-Infinity", 0.5]}, "wire", []),
        ({"Share": "NaN", "Shares": ["Infinity", "-Infinity", 0.5], "Made": 1714979289}, None, []),
        ({"Share": "NaN", "Made": "2024-05-06T07:08:09Z"}, None, [("SP107", "/Share")]),
        ({"Share": math.nan, "Shares": [math.inf, -math.inf, 0.5]}, "sdk", []),
        ({"Share": math.nan, "Shares": [math.inf]}, "cli", [("SP107", "/Share"), ("SP107", "/Shares/0")]),
        ({"Share": "NaN"}, "cli", [("SP107", "/Share")]),
        ({"Share": math.nan}, "wire", [("SP906", "/Share")]),
        ({"Share": "NaN"}, "sdk", []),  # as boto3 returns it from JSON
        ({"Share": "nan"}, "wire", [("SP102", "/Share")]),
        ({"Size": "NaN"}, "wire", [("SP102", "/Size")]),
        ({"Size": math.nan}, "sdk", [("SP906", "/Size")]),
        ({"Name": math.inf}, None, [("SP906", "/Name")]),
        ({"Unknown": math.inf}, "sdk", [("SP906", "/Unknown")]),
        ({"Name": "NaN"}, None, []),
    ],
)
def test_a_number_that_is_not_finite(
    contract: Contract,
    engine: EngineName,
    response: dict[str, object],
    representation: Representation | None,
    expected: list[tuple[str, str]],
) -> None:
    findings = shapeproof.findings(response, contract, representation=representation, engine=engine)
    assert [(finding.code, finding.pointer) for finding in findings] == expected


def test_strings_become_floats_of_the_sdk(contract: Contract) -> None:
    response = {"Shares": ["Infinity", "-Infinity", 1], "Name": "NaN"}
    assert from_cli(contract.response, response, "wire") == response
    assert from_cli(contract.response, response, "sdk") == {"Shares": [math.inf, -math.inf, 1], "Name": "NaN"}
