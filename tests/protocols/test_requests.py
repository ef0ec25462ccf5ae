"""The parameters of every request of botocore's protocol suite are clean, and what is sent for them identifies the operation.

What isn't is an exception with a reason (`exceptions`), and has to be exactly as stated there.
"""

from __future__ import annotations

from typing import Final

import pytest
from tests.recordings.recorders import as_ruby

pytest.importorskip("botocore", reason="botocore isn't installed, and it is the measure")

from tests.protocols.botocore_reading import as_python
from tests.protocols.exceptions import PARAMETERS, REQUESTS, UNKNOWN, outcome_of
from tests.protocols.exchanges import request
from tests.protocols.suite import Case, cases

from shapeproof.recordings.formats.reader import read
from shapeproof.recordings.http.operations import Ignored, OperationCall, OperationIndex
from shapeproof.recordings.model import Exchange
from shapeproof.registry import ContractRegistry
from shapeproof.validation.validator import Validator

INPUT: Final = [case for case in cases("input") if "params" in case.content]
each_request: Final = pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in INPUT])


@pytest.fixture(scope="module")
def index(registry: ContractRegistry) -> OperationIndex:
    return OperationIndex(registry.models)


@each_request
def test_parameters_are_clean(case: Case, registry: ContractRegistry) -> None:
    validator = Validator(registry.load(f"{case.service.name}.{case.operation}"), "request")
    params = as_python(case, "input", case.content["params"])
    assert {finding.code for finding in validator.findings(params, "sdk")} == outcome_of(case, PARAMETERS)


@each_request
def test_request_identifies_the_operation(case: Case, index: OperationIndex) -> None:
    (exchange,) = read(as_ruby([request(case)]).encode(), "x.yaml", is_explicit=True) or iter(())
    assert isinstance(exchange, Exchange)
    match index.identify(exchange):
        case OperationCall(operations=operations):
            expected = (f"{case.service.name}.{case.operation}",)
            assert (set() if operations == expected else {str(operations)}) == outcome_of(case, REQUESTS)
        case Ignored(reason=reason):
            assert {reason} == outcome_of(case, REQUESTS)
        case unknown:
            assert {UNKNOWN} == outcome_of(case, REQUESTS), unknown
