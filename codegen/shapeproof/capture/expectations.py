"""What the members of a JSON object must be, as tables, for objects that others wrote."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, cast

from shapeproof.capture.json_object import json_type_words
from shapeproof.capture.name_grammar import NameKind, excerpt, is_name, name_rule
from shapeproof.contract import Pointer, pointer_text
from shapeproof.errors import CaptureError, unknown_name_hint, with_article

__all__ = [
    "BOOLEAN",
    "NUMBER",
    "OBJECT",
    "OBJECTS",
    "SIZE",
    "STRING",
    "STRINGS",
    "STRINGS_BY_NAME",
    "Expectation",
    "array_items",
    "check_members",
    "name_of",
    "one_of",
    "or_null",
    "unexpected",
]

_MAX_INTEGER: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a value must be.

    Attributes:
        words: what is expected, for messages: `a string`.
        holds: whether a value is that.
        hint: what that is exactly.
    """

    words: str
    holds: Callable[[object], bool]
    hint: str | None = None


def _is_number(value: object) -> bool:
    if isinstance(value, int):
        return not isinstance(value, bool) and -_MAX_INTEGER - 1 <= value <= _MAX_INTEGER
    return isinstance(value, float) and math.isfinite(value)


def _is_size(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MAX_INTEGER


def _are_strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in cast("list[object]", value))


def _are_objects(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in cast("list[object]", value))


def _is_object_of_strings(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(item, str) for item in cast("dict[str, object]", value).values())


BOOLEAN: Final = Expectation("a boolean", lambda value: isinstance(value, bool))
NUMBER: Final = Expectation("a finite number, an integer of 64 bits", _is_number)
OBJECT: Final = Expectation("an object", lambda value: isinstance(value, dict))
OBJECTS: Final = Expectation("an array of objects", _are_objects)
SIZE: Final = Expectation("a non-negative integer of 64 bits", _is_size)
STRING: Final = Expectation("a string", lambda value: isinstance(value, str))
STRINGS: Final = Expectation("an array of strings", _are_strings)
STRINGS_BY_NAME: Final = Expectation("an object of strings", _is_object_of_strings)


def one_of(*values: str) -> Expectation:
    """One of these strings."""
    return Expectation(f"one of {', '.join(values)}", lambda value: isinstance(value, str) and value in values)


def name_of(kind: NameKind) -> Expectation:
    """A name of that kind."""
    return Expectation(f"the name of {with_article(kind)}", lambda value: is_name(kind, value), name_rule(kind))


def or_null(expectation: Expectation) -> Expectation:
    """What is expected, or null."""
    return Expectation(
        f"{expectation.words} or null", lambda value: value is None or expectation.holds(value), expectation.hint
    )


def array_items(value: object, *, where: str, pointer: Pointer) -> list[object]:
    """The items of an array. Raises CaptureError if it isn't one; arguments as for `check_members`."""
    if not isinstance(value, list):
        raise CaptureError(f"{pointer_text(pointer)}: expected an array", where=where)
    return cast("list[object]", value)


def check_members(
    owner: object,
    table: Mapping[str, Expectation],
    *,
    required: tuple[str, ...] = (),
    is_closed: bool = False,
    where: str,
    pointer: Pointer,
) -> None:
    """Check the members of an object.

    Args:
        owner: the object.
        table: what each member must be.
        required: the members that it must have.
        is_closed: whether it may have no other members than those in the table.
        where: the file or the source that it is from, for messages.
        pointer: its place in that file.

    Raises:
        CaptureError: it isn't an object, or a member is missing, unknown or isn't what it must be.
    """
    if not isinstance(owner, dict):
        raise unexpected("an object", owner, where=where, pointer=pointer)
    members = cast("dict[str, object]", owner)
    if is_closed and (unknown := next((key for key in members if key not in table), None)) is not None:
        raise CaptureError(
            f"{pointer_text(pointer) or 'the document'}: unknown key {excerpt(unknown)}",
            where=where,
            hint=unknown_name_hint(unknown, table, f"known keys: {', '.join(sorted(table))}"),
        )
    if missing := [key for key in required if key not in members]:
        raise CaptureError(
            f"{pointer_text(pointer) or 'the document'} lacks {missing[0]!r}",
            where=where,
            hint=f"missing keys: {', '.join(missing)}" if len(missing) > 1 else None,
        )
    for key, value in members.items():
        expectation = table.get(key)
        if expectation is not None and not expectation.holds(value):
            raise unexpected(expectation.words, value, where=where, pointer=(*pointer, key), hint=expectation.hint)


def unexpected(expected: str, value: object, *, where: str, pointer: Pointer, hint: str | None = None) -> CaptureError:
    """The error about a value that isn't what is expected."""
    is_scalar = isinstance(value, str | bool | int | float)
    found = excerpt(value) if is_scalar else json_type_words(value)
    return CaptureError(
        f"{pointer_text(pointer) or 'the document'}: expected {expected}, got {found}", where=where, hint=hint
    )
