"""Base64 in place of bytes, and datetimes without a time zone: whatever shows boto3's own values tells of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.live.conftest import run

from shapeproof.contract import Contract
from shapeproof.validation.validator import Validator

NAIVE = datetime(2024, 5, 6, 7, 8, 9)  # noqa: DTZ001 - that is the fault
KINESIS = "kinesis.GetRecords"
BYTES_MESSAGE = "expected bytes, got the base64 string `aGVsbG8=`; boto3 decodes blobs"
TIME_MESSAGE = "datetime `2024-05-06 07:08:09` has no time zone; boto3 always returns one"

TESTS = """
    import datetime

    RECORD = {"SequenceNumber": "1", "Data": "aGVsbG8=", "PartitionKey": "k",
              "ApproximateArrivalTimestamp": datetime.datetime(2024, 5, 6, 7, 8, 9)}

    def test_stubber():
        client = boto3.client("kinesis", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
        with Stubber(client) as stubber:
            stubber.add_response("get_records", {"Records": [RECORD]})
            client.get_records(ShardIterator="i")

    def test_check(shapeproof):
        shapeproof.check({"Records": [RECORD]}, "kinesis.get_records")

    def test_check_of_strings_alone(shapeproof):
        shapeproof.check({"CiphertextBlob": "aGVsbG8="}, "kms.encrypt", representation="sdk")

    def test_what_the_cli_prints(shapeproof):
        shapeproof.check({"CiphertextBlob": "aGVsbG8="}, "kms.encrypt")
"""


def record(data: object = b"hello", time: object = NAIVE) -> dict[str, object]:
    return {
        "Records": [
            {"SequenceNumber": "1", "Data": data, "PartitionKey": "k", "ApproximateArrivalTimestamp": time},
        ]
    }


@pytest.mark.usefixtures("require_mock_libraries")
def test_stubs_and_hand_made_responses(project: Callable[..., Path]) -> None:
    result = run(project(TESTS), "--shapeproof-fail")
    assert result.failed == {"test_stubber", "test_check", "test_check_of_strings_alone"}
    assert result.output.count(BYTES_MESSAGE) >= 3
    assert result.output.count(TIME_MESSAGE) >= 2


def test_validators(capture: Callable[[str], Contract]) -> None:
    validator = Validator(capture(KINESIS))
    found = {(finding.code, finding.pointer, finding.message) for finding in validator.findings(record("aGVsbG8="))}
    assert found == {
        ("SP102", "/Records/0/Data", BYTES_MESSAGE),
        ("SP104", "/Records/0/ApproximateArrivalTimestamp", TIME_MESSAGE),
    }
    assert validator.findings(record(time=datetime.now(UTC))) == []


@pytest.mark.parametrize("data", ["aGVsbG8=", "aGVs\nbG8=", "", "hello!", "b'hello'"])
def test_no_string_passes_for_bytes_in_what_boto3_returns(capture: Callable[[str], Contract], data: str) -> None:
    validator = Validator(capture("kms.Encrypt"))
    (finding,) = validator.findings({"CiphertextBlob": data}, "sdk")
    assert (finding.code, finding.message[:15]) == ("SP102", "expected bytes,")
    assert all("bytes" not in found.message for found in validator.findings({"CiphertextBlob": data.encode()}, "sdk"))


@pytest.mark.parametrize("representation", ["cli", "wire", None])
def test_json_has_base64(capture: Callable[[str], Contract], representation: Any) -> None:
    assert Validator(capture("kms.Encrypt")).findings({"CiphertextBlob": "aGVsbG8="}, representation) == []


def test_printed_dicts(capture: Callable[[str], Contract], tmp_path: Path) -> None:
    from shapeproof.recordings.checking.check_options import CheckOptions
    from shapeproof.recordings.checking.checker import Checker
    from shapeproof.recordings.discovery.planner import plan_units
    from shapeproof.registry import ContractRegistry

    file = tmp_path / "printed.txt"
    file.write_text(f"{record('aGVsbG8=')!r}\n")
    checker = Checker(CheckOptions(contract="kinesis.get_records@installed"), ContractRegistry())
    results = [result for unit in plan_units([str(file)]) for result in checker.check(unit)]
    assert [located.finding.message for result in results for located in result.findings] == [
        BYTES_MESSAGE,
        TIME_MESSAGE,
    ]
