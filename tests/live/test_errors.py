"""Error responses that clients receive: checked as sent, with the error code in a header, in the body, or absent."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

import pytest

import shapeproof
from shapeproof.live.responses import LiveResponse


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        ({"x-amzn-ErrorType": "Odd:http://x"}, b'{"message": "m"}', [("SP303", "")]),
        ({"x-amzn-ErrorType": "ServiceException"}, b'{"__type": "Odd"}', []),
        ({}, b'{"Code": "Odd"}', [("SP303", "/Code")]),
        ({}, b'{"message": "Forbidden"}', []),
        ({}, b"", []),
    ],
)
def test_unknown_error_is_reported_at_its_code(
    client: Callable[[str], Any], headers: Mapping[str, str], body: bytes, expected: list[tuple[str, str]]
) -> None:
    awsrequest: Any = pytest.importorskip("botocore.awsrequest")
    findings: list[tuple[str, str]] = []
    response_kinds: list[object] = []

    class RawBody(io.BytesIO):
        def stream(self, **_: object) -> Any:
            yield self.read()

    def send_response(**_: object) -> Any:
        return awsrequest.AWSResponse("http://x", 403, headers, RawBody(body))

    def on_finding(finding: shapeproof.Finding, response: LiveResponse) -> None:
        findings.append((finding.code, finding.pointer))
        response_kinds.append((response.part, response.representation))

    lambda_client = client("lambda")
    lambda_client.meta.events.register_first("before-send", send_response)
    with shapeproof.watch(lambda_client, on_finding=on_finding), pytest.raises(lambda_client.exceptions.ClientError):
        lambda_client.list_functions()
    assert findings == expected
    assert response_kinds == [("error", "wire")] * len(expected)
