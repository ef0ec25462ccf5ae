"""The public API: what `import shapeproof` provides."""

from __future__ import annotations

import json
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import shapeproof
from shapeproof.representations.conversion import from_cli

NAME = "sagemaker.describe_hyper_parameter_tuning_job"
GOOD = Path(__file__).parents[1] / "examples" / "recordings" / "good" / "churn_completed.json"


@pytest.fixture
def response() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(GOOD.read_bytes())
    return document


@pytest.fixture
def sdk_response(response: dict[str, Any]) -> dict[str, Any]:
    converted = from_cli(shapeproof.load(NAME).response, response, "sdk")
    assert isinstance(converted, dict)
    assert isinstance(converted["CreationTime"], datetime)
    return {**converted, "ResponseMetadata": {"HTTPStatusCode": 200}}


def test_valid_response_has_no_findings(response: dict[str, Any], sdk_response: dict[str, Any]) -> None:
    contract = shapeproof.load(NAME)
    assert shapeproof.findings(response, contract) == []
    assert shapeproof.findings(sdk_response, NAME) == []
    shapeproof.validate(response, contract)


def test_validate_raises_with_every_finding(response: dict[str, Any]) -> None:
    response["HyperParameterTuningJobStatus"] = "Exploded"
    del response["CreationTime"]
    with pytest.raises(shapeproof.ContractViolation) as error_info:
        shapeproof.validate(response, NAME)
    assert [finding.pointer for finding in error_info.value.findings] == [
        "/CreationTime",
        "/HyperParameterTuningJobStatus",
    ]
    assert "/HyperParameterTuningJobStatus" in str(error_info.value)
    assert "Exploded" in str(error_info.value)


def test_swapped_arguments_are_reported(response: dict[str, Any]) -> None:
    validate: Any = shapeproof.validate
    with pytest.raises(shapeproof.ShapeproofError, match="expected a contract or its name, got a dict"):
        validate(NAME, response)


def test_tolerant_view_accepts_new_values(response: dict[str, Any]) -> None:
    response["HyperParameterTuningJobStatus"] = "Exploded"
    shapeproof.validate(response, NAME, view="tolerant")
    assert [finding.severity for finding in shapeproof.findings(response, NAME, view="tolerant")] == ["warning"]


def test_requests_and_errors_are_checked() -> None:
    assert shapeproof.findings({"HyperParameterTuningJobName": "a"}, NAME, "request") == []
    assert [finding.code for finding in shapeproof.findings({}, NAME, "request")] == ["SP101"]
    assert shapeproof.findings({"Error": {"Code": "ResourceNotFound", "Message": "gone"}}, NAME, "error") == []


def test_sample_module_is_an_attribute(response: dict[str, Any]) -> None:
    contract = shapeproof.load(NAME)
    findings = shapeproof.findings(shapeproof.sample.smallest(contract), contract)
    assert [finding for finding in findings if finding.kind != "rule"] == []
    with pytest.raises(AttributeError):
        _ = shapeproof.no_such_room


@pytest.mark.parametrize("options", [{"view": "lax"}, {"part": "respons"}, {"representation": "json"}, {"engine": "x"}])
def test_unknown_option_is_an_error(response: dict[str, Any], options: dict[str, Any]) -> None:
    with pytest.raises(shapeproof.ShapeproofError, match="unknown"):
        shapeproof.findings(response, NAME, **options)


def test_key_that_is_not_a_string_is_reported(response: dict[str, Any]) -> None:
    response_with_integer_key: dict[Any, Any] = {1: 2, **response}
    assert [(finding.code, finding.pointer) for finding in shapeproof.findings(response_with_integer_key, NAME)] == [
        ("SP915", "/1")
    ]


@pytest.mark.skipif(find_spec("botocore") is None, reason="the contract is built from the installed botocore")
def test_value_that_contains_itself_is_reported() -> None:
    nested: dict[str, Any] = {"S": "x"}
    nested["M"] = {"itself": nested, "again": nested}
    findings = shapeproof.findings({"Item": {"a": nested}}, "dynamodb.get_item")
    assert {finding.code for finding in findings} == {"SP908"}


def test_repr_of_contract_is_its_name() -> None:
    assert repr(shapeproof.load(NAME)) == f"<Contract {NAME}@1.29.145>"


def test_value_that_boto3_never_returns_is_reported(response: dict[str, Any]) -> None:
    sdk_findings = shapeproof.findings(response, NAME, representation="sdk")
    assert {finding.code for finding in sdk_findings} == {"SP104"}
    assert all("where boto3 returns a datetime" in finding.message for finding in sdk_findings)
    wire_findings = shapeproof.findings(response, NAME, representation="wire")
    assert {finding.pointer for finding in wire_findings} == {finding.pointer for finding in sdk_findings}
