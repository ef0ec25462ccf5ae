"""The tolerant view: responses with schema drift load into tolerant models, and violate the strict contract."""

from __future__ import annotations

import json
from collections import Counter
from importlib import import_module
from itertools import filterfalse
from typing import Any, Final, cast

import pytest
from hypothesis import Phase, given, settings

from shapeproof import findings, load
from shapeproof.contract import Contract, Representation
from shapeproof.contract.wire import UNKNOWN_UNION_MEMBER
from shapeproof.fuzz import PRESENT, responses
from shapeproof.fuzz.drawing.corpus import corpus
from shapeproof.validation.engines.compilation import compile_schema

PACKAGE: Final = "shapeproof_models.sagemaker.describe_hyper_parameter_tuning_job"
DRIFT_CODES: Final = {"SP106", "SP301", "SP302", "SP304"} | {f"SP{code}" for code in (*range(201, 211), 220, 221)}
"""Unknown members and values, nulls in lists, and violated constraints, but no other type and no missing required member."""


@pytest.fixture
def tolerant_examples(request: pytest.FixtureRequest, flagship: Contract) -> list[Any]:
    """150 in every run, 1,000 with --survey."""
    examples: list[Any] = []

    @settings(
        max_examples=1000 if request.config.getoption("--survey") else 150,
        deadline=None, database=None, phases=[Phase.generate], derandomize=True,
    )  # fmt: skip
    @given(responses(flagship, view="tolerant"))
    def check(response: Any) -> None:
        examples.append(response)

    check()
    return examples


def test_drifted_responses_load_into_every_tolerant_model(tolerant_examples: list[Any]) -> None:
    for flavour in ("pydantic", "msgspec", "dataclass"):
        module = import_module(f"{PACKAGE}.{flavour}_tolerant")
        for response in tolerant_examples:
            module.from_dict(module.DescribeHyperParameterTuningJobResponse, response, "sdk")


def test_drifted_responses_violate_strict_contract_only_by_drift(
    flagship: Contract, tolerant_examples: list[Any]
) -> None:
    tolerant = compile_schema(flagship.schema(view="tolerant"))
    codes: Counter[str] = Counter()
    for response in tolerant_examples:
        found = findings(response, flagship, representation="sdk")
        response_codes = {finding.code for finding in found if finding.kind != "rule"}
        codes.update(response_codes)
        assert response_codes <= DRIFT_CODES
        assert not [finding for finding in findings(response, flagship, view="tolerant") if finding.severity == "error"]
    examples = filterfalse(has_null, first_responses(flagship, 50))
    assert all(tolerant.is_valid(with_finite_numbers(response)) for response in examples)
    assert codes["SP301"] > 20
    assert codes["SP302"] > 20
    assert {"SP201", "SP203", "SP204", "SP205", "SP207", "SP220"} <= codes.keys()


def has_null(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(has_null, cast("dict[str, object]", value).values()))
    return any(map(has_null, cast("list[object]", value))) if isinstance(value, list) else value is None


def with_finite_numbers(response: Any) -> Any:
    """The response, with 0 for NaN and the infinities: no schema allows them, and AWS sends them."""
    return json.loads(json.dumps(response), parse_constant=lambda _: 0)


def first_responses(contract: Contract, count: int) -> list[Any]:
    stream = corpus(contract, view="tolerant", seed=3)
    return [next(stream) for _ in range(count)]


def test_simplest_response_has_no_drift(flagship: Contract) -> None:
    found = findings(next(corpus(flagship, view="tolerant")), flagship)
    assert not [finding for finding in found if finding.kind != "rule"]


@pytest.mark.parametrize(("representation", "name"), [("sdk", UNKNOWN_UNION_MEMBER), ("wire", "AddedTomorrow")])
def test_unions_hold_members_that_no_model_knows(representation: Representation, name: str) -> None:
    contract = load("rds-data.execute_statement")
    seen: set[str] = set()

    @settings(max_examples=200, deadline=None, database=None, phases=[Phase.generate], derandomize=True)
    @given(responses(contract, view="tolerant", representation=representation, pins={"records": PRESENT}))
    def check(response: Any) -> None:
        seen.update(member for row in response["records"] for field in row for member in field or ())
        found = findings(response, contract, representation=representation, view="tolerant")
        assert not [finding for finding in found if finding.severity == "error"]

    check()
    assert name in seen
    assert "stringValue" in seen
