"""Members of responses and errors in headers and in the status line, of services that speak REST in XML."""

from __future__ import annotations

import base64
from importlib import import_module
from typing import Any, Final

import pytest
from tests.recordings.recorders import needs_botocore

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.recordings.http.body_reading import BodyReading, check_body
from shapeproof.recordings.http.xml_responses import read_xml_response
from shapeproof.validation.validator import Validator

pytestmark = needs_botocore


def header(shape: str, **traits: Any) -> dict[str, Any]:
    return {"shape": shape, "location": "header", **traits}


SERVICE: Final[dict[str, Any]] = {
    "metadata": {"apiVersion": "2017-07-24", "endpointPrefix": "things", "protocol": "rest-xml", "uid": "x"},
    "operations": {
        "GetThing": {
            "name": "GetThing",
            "http": {"method": "GET", "requestUri": "/"},
            "output": {"shape": "Thing"},
            "errors": [{"shape": "Gone"}],
        }
    },
    "shapes": {
        "Thing": {
            "type": "structure",
            "members": {
                "Sizes": header("Sizes", locationName="x-sizes"),
                "Times": header("Times", locationName="x-times"),
                "Tags": {"shape": "Tags", "location": "headers", "locationName": "x-tag-"},
                "Data": header("Text", locationName="x-data", jsonvalue=True),
                "Name": {"shape": "Text", "location": "uri"},
                "Colour": {"shape": "Text", "location": "querystring", "locationName": "color"},
            },
        },
        "Gone": {
            "type": "structure",
            "members": {"Since": header("Time"), "Status": {"shape": "Size", "location": "statusCode"}},
            "exception": True,
        },
        "Full": {
            "type": "structure",
            "members": {"Limit": header("Size"), "Used": {"shape": "Size"}},
            "error": {"code": "ThingFull"},
            "exception": True,
        },
        "Sizes": {"type": "list", "member": {"shape": "Size"}},
        "Times": {"type": "list", "member": {"shape": "Time"}},
        "Tags": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Tag"}},
        "Size": {"type": "integer"},
        "Time": {"type": "timestamp"},
        "Tag": {"type": "string", "max": 3},
        "Text": {"type": "string"},
    },
}


def read_and_check(status: int, headers: dict[str, str], body: str) -> tuple[BodyReading, list[str]]:
    models: Any = import_module("botocore.model")
    operation = models.ServiceModel(SERVICE, "things").operation_model("GetThing")
    read = read_xml_response(operation, "rest-xml", status, headers, body.encode())
    contract = build(OperationModel.from_service("things", "1.2.3", SERVICE, "GetThing"))
    found = check_body(Validator(contract, read.part), read.converted, read.faults).findings
    return read, [f"{finding.code} {finding.pointer}: {finding.message}" for finding in found]


TIME: Final = "Mon, 16 Dec 2019 23:48:18 GMT"


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.mark.parametrize(
    ("headers", "value", "expected"),
    [
        ({"X-Sizes": "1, 2,3"}, {"Sizes": [1, 2, 3]}, []),
        ({"X-Sizes": "1, x"}, {"Sizes": [1, "x"]}, ["SP102 /Sizes/1: expected an integer, got `x`"]),
        ({"X-Times": f"{TIME}, {TIME}"}, {"Times": ["2019-12-16T23:48:18+00:00"] * 2}, []),
        ({"X-Times": "soon"}, {"Times": ["soon"]}, ["SP104 /Times/0: "]),
        ({"x-tag-a": "b"}, {"Tags": {"a": "b"}}, []),
        ({"x-tag-a": "long"}, {"Tags": {"a": "long"}}, ["SP203 /Tags/a: "]),
        ({"x-data": encoded(b'{"a": [1]}')}, {"Data": {"a": [1]}}, []),
        *(
            ({"x-data": text}, {"Data": text}, ["SP901 /Data: expected JSON in base64 in the header `x-data`"])
            for text in ("{}", "a", encoded(b"{"), encoded(b"\xff"), encoded(b"1e400"), encoded(b"[" * 999))
        ),
    ],
)  # fmt: skip
def test_members_in_headers(headers: dict[str, str], value: dict[str, object], expected: list[str]) -> None:
    read, found = read_and_check(200, headers, "")
    assert read.converted.value == {"Tags": {}} | value
    assert len(found) == len(expected)
    assert all(map(str.startswith, found, expected)), found


def test_a_response_has_no_url() -> None:
    read, found = read_and_check(200, {}, "<Thing><Name>a</Name><color>red</color></Thing>")
    assert read.converted.value == {"Name": "a", "Colour": "red", "Tags": {}}
    assert found == []


@pytest.mark.parametrize(
    ("code", "headers", "members", "expected"),
    [
        ("Gone", {"Since": TIME}, {"Since": "2019-12-16T23:48:18+00:00", "Status": 410}, []),
        ("Gone", {"Since": "soon"}, {"Since": "soon", "Status": 410}, ["SP104 /Since: "]),
        ("ThingFull", {"Limit": "5", "Since": TIME}, {"Limit": 5, "Used": 7}, ["SP303 /Error/Code: "]),
        ("Unknown", {"Limit": "5", "Since": TIME}, {}, ["SP303 /Error/Code: "]),
    ],
)
def test_members_of_errors(code: str, headers: dict[str, str], members: dict[str, object], expected: list[str]) -> None:
    """boto3 reads the members of an error that the operation doesn't list, but the model of the service knows."""
    body = f"<ErrorResponse><Error><Code>{code}</Code><Used>7</Used></Error></ErrorResponse>"
    read, found = read_and_check(410, headers, body)
    assert read.converted.value == {**members, "Error": {"Code": code, "Used": "7"}}
    assert len(found) == len(expected)
    assert all(map(str.startswith, found, expected)), found


def test_the_code_of_an_error_may_be_anything() -> None:
    _, found = read_and_check(400, {}, "<ErrorResponse><Error><Code><a/></Code></Error></ErrorResponse>")
    assert found == ["SP102 /Error/Code: expected a string, got an object"]
