"""Values that a strict reader refuses, although the parser of their form accepts them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, cast

from shapeproof.contract import Pointer
from shapeproof.validation.catalog import FindingCode, reading

__all__ = ["MAX_NESTING", "NUMBER_HINT", "SURROGATE", "SURROGATE_HINT", "TOO_DEEP", "RefusedValue", "refused_values"]

MAX_NESTING = 200
"""The most levels of nested arrays and objects in a response, in every form."""

SURROGATE = re.compile("[\ud800-\udfff]")
SURROGATE_HINT = "write both halves of the pair, or the character itself"
NUMBER_HINT = "write a finite number, or null"
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
        because they may be nested without end), keys that are not strings (SP915).
    """
    if _is_sound(value):
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


_MAX_WIDTH = 1_000_000
_INSPECTED_TYPES = (dict, list, str, float)  # a tuple: building a union for each value would cost more than the check


def _is_sound(value: object) -> bool:
    """Whether nothing is refused, level by level: pointers and `isinstance` would cost several times as much.

    False may also mean that a closer look is needed (at a subclass of a plain type, for example).
    """
    level: list[Iterable[Any]] = [[value]]
    for _ in range(MAX_NESTING + 1):
        if len(level) > _MAX_WIDTH:  # a value that contains itself several times
            return False
        deeper: list[Iterable[Any]] = []
        strings: list[str] = []
        for container in level:
            for inner in container:
                type_ = inner.__class__
                if type_ is str:
                    strings.append(inner)
                elif type_ is dict:
                    for key in inner:
                        if key.__class__ is not str:
                            return False
                    strings += inner
                    deeper.append(inner.values())
                elif type_ is list:
                    deeper.append(inner)
                elif type_ is float:
                    if not math.isfinite(inner):
                        return False
                elif isinstance(inner, _INSPECTED_TYPES):
                    return False
        joined = "".join(strings)
        if not joined.isascii() and SURROGATE.search(joined):
            return False
        if not deeper:
            return True
        level = deeper
    return False
