"""Errors that clients get: checked as they were sent, named by a header, by the body, or not at all."""

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
def test_an_unknown_error_is_reported_where_its_name_is(
    client: Callable[[str], Any], headers: Mapping[str, str], body: bytes, expected: list[tuple[str, str]]
) -> None:
    awsrequest: Any = pytest.importorskip("botocore.awsrequest")
    findings: list[tuple[str, str]] = []
    seen: list[object] = []

    class Raw(io.BytesIO):
        def stream(self, **_: object) -> Any:
            yield self.read()

    def answer(**_: object) -> Any:
        return awsrequest.AWSResponse("http://x", 403, headers, Raw(body))

    def on_finding(finding: shapeproof.Finding, response: LiveResponse) -> None:
        findings.append((finding.code, finding.pointer))
        seen.append((response.part, response.representation))

    functions = client("lambda")
    functions.meta.events.register_first("before-send", answer)
    with shapeproof.watch(functions, on_finding=on_finding), pytest.raises(functions.exceptions.ClientError):
        functions.list_functions()
    assert findings == expected
    assert seen == [("error", "wire")] * len(expected)
