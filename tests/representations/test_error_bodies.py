"""The body of an error is converted as botocore does, and findings about its name are where the name is."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Mapping
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract
from shapeproof.representations.error_bodies import error_name_in_headers, error_to_cli
from shapeproof.validation.validator import Validator

NAMES = st.sampled_from(["Gone", "com.amazonaws.x#Gone", "Gone:http://x/#y", "a#Gone:b#c", ""])
KEYS = st.sampled_from(["__type", "code", "Code", "message", "Message", "Other"])


@pytest.fixture(scope="module")
def contracts(handmade: Callable[..., OperationModel]) -> dict[str, Contract]:
    shapes: dict[str, Any] = {
        "Thing": {"type": "structure", "members": {"Name": {"shape": "Text"}}},
        "Gone": {"type": "structure", "exception": True, "members": {"message": {"shape": "Text"}}},
        "Text": {"type": "string"},
    }
    return {protocol: build(handmade(shapes, protocol=protocol, errors=["Gone"])) for protocol in ("json", "rest-json")}


@given(
    protocol=st.sampled_from(["json", "rest-json"]),
    body=st.dictionaries(KEYS, NAMES),
    headers=st.dictionaries(st.sampled_from(["x-amzn-errortype", "X-Amzn-ErrorType", "x-request"]), NAMES, max_size=1),
)
def test_the_error_is_what_boto3_returns(
    contracts: Mapping[str, Contract], protocol: str, body: dict[str, object], headers: dict[str, str]
) -> None:
    parsers: Any = pytest.importorskip("botocore.parsers", reason="botocore isn't installed, and it is the measure")
    awsrequest: Any = importlib.import_module("botocore.awsrequest")
    answer = {"body": json.dumps(body).encode(), "headers": awsrequest.HeadersDict(headers), "status_code": 418}
    theirs = parsers.create_parser(protocol).parse(answer, None)["Error"]
    contract = contracts[protocol]
    ours = cast("Any", error_to_cli(contract, body, error_name_in_headers(contract, headers)).value)["Error"]
    assert ours.get("Code", "418") == theirs["Code"]
    assert ours.get("Message", "") == theirs["Message"]


def test_members_have_the_names_and_times_of_the_wire(handmade: Callable[..., OperationModel]) -> None:
    shapes: dict[str, Any] = {
        "Thing": {"type": "structure", "members": {}},
        "Gone": {
            "type": "structure",
            "exception": True,
            "members": {
                "Since": {"shape": "Time", "locationName": "since"},
                "Where": {"shape": "Place"},
                "RetryAfter": {"shape": "Count", "location": "header", "locationName": "retry-after"},
            },
        },
        "Place": {"type": "structure", "members": {"Shelf": {"shape": "Count", "locationName": "shelf"}}},
        "Time": {"type": "timestamp"},
        "Count": {"type": "integer"},
    }
    validator = Validator(build(handmade(shapes, errors=["Gone"])), "error")
    good = {"__type": "Gone", "since": 1.5e9, "Where": {"shelf": 3}}
    assert not validator.check(good, "wire").findings
    bad = {"__type": "Gone", "since": "2017-07-14T02:40:00Z", "Where": {"shelf": "3", "Shelf": 3}}
    findings = validator.check(bad, "wire").findings
    assert [(finding.code, finding.pointer) for finding in findings] == [
        ("SP104", "/since"),
        ("SP102", "/Where/shelf"),
        ("SP301", "/Where/Shelf"),
    ]


@pytest.mark.parametrize(
    ("protocol", "body", "headers", "expected"),
    [
        ("rest-json", {"__type": "Gone"}, {"x-amzn-errortype": "Odd:x"}, ("SP303", "", "`Odd`")),
        ("rest-json", {"code": "Odd"}, {}, ("SP303", "/code", "`Odd`")),
        ("rest-json", {"Code": "Odd"}, {}, ("SP303", "/Code", "`Odd`")),
        ("rest-json", {"__type": "Odd", "code": None}, {}, ("SP303", "/__type", "`Odd`")),
        ("rest-json", {"code": {"a": 1}}, {}, ("SP102", "/code", "")),
        ("json", {"__type": "x#Odd", "code": "Gone"}, {"x-amzn-errortype": "Gone"}, ("SP303", "/__type", "`Odd`")),
        ("json", {"code": "Odd"}, {"x-amzn-errortype": "Odd"}, None),
        ("rest-json", {"Message": "Forbidden"}, {}, None),
        ("rest-json", {}, {}, None),
    ],
)
def test_an_unknown_name_is_reported_where_it_is_and_a_missing_one_is_not(
    contracts: Mapping[str, Contract],
    protocol: str,
    body: dict[str, object],
    headers: dict[str, str],
    expected: tuple[str, str, str] | None,
) -> None:
    contract = contracts[protocol]
    result = Validator(contract, "error").check(body, "wire", error_name_in_headers(contract, headers))
    findings = [(finding.code, finding.pointer) for finding in result.findings]
    assert findings == ([expected[:2]] if expected else [])
    assert all(expected and expected[2] in finding.message for finding in result.findings)
