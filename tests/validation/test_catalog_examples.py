"""The examples of the catalogue: what doesn't break the contract of an order has no findings. The others run in tests/docs."""

from __future__ import annotations

import json
from typing import Final

import pytest

from documentation.finding_examples import CHANGES, MODEL, OVERLAY
from shapeproof.capture.build import build
from shapeproof.capture.changes import ServiceChanges
from shapeproof.capture.model import OperationModel
from shapeproof.capture.overlay import Overlay
from shapeproof.contract import Contract
from shapeproof.validation.catalog import CODES, Severities
from shapeproof.validation.catalog.examples import EXAMPLES
from shapeproof.validation.validator import Validator

IN_ORDERS: Final = {
    number: example
    for number, example in EXAMPLES.items()
    if example.keeps.startswith('{"OrderId"') and number != "SP911"
}


@pytest.fixture(scope="module")
def order() -> Contract:
    model = OperationModel.from_service("shop", "1.0.0", MODEL, "GetOrder")
    changes = ServiceChanges.from_lines(*CHANGES.encode().splitlines(), where="changes.jsonl")
    return build(model, Overlay.from_json(OVERLAY, where="overlay.json").with_service([], changes))


def test_every_code_has_an_example() -> None:
    assert list(EXAMPLES) == list(CODES)
    assert len(IN_ORDERS) > 30


@pytest.mark.parametrize("number", IN_ORDERS)
def test_an_example_without_the_fault_has_no_findings(order: Contract, number: str) -> None:
    validator = Validator(order, severities=Severities(derived_rules=True))
    assert validator.check(json.loads(IN_ORDERS[number].keeps), "cli").findings == ()
