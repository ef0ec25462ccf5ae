"""Objects that `--query` made of a response: no contract describes them, and naming one doesn't help."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.recordings.conftest import Check

HINT = "if --query printed it, print the whole response"


@pytest.mark.parametrize(
    ("written", "advises"),
    [
        ({"Bucket": "a", "Stt": "x"}, False),
        ([{"Nm": "a", "Stt": "x"}], False),
        ({"Name": "a", "Status": "x"}, True),  # many operations return both
    ],
)
def test_an_unknown_object_may_be_a_part(tmp_path: Path, check: Check, written: object, advises: bool) -> None:
    for name in ("part.json", "part.yaml"):
        (tmp_path / name).write_text(json.dumps(written))
        (located,) = check(tmp_path / name)
        assert located.finding.code == "SP991"
        assert HINT in located.finding.message
        assert ("--contract" in located.finding.message) is advises


@pytest.mark.parametrize("extension", ["json", "yaml"])
def test_an_object_that_is_like_nothing_of_its_operation_is_told_and_checked(
    tmp_path: Path, check: Check, extension: str
) -> None:
    file = tmp_path / f"sqs.ListQueues_1.{extension}"
    file.write_text(json.dumps([{"Id": 1, "State": "x"}, {"NextToken": "x", "Id": 1}, {"QueueUrl": []}]))
    found = [(at.finding.code, at.finding.severity, at.index) for at in check(file)]
    assert found == [
        ("SP917", "note", 0), ("SP301", "error", 0), ("SP301", "error", 0), ("SP301", "error", 1), ("SP301", "error", 2),
    ]  # fmt: skip
    assert HINT in check(file)[0].finding.message


def test_members_of_a_structure_inside_of_the_response_are_a_part_of_it(tmp_path: Path, check: Check) -> None:
    file = tmp_path / "ec2.DescribeVolumes_1.json"
    file.write_text(json.dumps({"VolumeId": "vol-1", "State": "available"}))
    assert [at.finding.code for at in check(file)] == ["SP917", "SP301", "SP301"]


def test_another_operations_response_is_not_a_part(tmp_path: Path, check: Check) -> None:
    file = tmp_path / "sqs.ListQueues_1.json"
    file.write_text(json.dumps({"HyperParameterTuningJobName": "a", "HyperParameterTuningJobArn": "b"}))
    assert {at.finding.code for at in check(file)} == {"SP301"}


def test_what_boto3_returned_is_not_a_part(tmp_path: Path, check: Check) -> None:
    file = tmp_path / "sqs.ListQueues_1.json"
    file.write_text(json.dumps({"Id": 1, "ResponseMetadata": {}}))
    assert [at.finding.code for at in check(file)] == ["SP301"]
