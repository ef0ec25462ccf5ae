"""Recorded errors are checked against the error schemas, in every form."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.recordings.recorders import Call, as_yaml, needs_botocore, result_of

NAME = "sagemaker.DescribeHyperParameterTuningJob_1.json"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"status_code": 400, "data": {"Error": {"Code": "ResourceNotFound", "Message": "gone"}}}, []),
        ({"status_code": 400, "data": {"Error": {"Code": "AccessDenied"}}}, [("SP303", "note", "/Error/Code")]),
        ({"status_code": 400, "data": {}}, [("SP101", "error", "/Error")]),
        ({"Error": {"Code": "ResourceNotFound"}, "ResponseMetadata": {"HTTPStatusCode": 400}}, []),
        ({"Error": {"Code": 5}}, [("SP102", "error", "/Error/Code")]),
        ({"__type": "ResourceNotFound", "message": "gone"}, []),
        ({"__type": "com.amazonaws.sagemaker#ResourceNotFound", "Message": "gone"}, []),
        ({"__type": "ValidationException", "message": "no"}, [("SP303", "note", "/__type")]),
        ({"__type": 5}, [("SP102", "error", "/__type")]),
        ({"__type": "ResourceNotFound", "message": 5}, [("SP102", "error", "/message")]),
    ],
)
def test_error_responses(tmp_path: Path, check: Any, body: object, expected: list[tuple[str, str, str]]) -> None:
    (tmp_path / NAME).write_text(json.dumps(body))
    findings = check(tmp_path / NAME)
    assert [
        (located.finding.code, located.finding.severity, located.finding.pointer) for located in findings
    ] == expected


IAM = Call("https://iam.amazonaws.com/", b"", request=b"Action=GetRole&RoleName=r&Version=2010-05-08")
S3 = Call("https://bucket.s3.us-east-1.amazonaws.com/?list-type=2", b"", method="GET")
EC2 = Call("https://ec2.us-east-1.amazonaws.com/", b"", request=b"Action=DescribeKeyPairs&Version=2016-11-15")
KMS = Call(
    "https://kms.us-east-1.amazonaws.com/",
    b"",
    request=b"{}",
    request_headers={"X-Amz-Target": "TrentService.ListKeys"},
)
BROKEN_QUERY = b"<ErrorResponse><Error><Code>NoSuchEntity</Code><Message>R&D</Message></Error></ErrorResponse>"
BROKEN_S3 = b'<?xml version="1.0"?>\n<Error><Code>NoSuchBucket</Code><Message>a < b</Message></Error>'
HTML = b"<!DOCTYPE HTML>\n<html><body><h1>Not found</h1><hr></html>"


@needs_botocore
@pytest.mark.parametrize(
    ("call", "content_type", "body", "is_page"),
    [
        (IAM, "text/xml", BROKEN_QUERY, False),
        (IAM, "", BROKEN_QUERY, False),
        (IAM, "text/xml; charset=utf-8", b'{"message": "no"}', False),
        (IAM, "", b'{"message": "no"}', False),
        (IAM, "text/xml", b"Bad gateway", False),
        (IAM, "text/xml", b"", True),
        (IAM, "text/plain", b"Bad gateway", True),
        (IAM, "text/html", b"<h1>Bad gateway", True),
        (IAM, "text/xml", HTML, True),
        (S3, "application/xml", BROKEN_S3, False),
        (S3, "application/octet-stream", BROKEN_S3, False),
        (S3, "", b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html><body>', True),
        (EC2, "text/xml", b"<Response><Errors><Error><Code>A</Code></Errors></Response>", False),
        (KMS, "", b'{"__type":"NotFoundException","message":"m"}}', False),
        (KMS, "text/plain", b' {"__type":"NotFoundException","message":"m', False),
        (KMS, "", HTML, True),
        (KMS, "", b"upstream connect error", True),
        (KMS, "application/x-amz-json-1.1", HTML, False),
    ],
)
def test_broken_error_is_not_a_page_of_a_proxy(
    tmp_path: Path, call: Call, content_type: str, body: bytes, *, is_page: bool
) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    (tmp_path / "x.yaml").write_text(as_yaml([replace(call, body=body, status=404, headers=headers)]))
    result = result_of(tmp_path / "x.yaml")
    assert [located.finding.code for located in result.findings] == ([] if is_page else ["SP901"])
    assert [reason for _, reason in result.ignored] == (["error pages that no service wrote"] if is_page else [])
