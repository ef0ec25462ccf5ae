"""Why a finding matters: what happens to code that relies on such a response. The examples are those of the codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shapeproof.validation.catalog import FindingCode, FindingKind, constraints, drift, structure

__all__ = ["consequence"]

_OF_KINDS: Final[Mapping[FindingKind, str]] = {
    "structure": "A program that reads the response may fail on it: the contract promises another structure.",
    "constraint": "The value is outside the limits that the contract sets, so that a real response differs from this one.",
    "drift": "The contract doesn't know this. It is misspelt, or the service is newer than the contract.",
    "rule": "Each member is valid, but together they say what the service would never say.",
    "reading": "What can't be read, or belongs to no known contract, is not checked.",
}
_OF_CODES: Final[Mapping[str, str]] = {
    structure.REQUIRED_MEMBER_MISSING.number: 'order["OrderId"] is a KeyError with this response. A test that passes with it says nothing about code that reads '
    "the member, which every real response has.",
    structure.WRONG_TYPE.number: 'order["Quantity"] + 1 is a TypeError with this response, and "3" == 3 is false: the test takes another path than '
    "production.",
    structure.NULL_NOT_ALLOWED.number: 'order.get("Note", "none") is None with this response, and "none" with a real one, which omits the member.',
    structure.INVALID_TIMESTAMP.number: "Code that compares or formats the time fails on this one, or is only tested with a string that the service "
    "never sends.",
    structure.UNION_MEMBER_COUNT.number: "Code that asks which member is there takes the first that it knows, or none: a real response has exactly one.",
    constraints.PATTERN_MISMATCH.number: 'Code that takes the value apart, such as order["OrderId"].split("-")[1], fails on this one, although it works on '
    "a real one; or a placeholder hides that it doesn't.",
    drift.UNKNOWN_MEMBER.number: "A misspelt member is never read: the test passes although the code doesn't see the value. With a real service, "
    "boto3 drops members that its model doesn't know.",
    drift.OPTIONAL_IN_OTHER_RELEASE.number: 'order["Contact"]["Email"] is a KeyError with this response, and not with one of today: the test says nothing about code '
    "that reads the member.",
    drift.MEMBER_OF_OTHER_RELEASE.number: "The response has what the contract doesn't: boto3 of the contract's release drops the member, so that code with "
    "that release never sees it.",
    drift.VALUE_OF_OTHER_RELEASE.number: 'order["Status"] in ("PENDING", "SHIPPED", "DELIVERED") is false with this response, and with real ones of that '
    "release: code has to be ready for values that it doesn't know.",
    drift.UNKNOWN_ENUM_VALUE.number: 'if order["Status"] == "SHIPPED" is false with this response: the code waits forever, or a branch is tested that '
    "production never takes.",
}


def consequence(code: FindingCode) -> str:
    """Return why findings of a code matter: of the code, or of its kind."""
    return _OF_CODES.get(code.number, _OF_KINDS[code.kind])
