"""Values that a strict reader refuses, although the parser of their form accepts them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple, cast

from shapeproof.contract import Pointer
from shapeproof.representations.plain_values import INTEGER_LIMIT, MAX_DIGITS
from shapeproof.validation.catalog import FindingCode, reading

__all__ = [
    "MAX_NESTING",
    "NUMBER_HINT",
    "SURROGATE",
    "SURROGATE_HINT",
    "TOO_DEEP",
    "TOO_MANY_DIGITS",
    "RefusedValue",
    "is_sound",
    "refused_values",
]

MAX_NESTING = 200
"""The most levels of nested arrays and objects in a response, in every form."""

SURROGATE = re.compile("[\ud800-\udfff]")
SURROGATE_HINT = "write both halves of the pair, or the character itself"
NUMBER_HINT = "write a finite number, or omit the member"
TOO_MANY_DIGITS = f"a number has more than {MAX_DIGITS:,} digits; write it as a string, or shorter"
TOO_DEEP = f"nested deeper than {MAX_NESTING} levels, deeper than any AWS response; check for a cycle in what wrote it"


class RefusedValue(NamedTuple):
    """A value that a parser accepts and a strict reader refuses; `code` is a finding code of kind `reading` (SP9xx)."""

    code: FindingCode
    pointer: Pointer
    message: str


def refused_values(value: object) -> Iterator[RefusedValue]:
    """Yield what a strict reader refuses in a value, in the value's order.

    Args:
        value: a parsed value of any form.

    Yields:
        Infinities and NaN (SP906), lone surrogates (SP907), containers nested too deep (SP908, which ends the search,
        because they may be nested without end), integers of more than 4,300 digits (SP909), keys that are not strings
        (SP915).
    """
    if is_sound(value):
        return
    pending: list[tuple[Pointer, object]] = [((), value)]
    while pending:
        pointer, current = pending.pop()
        if isinstance(current, dict | list) and len(pointer) >= MAX_NESTING:
            yield RefusedValue(reading.NESTED_TOO_DEEP, pointer, TOO_DEEP)
            return
        elif isinstance(current, dict):
            members = cast("dict[str, object]", current)
            for key in filter(_is_not_string, members):
                yield RefusedValue(
                    reading.KEY_NOT_A_STRING, (*pointer, str(key)), f"the key {key!r} is not a string; write it as one"
                )
            for key in filter(_has_surrogate, members):
                yield RefusedValue(
                    reading.LONE_SURROGATE,
                    (*pointer, key),
                    f"the key {key!a} contains a lone surrogate; {SURROGATE_HINT}",
                )
            pending.extend(((*pointer, key), member) for key, member in reversed(members.items()))
        elif isinstance(current, list):
            items = cast("list[object]", current)
            pending.extend(((*pointer, index), items[index]) for index in reversed(range(len(items))))
        elif isinstance(current, int) and not -INTEGER_LIMIT < current < INTEGER_LIMIT:
            yield RefusedValue(reading.TOO_LARGE, pointer, TOO_MANY_DIGITS)
        elif isinstance(current, float) and not math.isfinite(current):
            yield RefusedValue(
                reading.NUMBER_NOT_FINITE, pointer, f"{_number_name(current)} is not a JSON number; {NUMBER_HINT}"
            )
        elif _has_surrogate(current):
            yield RefusedValue(
                reading.LONE_SURROGATE, pointer, f"the string contains a lone surrogate; {SURROGATE_HINT}"
            )


def _is_not_string(key: object) -> bool:
    return not isinstance(key, str)


def _has_surrogate(value: object) -> bool:
    return isinstance(value, str) and not value.isascii() and SURROGATE.search(value) is not None


def _number_name(number: float) -> str:
    return "NaN" if math.isnan(number) else f"{'-' if number < 0 else ''}Infinity (or too large for a 64-bit float)"


_type: Callable[[object], type] = type
_SOUND_TYPES = frozenset({bool, type(None), bytes, datetime})


def is_sound(value: object) -> bool:
    """Whether a value consists of plain types and has nothing that is refused.

    It looks at level after level: pointers and `isinstance` would cost several times as much. False may also mean that a
    closer look is needed: at a subclass of a plain type, for example, which `plain_values` removes.
    """
    level: dict[int, Any] = {0: [value]}
    for _ in range(MAX_NESTING + 1):
        deeper: dict[int, Any] = {}  # by identity: a container that occurs several times is looked at once
        strings: list[str] = []
        for container in level.values():
            is_dict = container.__class__ is dict
            if is_dict:
                for key in container:
                    if type(key) is not str:
                        return False
                strings += container
            inner: Any
            for inner in container.values() if is_dict else container:
                type_ = _type(inner)
                if type_ is str:
                    strings.append(inner)
                elif type_ is dict or type_ is list:
                    deeper[id(inner)] = inner
                elif type_ is float:
                    if not math.isfinite(inner):
                        return False
                elif type_ is int:
                    if not -INTEGER_LIMIT < inner < INTEGER_LIMIT:
                        return False
                elif type_ not in _SOUND_TYPES:
                    return False
        joined = "".join(strings)
        if not joined.isascii() and SURROGATE.search(joined):
            return False
        if not deeper:
            return True
        level = deeper
    return False
