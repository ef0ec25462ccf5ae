"""SP3xx: what the contract doesn't know, perhaps because the service is newer, or the response older."""

from __future__ import annotations

from functools import partial
from typing import Final

from shapeproof.contract import Schema, is_union
from shapeproof.contract.wire import UNKNOWN_UNION_MEMBER
from shapeproof.representations.error_bodies import bare_error_code
from shapeproof.validation.catalog.finding_code import FindingCode, ViolationDetails
from shapeproof.validation.catalog.wording import (
    listed,
    near_error_code,
    quoted,
    quoted_name,
    same_but_for_case,
    shown,
    suggestion,
)

__all__ = [
    "ENUM_VALUE_CASE",
    "MEMBER_OF_OTHER_RELEASE",
    "MISSPELT_ERROR_CODE",
    "OPTIONAL_IN_OTHER_RELEASE",
    "UNKNOWN_ENUM_VALUE",
    "UNKNOWN_ERROR_CODE",
    "UNKNOWN_MEMBER",
    "VALUE_OF_OTHER_RELEASE",
]

_CARRIERS: Final = {"header": "an HTTP header", "headers": "HTTP headers", "statusCode": "the HTTP status line"}

_code = partial(FindingCode, kind="drift", strict="error", tolerant="warning")


def _member(details: ViolationDetails) -> str:
    name, members = details.name, details.owner.get("properties", {})
    if name == UNKNOWN_UNION_MEMBER and is_union(details.owner):
        match details.value:
            case {"name": str(sent)}:
                known = "which this edition doesn't know; upgrade botocore"
                return f"the service sent the member {quoted_name(sent)}, {known}"
            case _:
                pass
    recorded = {member: details.names.get(member, member) for member in members}
    if name in members:  # the SDK knows this name, but the response was recorded on the wire
        wire: Schema = members[name].get("x-wire", {})
        if "in" in wire:
            carrier = _CARRIERS.get(wire["in"], wire["in"])
            return f"unknown member {quoted_name(name)} in the body; the service sends it in {carrier}"
        return f"unknown member {quoted_name(name)}; on the wire its name is `{recorded[name]}`"
    beside = [recorded.get(other, other) for other in details.beside]
    if (same := same_but_for_case(name, recorded.values())) and same not in beside:
        return f"unknown member {quoted_name(name)}; it differs from `{same}` only in case"
    return f"unknown member {quoted_name(name)}{suggestion(name, recorded.values(), beside)}"


def _value(details: ViolationDetails) -> str:
    options: list[str] = details.limit
    if details.is_sensitive:
        return f"{shown(details)} is not one of the {len(options)} known values"
    value = str(details.value)
    return f"{shown(details)} is not one of: {listed(options)}{suggestion(value, options)}"


def _case(details: ViolationDetails) -> str:
    known = same_but_for_case(details.name if details.is_key else str(details.value), details.limit)
    if details.is_key:
        key = "(sensitive, not shown)" if details.is_sensitive else quoted(details.name)
        return f"the key {key} differs from {'a known one' if details.is_sensitive else f'`{known}`'} only in case"
    return f"{shown(details)} differs from {'a known value' if details.is_sensitive else f'`{known}`'} only in case"


def _error_code(details: ViolationDetails) -> str:
    """About the code itself: on the wire, a namespace may stand before it, and a URL behind it."""
    return _value(details._replace(value=bare_error_code(details.value)))


def _misspelt_error_code(details: ViolationDetails) -> str:
    code = bare_error_code(details.value)
    near = near_error_code(str(code), details.limit)
    if details.is_sensitive or near is None:
        return _value(details._replace(value=code))
    return f"no exception of the client has the error code {quoted(str(code))}; did you mean `{near}`?"


def _optional_elsewhere(details: ViolationDetails) -> str:
    missing = f"required member {quoted(details.name)} is missing"
    match details.change:
        case None:
            return missing
        case change if change.is_earlier:
            release = f"botocore {change.refuses} requires it, {change.allows} did not"
            return f"{missing}; {release}: this response may be older"
        case change:
            return f"{missing}; botocore {change.allows} does not require it, and this contract is {change.edition}"


def _member_elsewhere(details: ViolationDetails) -> str:
    unknown = f"unknown member {quoted_name(details.name)}"
    match details.change:
        case None:
            return unknown
        case change if change.is_earlier:
            return f"{unknown}; botocore {change.allows} had it, {change.refuses} does not: this response looks older"
        case change:
            return f"{unknown}; botocore {change.allows} has it, and this contract is {change.edition}"


def _value_elsewhere(details: ViolationDetails) -> str:
    value = _key_or_value(details)
    match details.change:
        case None:
            return f"{value} is not a known value"
        case change if change.is_earlier:
            release = f"of botocore {change.allows}, but not of {change.refuses}"
            return f"{value} is an enum value {release}: this response looks older"
        case change:
            return f"{value} is an enum value of botocore {change.allows}, and this contract is {change.edition}"


def _key_or_value(details: ViolationDetails) -> str:
    if not details.is_key:
        return shown(details)
    return f"the key {'(sensitive, not shown)' if details.is_sensitive else quoted(details.name)}"


UNKNOWN_MEMBER: Final = _code(
    number="SP301",
    name="UnknownMember",
    title="unknown member",
    hint="Correct the spelling, or remove the member. If the service is newer than the contract, capture its edition.",
    keyword="additionalProperties",
    message=_member,
)
UNKNOWN_ENUM_VALUE: Final = _code(
    number="SP302",
    name="UnknownEnumValue",
    title="unknown enum value",
    hint="Use one of the values in the message. If the service is newer than the contract, capture its edition.",
    keyword="enum",
    message=_value,
)
UNKNOWN_ERROR_CODE: Final = _code(
    number="SP303",
    name="UnknownErrorCode",
    title="unknown error code",
    hint="Check the spelling. Errors that every service returns are not listed by its operations.",
    strict="note",
    tolerant="note",
    severity_reason="Services send throttling and authorisation errors that no operation lists.",
    message=_error_code,
)
ENUM_VALUE_CASE: Final = _code(
    number="SP304",
    name="EnumValueCase",
    title="enum value in another case",
    hint="Nothing is wrong if the service sent this: compare without case. In a mock, write the value as in the message. "
    "It may be the key of a map, too.",
    strict="warning",
    severity_reason="Services send values of their enums in another case than their models list.",
    message=_case,
)
MISSPELT_ERROR_CODE: Final = _code(
    number="SP305",
    name="MisspeltErrorCode",
    title="error code that is nearly a listed one",
    hint="Send the code in the message. With this one, code that catches the client's exception never gets there. The code "
    "of an error may have another name than its exception.",
    strict="warning",
    severity_reason="The service may send both codes, one of them for every operation.",
    message=_misspelt_error_code,
)
OPTIONAL_IN_OTHER_RELEASE: Final = _code(
    number="SP306",
    name="OptionalInOtherRelease",
    title="missing member that another release of botocore does not require",
    hint="Record the response again, or check it against the edition of its time. In a mock, add the member.",
    strict="warning",
    severity_reason="The response may be of that release: it is then complete.",
    message=_optional_elsewhere,
)
MEMBER_OF_OTHER_RELEASE: Final = _code(
    number="SP307",
    name="MemberOfOtherRelease",
    title="member that another release of botocore has",
    hint="Capture the edition that has it, or record the response again. boto3 drops members that its model lacks.",
    strict="warning",
    severity_reason="The member exists: the response is of that release.",
    message=_member_elsewhere,
)
VALUE_OF_OTHER_RELEASE: Final = _code(
    number="SP308",
    name="ValueOfOtherRelease",
    title="enum value that another release of botocore has",
    hint="Capture the edition that has it, or record the response again. Code has to be ready for values of newer services.",
    strict="warning",
    severity_reason="The value exists: the response is of that release.",
    message=_value_elsewhere,
)
