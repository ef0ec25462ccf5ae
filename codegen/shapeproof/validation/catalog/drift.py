"""SP3xx: what the contract doesn't know, perhaps because the service is newer."""

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

__all__ = ["ENUM_VALUE_CASE", "MISSPELT_ERROR_CODE", "UNKNOWN_ENUM_VALUE", "UNKNOWN_ERROR_CODE", "UNKNOWN_MEMBER"]

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
