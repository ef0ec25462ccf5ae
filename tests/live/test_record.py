"""`shapeproof.record`: writes the responses of clients as recording lines, which `validate` reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import shapeproof
from shapeproof.cli import main_group
from shapeproof.contract import Contract, Representation
from shapeproof.fuzz.drawing.corpus import corpus
from shapeproof.live.redaction import redact
from shapeproof.registry import load
from shapeproof.representations.conversion import from_cli


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_recorded_responses_of_moto_are_valid(client: Callable[[str], Any], tmp_path: Path) -> None:
    mock_aws: Any = pytest.importorskip("moto").mock_aws
    file = tmp_path / "answers.jsonl"
    with mock_aws():
        iam, s3, sagemaker = client("iam"), client("s3"), client("sagemaker")
        with shapeproof.record(s3, file) as recording:
            s3.create_bucket(Bucket="results")
            s3.put_object(Bucket="results", Key="best", Body=b"a stream")
            assert s3.get_object(Bucket="results", Key="best")["Body"].read() == b"a stream"
            with pytest.raises(s3.exceptions.NoSuchKey):
                s3.get_object(Bucket="results", Key="nothing")
        assert recording.count == 4
        with shapeproof.record(iam, tmp_path / "keys.jsonl"):
            iam.create_user(UserName="tuner")
            key = iam.create_access_key(UserName="tuner")["AccessKey"]
        with shapeproof.record(sagemaker, tmp_path / "wire.jsonl"):
            sagemaker.list_training_jobs()
    assert [line["contract"] for line in lines_of(file)] == [
        "s3.create_bucket@installed", "s3.put_object@installed", "s3.get_object@installed", "s3.get_object@installed",
    ]  # fmt: skip
    assert "Body" not in lines_of(file)[2]["response"]
    (line,) = lines_of(tmp_path / "wire.jsonl")
    assert (line["representation"], line["response"]) == ("wire", {"TrainingJobSummaries": []})
    *_, error = lines_of(file)
    assert (error["part"], error["response"]["Error"]["Code"]) == ("error", "NoSuchKey")
    *_, keys = lines_of(tmp_path / "keys.jsonl")
    assert keys["redacted"] == ["/AccessKey/SecretAccessKey"]
    assert key["SecretAccessKey"] not in (tmp_path / "keys.jsonl").read_text()
    assert key["AccessKeyId"] == keys["response"]["AccessKey"]["AccessKeyId"]
    assert main_group.main(["validate", str(tmp_path)], standalone_mode=False) == 0


def test_unwritable_path_is_an_error(client: Callable[[str], Any], tmp_path: Path) -> None:
    with pytest.raises(shapeproof.ShapeproofError, match=r"nothing/answers\.jsonl: this file can't be written"):
        shapeproof.record(client("s3"), tmp_path / "nothing" / "answers.jsonl")


def test_path_of_wrong_type_is_an_error(client: Callable[[str], Any]) -> None:
    with pytest.raises(shapeproof.ShapeproofError, match="expected the path of a file, got None"):
        shapeproof.record(client("s3"), None)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def sensitive_contracts(capture: Callable[[str], Contract]) -> list[Contract]:
    return [capture(name) for name in ("cognito-idp.AdminGetUser", "iam.CreateAccessKey", "kms.GenerateDataKey")]


@given(data=st.data(), representation=st.sampled_from(["wire", "cli"]))
def test_sensitive_values_are_redacted_and_response_stays_valid(
    data: st.DataObject, representation: Representation, sensitive_contracts: list[Contract]
) -> None:
    contract = data.draw(st.sampled_from(sensitive_contracts))
    if contract.json_protocol is None:
        representation = "cli"
    root = contract.schema()
    response = from_cli(root, next(iter(corpus(contract, seed=data.draw(st.integers(0, 10_000))))), representation)
    original = json.dumps(response)
    redacted, pointers = redact(contract, "response", response, representation)
    assert json.dumps(response) == original
    assert [finding.code for finding in shapeproof.findings(redacted, contract, representation=representation)] == []
    redacted_again, pointers_again = redact(contract, "response", redacted, representation)
    assert (redacted_again, pointers_again) == (redacted, pointers)


def test_unknown_members_are_kept() -> None:
    flagship = load("sagemaker.describe_hyper_parameter_tuning_job")
    assert redact(flagship, "response", {"Surplus": {"Token": "x"}}, "wire") == ({"Surplus": {"Token": "x"}}, [])
