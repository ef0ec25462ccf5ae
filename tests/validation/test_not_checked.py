"""What a representation can't show and a contract can't state is listed, and not reported as missing."""

from __future__ import annotations

from collections.abc import Callable

import shapeproof
from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract
from shapeproof.validation.not_checked import DROPPED_BY_SDK, OUTSIDE_THE_BODY, not_checked


def test_a_required_member_outside_the_body_is_not_missing(handmade: Callable[..., OperationModel]) -> None:
    members = {
        "Name": {"shape": "Text"},
        "Request": {"shape": "Text", "location": "header", "locationName": "x-request"},
    }
    thing = {"type": "structure", "required": ["Name", "Request"], "members": members}
    contract = build(handmade({"Thing": thing, "Text": {"type": "string"}}, protocol="rest-json"))
    assert shapeproof.findings({"Name": "x"}, contract, representation="wire") == []
    (finding,) = shapeproof.findings({"Name": "x"}, contract, representation="cli")
    assert (finding.code, finding.pointer) == ("SP101", "/Request")
    assert [row.reason for row in not_checked(contract, "response", "wire")] == [OUTSIDE_THE_BODY]
    assert [row.reason for row in not_checked(contract, "response", "cli")] == [DROPPED_BY_SDK]


def test_a_pattern_that_no_engine_supports_is_listed_with_its_path_and_reason(
    handmade: Callable[..., OperationModel],
) -> None:
    thing = {"type": "structure", "members": {"Name": {"shape": "Text"}}}
    text = {"type": "string", "pattern": r"(?!aws:)\p{L}{2}(?=x).*", "min": 2}
    contract: Contract = build(handmade({"Thing": thing, "Text": text}))
    (row,) = not_checked(contract, "response", "wire")
    assert (row.path, row.keyword) == ("Name", "pattern")
    assert row.reason
    assert shapeproof.findings({"Name": "??"}, contract) == []
    assert [finding.code for finding in shapeproof.findings({"Name": "?"}, contract)] == ["SP202"]
