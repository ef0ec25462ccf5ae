"""Error responses that clients receive: checked as sent, with the error code in a header, in the body, or absent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from tests.canned_answers import answered_by

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
    client: Callable[[str], Any],
    headers: Mapping[str, str],
    body: bytes,
    expected: list[tuple[str, str]],
) -> None:
    findings: list[tuple[str, str]] = []
    response_kinds: list[object] = []

    def on_finding(finding: shapeproof.Finding, response: LiveResponse) -> None:
        findings.append((finding.code, finding.pointer))
        response_kinds.append((response.part, response.representation))

    lambda_client = client("lambda")
    with (
        answered_by(lambda_client, body, status=403, headers=headers),
        shapeproof.watch(lambda_client, on_finding=on_finding),
        pytest.raises(lambda_client.exceptions.ClientError),
    ):
        lambda_client.list_functions()
    assert findings == expected
    assert response_kinds == [("error", "wire")] * len(expected)
