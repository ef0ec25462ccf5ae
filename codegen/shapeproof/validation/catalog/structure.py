"""SP1xx: structural faults, which break any reader of the response."""

from __future__ import annotations

from functools import partial
from typing import Final

from shapeproof.contract import Representation, members_set
from shapeproof.validation.catalog.finding_code import FindingCode, ViolationDetails
from shapeproof.validation.catalog.wording import described, listed, quoted, shown

__all__ = [
    "INVALID_TIMESTAMP",
    "NON_FINITE_NUMBER",
    "NULLS_FOR_ABSENT_MEMBERS",
    "NULL_ENTRY",
    "NULL_NOT_ALLOWED",
    "REQUIRED_MEMBER_MISSING",
    "UNION_MEMBER_COUNT",
    "WRONG_ELEMENT",
    "WRONG_TYPE",
]

_TYPES: Final = {
    "object": "an object",
    "array": "a list",
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "a boolean",
    "null": "null",
}
_TEXT_FORMS: Final = {
    "integer": "an integer, got {}",
    "number": "a number, got {}",
    "boolean": "`true` or `false`, got {}, which boto3 reads as false",
}
"""What is wrong with a scalar in XML, where every scalar is text."""
_TIMESTAMP_FORMS: Final[dict[Representation, str]] = {
    "wire": "the service writes another timestamp format",
    "cli": "the AWS CLI writes ISO 8601",
    "sdk": "boto3 returns a datetime",
}
_EXAMPLE: Final = "2024-05-06T07:08:09Z"
_WITHOUT_ZONE: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?"
# 9999-12-31T23:59:59Z, the last second that a datetime type can hold. A larger number is in milliseconds.
_LAST_SECOND: Final = 253_402_300_799

_code = partial(FindingCode, kind="structure", strict="error", tolerant="error")


def _missing(details: ViolationDetails) -> str:
    return f"required member {quoted(details.name)} is missing"


def _type(details: ViolationDetails) -> str:
    if details.is_text and isinstance(details.value, str) and details.shape["type"] in _TEXT_FORMS:
        return f"expected {_TEXT_FORMS[details.shape['type']].format(shown(details))}"
    if details.shape.get("format") == "date-time":
        return f"expected a timestamp, got {described(details)}"
    if details.shape.get("contentEncoding") == "base64" and isinstance(details.value, str):  # in CBOR and of boto3
        reason = "; boto3 decodes blobs" if details.representation == "sdk" else ""
        return f"expected bytes, got {_string_for_bytes(details)}{reason}"
    return f"expected {_TYPES[details.shape['type']]}, got {described(details)}"


def _string_for_bytes(details: ViolationDetails) -> str:
    import re

    is_base64 = details.value and re.fullmatch(r"[A-Za-z0-9+/\s]*={0,2}", str(details.value))
    return described(details).replace("string", "base64 string", 1) if is_base64 else described(details)


def _null(_details: ViolationDetails) -> str:
    return "null is not allowed: omit an optional member that has no value"


def _non_finite(details: ViolationDetails) -> str:
    if isinstance(details.value, str):
        return f"the string {shown(details)} is a number that JSON can't hold; a reader that expects a number fails"
    overflow = "" if details.value != details.value else " (or a number too large for a 64-bit float)"
    return f"{shown(details)}{overflow} is not valid JSON, although the AWS CLI prints it"


def _timestamp(details: ViolationDetails) -> str:
    import re
    from datetime import date, datetime

    from shapeproof.representations.timestamps import is_printed_datetime
    from shapeproof.validation.engines.date_times import is_date_time

    value, written = details.value, shown(details)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value > _LAST_SECOND:
            guess = "; is it in milliseconds?" if value != float("inf") else ""
            return f"{written} is too large for a timestamp in epoch seconds{guess}"
        number = "(sensitive, not shown)" if details.is_sensitive else written.strip("`")
        return f"epoch number {number}, where {_TIMESTAMP_FORMS[details.representation]}"
    if isinstance(value, datetime) and value.tzinfo is None:
        moment = written if details.is_sensitive else quoted(str(value))
        return f"datetime {moment} has no time zone; boto3 always returns one"
    if isinstance(value, date) and not isinstance(value, datetime):
        return f"expected a date and a time, got the date {written}"
    if not isinstance(value, str):
        return f"expected a timestamp, got {described(details)}"
    if is_date_time(value):
        return f"ISO 8601 timestamp {written}, where {_TIMESTAMP_FORMS[details.representation]}"
    if re.fullmatch(_WITHOUT_ZONE, value):
        return f"timestamp {written} has no time zone; expected a form such as {_EXAMPLE}"
    if is_printed_datetime(value):
        return f"printed datetime {written}, where {_TIMESTAMP_FORMS[details.representation]}"
    return f"{written} is not a timestamp: expected a date, a time and a time zone, such as {_EXAMPLE}"


def _union(details: ViolationDetails) -> str:
    members = members_set(details.value)
    got = f"{len(members)}: {listed([quoted(name).strip('`') for name in members])}" if members else "none"
    return f"a union must have exactly one member, got {got}"


REQUIRED_MEMBER_MISSING: Final = _code(
    number="SP101",
    name="RequiredMemberMissing",
    title="required member missing",
    hint="Add the member. The service always sends it, and readers rely on that.",
    keyword="required",
    message=_missing,
)
WRONG_TYPE: Final = _code(
    number="SP102",
    name="WrongType",
    title="value of the wrong type",
    hint="Write the value in the type of the contract: a number without quotes, a list in brackets.",
    keyword="type",
    message=_type,
)
NULL_NOT_ALLOWED: Final = _code(
    number="SP103",
    name="NullNotAllowed",
    title="null in place of an omitted member",
    hint="Omit the member. boto3 and the AWS CLI never return null for a member that has no value.",
    as_sent="warning",
    severity_reason="Services do send null; boto3 and the AWS CLI omit the member.",
    message=_null,
)
INVALID_TIMESTAMP: Final = _code(
    number="SP104",
    name="InvalidTimestamp",
    title="not a valid timestamp",
    hint="Write ISO 8601 as the AWS CLI does, a datetime as boto3 does, or epoch seconds as the service does.",
    keyword="format",
    message=_timestamp,
)
UNION_MEMBER_COUNT: Final = _code(
    number="SP105",
    name="UnionMemberCount",
    title="union without exactly one member",
    hint="Keep exactly one member of the union: the one that the service would send.",
    message=_union,
)
NULL_ENTRY: Final = _code(
    number="SP106",
    name="NullEntry",
    title="null in a list or a map",
    hint="Be ready for None here if the service sent this: boto3 keeps it. In a mock, give the entry a value.",
    strict="warning",
    tolerant="warning",
    severity_reason="Services do send null in lists and maps, and boto3 and the AWS CLI keep it.",
    message=_type,
)
NON_FINITE_NUMBER: Final = _code(
    number="SP107",
    name="NonFiniteNumber",
    title="number that is not finite in JSON",
    hint="Nothing is wrong if the AWS CLI printed this. Readers of JSON other than Python's may refuse the document.",
    strict="note",
    tolerant="note",
    severity_reason="Services send NaN and infinities, as strings in JSON, which has no numbers for them.",
    message=_non_finite,
)
NULLS_FOR_ABSENT_MEMBERS: Final = _code(
    number="SP108",
    name="NullsForAbsentMembers",
    title="null for every absent member",
    hint="Leave absent members out when the response is written: in Go, with omitempty.",
    strict="warning",
    tolerant="warning",
    severity_reason="A program wrote its structures so; programs that read them take null for absent.",
)
WRONG_ELEMENT: Final = _code(
    number="SP109",
    name="WrongElement",
    title="element that the XML protocol does not have there",
    hint="Write the element as in the message. boto3 may accept others; the SDKs of other languages lose what is in them.",
)
