"""What `import shapeproof` offers."""

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
def from_boto3(response: dict[str, Any]) -> dict[str, Any]:
    converted = from_cli(shapeproof.load(NAME).response, response, "sdk")
    assert isinstance(converted, dict)
    assert isinstance(converted["CreationTime"], datetime)
    return {**converted, "ResponseMetadata": {"HTTPStatusCode": 200}}


def test_a_good_response_has_no_findings(response: dict[str, Any], from_boto3: dict[str, Any]) -> None:
    contract = shapeproof.load(NAME)
    assert shapeproof.findings(response, contract) == []
    assert shapeproof.findings(from_boto3, NAME) == []
    shapeproof.validate(response, contract)


def test_check_raises_with_every_finding(response: dict[str, Any]) -> None:
    response["HyperParameterTuningJobStatus"] = "Exploded"
    del response["CreationTime"]
    with pytest.raises(shapeproof.ContractViolation) as raised:
        shapeproof.validate(response, NAME)
    assert [finding.pointer for finding in raised.value.findings] == ["/CreationTime", "/HyperParameterTuningJobStatus"]
    assert "/HyperParameterTuningJobStatus" in str(raised.value)
    assert "Exploded" in str(raised.value)


def test_swapped_arguments_are_reported(response: dict[str, Any]) -> None:
    swapped: Any = shapeproof.validate
    with pytest.raises(shapeproof.ShapeproofError, match="expected a contract or its name, got a dict"):
        swapped(NAME, response)


def test_the_tolerant_view_lets_new_values_pass(response: dict[str, Any]) -> None:
    response["HyperParameterTuningJobStatus"] = "Exploded"
    shapeproof.validate(response, NAME, view="tolerant")
    assert [finding.severity for finding in shapeproof.findings(response, NAME, view="tolerant")] == ["warning"]


def test_requests_and_errors_have_contracts_too() -> None:
    assert shapeproof.findings({"HyperParameterTuningJobName": "a"}, NAME, "request") == []
    assert [one.code for one in shapeproof.findings({}, NAME, "request")] == ["SP101"]
    assert shapeproof.findings({"Error": {"Code": "ResourceNotFound", "Message": "gone"}}, NAME, "error") == []


def test_the_samples_are_at_hand(response: dict[str, Any]) -> None:
    contract = shapeproof.load(NAME)
    assert shapeproof.findings(shapeproof.sample.smallest(contract), contract) == []
    with pytest.raises(AttributeError):
        _ = shapeproof.no_such_room


@pytest.mark.parametrize("options", [{"view": "lax"}, {"part": "respons"}, {"representation": "json"}, {"engine": "x"}])
def test_an_unknown_option_is_an_error(response: dict[str, Any], options: dict[str, Any]) -> None:
    with pytest.raises(shapeproof.ShapeproofError, match="unknown"):
        shapeproof.findings(response, NAME, **options)


def test_values_that_json_cannot_hold_are_findings(response: dict[str, Any]) -> None:
    odd: dict[Any, Any] = {1: 2, **response}
    assert [(one.code, one.pointer) for one in shapeproof.findings(odd, NAME)] == [("SP915", "/1")]


@pytest.mark.skipif(find_spec("botocore") is None, reason="the contract is one of the installed botocore")
def test_a_value_that_holds_itself_is_a_finding() -> None:
    nested: dict[str, Any] = {"S": "x"}
    nested["M"] = {"itself": nested, "again": nested}
    found = shapeproof.findings({"Item": {"a": nested}}, "dynamodb.get_item")
    assert {one.code for one in found} == {"SP908"}


def test_a_contract_shows_its_name_alone() -> None:
    assert repr(shapeproof.load(NAME)) == f"<Contract {NAME}@1.29.145>"


def test_what_boto3_never_hands_over_is_found(response: dict[str, Any]) -> None:
    as_sdk = shapeproof.findings(response, NAME, representation="sdk")
    assert {one.code for one in as_sdk} == {"SP104"}
    assert all("where boto3 returns a datetime" in one.message for one in as_sdk)
    as_wire = shapeproof.findings(response, NAME, representation="wire")
    assert {one.pointer for one in as_wire} == {one.pointer for one in as_sdk}
