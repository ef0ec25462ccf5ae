"""Recorded errors are checked against the error schemas, in every form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

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
