"""SP2xx: values outside the limits that the contract sets for them."""

from __future__ import annotations

from functools import partial
from typing import Final

from shapeproof.validation.catalog.finding_code import FindingCode, ViolationDetails
from shapeproof.validation.catalog.wording import (
    cut_pattern,
    limit_and_noun,
    listed,
    quoted,
    shown,
    size_and_limit,
    suggestion,
)

__all__ = [
    "EMPTY_BELOW_MINIMUM",
    "INVALID_MAP_KEY",
    "NUMBER_TOO_LARGE",
    "NUMBER_TOO_SMALL",
    "PATTERN_MISMATCH",
    "STRING_TOO_LONG",
    "STRING_TOO_SHORT",
    "TOO_FEW_ENTRIES",
    "TOO_FEW_ITEMS",
    "TOO_MANY_ENTRIES",
    "TOO_MANY_ITEMS",
    "ZERO_BELOW_MINIMUM",
]

_REALISTIC_VALUE: Final = (
    "Use a value as the service sends it: rather than a placeholder, a real value with its identifiers replaced."
)
_CONTAINERS: Final = {"string": "the string", "array": "the list", "object": "the map"}

_code = partial(FindingCode, kind="constraint", strict="error", tolerant="warning")


def _pattern(details: ViolationDetails) -> str:
    if details.shape.get("contentEncoding"):
        printed = "; it looks like bytes that str() printed" if str(details.value).startswith(("b'", 'b"')) else ""
        return f"{shown(details)} is not valid base64{printed}"
    type_name = f" of {details.shape['x-shape']}" if "x-shape" in details.shape else ""
    return f"{shown(details)} does not match the pattern{type_name}: {cut_pattern(details.shape['pattern'])}"


def _minimum(details: ViolationDetails) -> str:
    return f"{shown(details)} is less than the minimum of {details.limit}"


def _maximum(details: ViolationDetails) -> str:
    return f"{shown(details)} is greater than the maximum of {details.limit}"


def _size(details: ViolationDetails) -> str:
    value_type = details.shape["type"]
    subject = shown(details) if value_type == "string" else _CONTAINERS[value_type]
    return f"{subject} {size_and_limit(details.keyword, len(details.value), details.limit)}"


def _empty(details: ViolationDetails) -> str:
    if details.keyword == "pattern":
        return _pattern(details)
    if details.keyword == "enum":
        return f"the empty string is not one of: {listed(details.limit)}"
    container = _CONTAINERS[details.shape["type"]]
    return f"{container} is empty, expected {limit_and_noun(details.keyword, details.limit)}"


def _key(details: ViolationDetails) -> str:
    key = "(sensitive, not shown)" if details.is_sensitive else quoted(details.name)
    subject = f"the key {key}" if details.name else "the empty key"
    match details.keyword:
        case "enum":
            hint = "" if details.is_sensitive else suggestion(details.name, details.limit, details.beside)
            return f"{subject} is not one of: {listed(details.limit)}{hint}"
        case "pattern":
            return f"{subject} does not match the pattern {cut_pattern(details.limit)}"
        case keyword:
            return f"{subject} {size_and_limit(keyword, len(details.name), details.limit)}"


PATTERN_MISMATCH: Final = _code(
    number="SP201",
    name="PatternMismatch",
    title="string that does not match its pattern",
    hint=_REALISTIC_VALUE,
    keyword="pattern",
    message=_pattern,
)
STRING_TOO_SHORT: Final = _code(
    number="SP202",
    name="StringTooShort",
    title="string shorter than its minimum length",
    hint=_REALISTIC_VALUE,
    keyword="minLength",
    message=_size,
)
STRING_TOO_LONG: Final = _code(
    number="SP203",
    name="StringTooLong",
    title="string longer than its maximum length",
    hint=_REALISTIC_VALUE,
    keyword="maxLength",
    message=_size,
)
NUMBER_TOO_SMALL: Final = _code(
    number="SP204",
    name="NumberTooSmall",
    title="number less than its minimum",
    hint=_REALISTIC_VALUE,
    keyword="minimum",
    message=_minimum,
)
NUMBER_TOO_LARGE: Final = _code(
    number="SP205",
    name="NumberTooLarge",
    title="number greater than its maximum",
    hint=_REALISTIC_VALUE,
    keyword="maximum",
    message=_maximum,
)
TOO_FEW_ITEMS: Final = _code(
    number="SP206",
    name="TooFewItems",
    title="list with too few items",
    hint="Add items until the list has the minimum number that the contract requires.",
    keyword="minItems",
    message=_size,
)
TOO_MANY_ITEMS: Final = _code(
    number="SP207",
    name="TooManyItems",
    title="list with too many items",
    hint="Remove items until the list has the maximum number that the contract allows.",
    keyword="maxItems",
    message=_size,
)
TOO_FEW_ENTRIES: Final = _code(
    number="SP208",
    name="TooFewEntries",
    title="map with too few entries",
    hint="Add entries until the map has the minimum number that the contract requires.",
    keyword="minProperties",
    message=_size,
)
TOO_MANY_ENTRIES: Final = _code(
    number="SP209",
    name="TooManyEntries",
    title="map with too many entries",
    hint="Remove entries until the map has the maximum number that the contract allows.",
    keyword="maxProperties",
    message=_size,
)
INVALID_MAP_KEY: Final = _code(
    number="SP210",
    name="InvalidMapKey",
    title="map key that violates a constraint",
    hint="Write the key as the service would: the contract has a pattern, lengths or values for keys, too.",
    message=_key,
)
EMPTY_BELOW_MINIMUM: Final = _code(
    number="SP220",
    name="EmptyBelowMinimum",
    title="empty string, list or map where the contract has none",
    hint="Nothing is wrong if the service sent this. In a mock, omit the member or give it a value.",
    strict="warning",
    severity_reason="Services send empty values below the minimum of their model in up to a third of cases.",
    message=_empty,
)
ZERO_BELOW_MINIMUM: Final = _code(
    number="SP221",
    name="ZeroBelowMinimum",
    title="zero below the minimum",
    hint="Nothing is wrong if the service sent this. In a mock, omit the member or give it a realistic number.",
    strict="warning",
    severity_reason="Nearly all numbers below their minimum in real recordings are zeros.",
    message=_minimum,
)
