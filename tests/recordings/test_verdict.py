"""Errors are held against the error schemas, wherever they come from; and what can't be checked is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import shapeproof
from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract
from shapeproof.validation.validator import DROPPED_BY_SDK, OUTSIDE_THE_BODY, not_checked

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
    found = check(tmp_path / NAME)
    assert [(one.finding.code, one.finding.severity, one.finding.pointer) for one in found] == expected


def test_a_required_member_outside_the_body_is_not_asked_of_a_body(handmade: Callable[..., OperationModel]) -> None:
    members = {
        "Name": {"shape": "Text"},
        "Request": {"shape": "Text", "location": "header", "locationName": "x-request"},
    }
    thing = {"type": "structure", "required": ["Name", "Request"], "members": members}
    contract = build(handmade({"Thing": thing, "Text": {"type": "string"}}, protocol="rest-json"))
    assert shapeproof.findings({"Name": "x"}, contract, representation="wire") == []
    (found,) = shapeproof.findings({"Name": "x"}, contract, representation="cli")
    assert (found.code, found.pointer) == ("SP101", "/Request")
    assert [one.reason for one in not_checked(contract, "response", "wire")] == [OUTSIDE_THE_BODY]
    assert [one.reason for one in not_checked(contract, "response", "cli")] == [DROPPED_BY_SDK]


def test_a_pattern_that_no_engine_knows_is_told_with_its_place_and_reason(
    handmade: Callable[..., OperationModel],
) -> None:
    thing = {"type": "structure", "members": {"Name": {"shape": "Text"}}}
    text = {"type": "string", "pattern": r"(?!aws:)\p{L}{2}(?=x).*", "min": 2}
    contract: Contract = build(handmade({"Thing": thing, "Text": text}))
    (told,) = not_checked(contract, "response", "wire")
    assert (told.path, told.keyword) == ("Name", "pattern")
    assert told.reason
    assert shapeproof.findings({"Name": "??"}, contract) == []
    assert [one.code for one in shapeproof.findings({"Name": "?"}, contract)] == ["SP202"]
