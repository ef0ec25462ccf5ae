"""Which finding code a violation of a schema has."""

from __future__ import annotations

from typing import Final

from shapeproof.contract import Part, Pointer, Schema, is_union
from shapeproof.representations.error_bodies import bare_error_code
from shapeproof.representations.non_finite import is_non_finite
from shapeproof.validation.catalog import CODE_OF_KEYWORD, FindingCode, ReleaseChange, constraints, drift, structure
from shapeproof.validation.catalog.wording import near_error_code, same_but_for_case
from shapeproof.validation.engines.violations import Violation

__all__ = ["KEY_PREFIX", "code_of"]

KEY_PREFIX: Final = "propertyNames/"
"""What the keyword of a violation starts with if a map key is at fault, and not its value."""
_VIOLATED_BY_EMPTY: Final = frozenset({"minLength", "minItems", "minProperties", "pattern", "enum"})


_OF_OTHER_RELEASE: Final = {
    "additionalProperties": drift.MEMBER_OF_OTHER_RELEASE,
    "enum": drift.VALUE_OF_OTHER_RELEASE,
    "required": drift.OPTIONAL_IN_OTHER_RELEASE,
}


def code_of(
    violation: Violation,
    shape: Schema,
    owner: Schema,
    value: object,
    part: Part,
    change: ReleaseChange | None = None,
) -> FindingCode:
    """The code of a violation: that of its keyword, unless a more specific one applies.

    Args:
        violation: the violation.
        shape: the resolved schema of the value at fault, or of the map key; empty if the contract doesn't know the value.
        owner: the resolved schema of what contains the value.
        value: the value at fault, in `cli`; None for a missing member.
        part: the part of the contract that is checked.
        change: the releases between which what is violated changed; None if they are not known.
    """
    pointer, keyword = violation.pointer, violation.keyword
    if change:
        return _OF_OTHER_RELEASE[keyword.removeprefix(KEY_PREFIX)]
    if keyword.startswith(KEY_PREFIX):
        is_case = keyword == f"{KEY_PREFIX}enum" and same_but_for_case(str(pointer[-1]), shape["enum"])
        return drift.ENUM_VALUE_CASE if is_case else constraints.INVALID_MAP_KEY
    if keyword in {"type", "format"} and value is None and pointer:
        if "properties" not in owner:
            return structure.NULL_ENTRY
        if _is_optional(pointer, owner):
            return structure.NULL_NOT_ALLOWED
    if keyword == "type" and shape.get("format") == "date-time":
        return structure.INVALID_TIMESTAMP
    if keyword == "type" and is_non_finite(shape, value):
        return structure.NON_FINITE_NUMBER
    if keyword in {"minProperties", "maxProperties"} and is_union(shape):
        return structure.UNION_MEMBER_COUNT
    if keyword in _VIOLATED_BY_EMPTY and value in ("", [], {}):
        return constraints.EMPTY_BELOW_MINIMUM
    if keyword == "minimum" and value == 0:
        return constraints.ZERO_BELOW_MINIMUM
    if keyword == "enum" and part == "error" and pointer == ("Error", "Code"):
        near = near_error_code(str(bare_error_code(value)), shape["enum"])
        return drift.MISSPELT_ERROR_CODE if near else drift.UNKNOWN_ERROR_CODE
    if keyword == "enum" and isinstance(value, str) and same_but_for_case(value, shape["enum"]):
        return drift.ENUM_VALUE_CASE
    return CODE_OF_KEYWORD[keyword]


def _is_optional(pointer: Pointer, owner: Schema) -> bool:
    return pointer[-1] not in owner.get("required", ())
