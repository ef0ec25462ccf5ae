"""SP62x: values of enums, bounds and patterns."""

from __future__ import annotations

from typing import Final

from shapeproof.diff.catalog.change_code import ChangeCode

__all__ = [
    "BOUND_NARROWED",
    "BOUND_WIDENED",
    "ENUM_ADDED",
    "ENUM_REMOVED",
    "ENUM_VALUES_ADDED",
    "ENUM_VALUES_REMOVED",
    "PATTERN_ADDED",
    "PATTERN_CHANGED",
    "PATTERN_REMOVED",
]

_STRING: Final = '{"type": "string"}'
_SHIPPED: Final = '{"type": "string", "enum": ["PAID", "SHIPPED"]}'
_RETURNED: Final = '{"type": "string", "enum": ["PAID", "SHIPPED", "RETURNED"]}'
_SHORT: Final = '{"type": "string", "maxLength": 10}'
_LONG: Final = '{"type": "string", "maxLength": 20}'
_ORDER_ID: Final = '{"type": "string", "pattern": "^(?:A-[0-9]+)$"}'
_NEW_ORDER_ID: Final = '{"type": "string", "pattern": "^(?:B-[0-9]+)$"}'

ENUM_VALUES_ADDED: Final = ChangeCode(
    number="SP621",
    name="EnumValuesAdded",
    title="values added to an enum",
    closed="breaking",
    open="risky",
    request="harmless",
    why="A closed reader refuses values that it doesn't know. An open one reads them, and takes the branch for everything "
    "else, if it has one.",
    hint="Give the code that compares the value a branch for those that it doesn't know.",
    old=_SHIPPED,
    new=_RETURNED,
    mirror="SP622",
)
ENUM_VALUES_REMOVED: Final = ChangeCode(
    number="SP622",
    name="EnumValuesRemoved",
    title="values removed from an enum",
    closed="harmless",
    open="harmless",
    request="breaking",
    why="Readers handle the values that remain. A request with a removed one is refused.",
    hint="In requests, send one of the values that remain.",
    old=_RETURNED,
    new=_SHIPPED,
    mirror="SP621",
)
ENUM_REMOVED: Final = ChangeCode(
    number="SP623",
    name="EnumRemoved",
    title="string is no longer an enum",
    closed="breaking",
    open="risky",
    request="harmless",
    why="Any value may come, as with values that are added to an enum.",
    hint="Give the code that compares the value a branch for those that it doesn't know.",
    old=_SHIPPED,
    new=_STRING,
    mirror="SP624",
)
ENUM_ADDED: Final = ChangeCode(
    number="SP624",
    name="EnumAdded",
    title="string is now an enum",
    closed="harmless",
    open="harmless",
    request="breaking",
    why="Fewer values come. A request with another one is refused.",
    hint="In requests, send one of the values.",
    old=_STRING,
    new=_SHIPPED,
    mirror="SP623",
)
BOUND_WIDENED: Final = ChangeCode(
    number="SP625",
    name="BoundWidened",
    title="bound widened or removed",
    closed="breaking",
    open="risky",
    request="harmless",
    why="A closed reader refuses values beyond the old bound. An open one reads them, into a column or a buffer that may "
    "be too small.",
    hint="Look for what relies on the bound: columns, buffers, fields of forms.",
    old=_SHORT,
    new=_LONG,
    mirror="SP626",
)
BOUND_NARROWED: Final = ChangeCode(
    number="SP626",
    name="BoundNarrowed",
    title="bound narrowed or added",
    closed="harmless",
    open="harmless",
    request="breaking",
    why="What comes is within the old bound. A request with a value beyond the new one is refused.",
    hint="In requests, keep to the new bound.",
    old=_LONG,
    new=_SHORT,
    mirror="SP625",
)
PATTERN_CHANGED: Final = ChangeCode(
    number="SP627",
    name="PatternChanged",
    title="pattern changed",
    closed="breaking",
    open="risky",
    request="breaking",
    why="It matters only if a string of the one is refused by the other. With such a string it is as a widened bound. It "
    "is harmless if both patterns, compared as automata, show that there is none, and undecided otherwise.",
    hint="Look for code that takes the value apart, and for expressions that repeat the pattern.",
    old=_ORDER_ID,
    new=_NEW_ORDER_ID,
    mirror="SP627",
)
PATTERN_REMOVED: Final = ChangeCode(
    number="SP628",
    name="PatternRemoved",
    title="pattern removed",
    closed="breaking",
    open="risky",
    request="harmless",
    why="Strings of any form may come, as beyond a widened bound.",
    hint="Look for code that takes the value apart, and for expressions that repeat the pattern.",
    old=_ORDER_ID,
    new=_STRING,
    mirror="SP629",
)
PATTERN_ADDED: Final = ChangeCode(
    number="SP629",
    name="PatternAdded",
    title="pattern added",
    closed="harmless",
    open="harmless",
    request="breaking",
    why="What comes matches it, and was valid before. A request with another string is refused.",
    hint="In requests, send strings that match.",
    old=_STRING,
    new=_ORDER_ID,
    mirror="SP628",
)
