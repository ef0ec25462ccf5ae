"""What a strict reader refuses in a parsed value of any form, though the parser let it pass."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, cast

from shapeproof.contract import Pointer
from shapeproof.validation.catalog import FindingCode, reading

__all__ = ["MAX_NESTING", "NUMBER_HINT", "SURROGATE", "SURROGATE_HINT", "TOO_DEEP", "RefusedValue", "refused_values"]

MAX_NESTING = 200
"""Arrays and objects inside one another beyond which a response is refused, in every form."""

SURROGATE = re.compile("[\ud800-\udfff]")
SURROGATE_HINT = "Write both halves of the pair, or the character itself."
NUMBER_HINT = "JSON has no such number: write a finite one, or null."
TOO_DEEP = f"This is nested deeper than {MAX_NESTING} levels, and no AWS response is. Look for a loop in what wrote it."


class RefusedValue(NamedTuple):
    """A value that a parser lets pass and a strict reader doesn't."""

    code: FindingCode
    pointer: Pointer
    message: str


def refused_values(value: object) -> Iterator[RefusedValue]:
    """Yield what a strict reader refuses in a value of any form, in the order of the value.

    These are infinities and NaN, lone surrogates, keys that are not strings, and containers nested too deep. Nothing more
    is read after one of the latter: it may contain itself.
    """
    if _is_sound(value):
        return
    waiting: list[tuple[Pointer, object]] = [((), value)]
    while waiting:
        pointer, here = waiting.pop()
        if isinstance(here, dict | list) and len(pointer) >= MAX_NESTING:
            yield RefusedValue(reading.NESTED_TOO_DEEP, pointer, TOO_DEEP)
            return
        elif isinstance(here, dict):
            members = cast("dict[str, object]", here)
            for key in filter(_is_no_text, members):
                yield RefusedValue(
                    reading.KEY_NOT_A_STRING, (*pointer, str(key)), f"The key {key!r} is no text. Write it as one."
                )
            for key in filter(_has_surrogate, members):
                yield RefusedValue(
                    reading.LONE_SURROGATE, (*pointer, key), f"The key {key!a} holds a lone surrogate. {SURROGATE_HINT}"
                )
            waiting.extend(((*pointer, key), member) for key, member in reversed(members.items()))
        elif isinstance(here, list):
            items = cast("list[object]", here)
            waiting.extend(((*pointer, index), items[index]) for index in reversed(range(len(items))))
        elif isinstance(here, float) and not math.isfinite(here):
            yield RefusedValue(reading.NUMBER_NOT_FINITE, pointer, f"The number is {_number_name(here)}. {NUMBER_HINT}")
        elif _has_surrogate(here):
            yield RefusedValue(reading.LONE_SURROGATE, pointer, f"The text holds a lone surrogate. {SURROGATE_HINT}")


def _is_no_text(key: object) -> bool:
    return not isinstance(key, str)


def _has_surrogate(value: object) -> bool:
    return isinstance(value, str) and not value.isascii() and SURROGATE.search(value) is not None


def _number_name(number: float) -> str:
    return "NaN" if math.isnan(number) else f"{'-' if number < 0 else ''}infinite (or too large for a 64-bit float)"


_WIDEST = 1_000_000
_SCRUTINISED = (dict, list, str, float)  # a tuple: building a union for each value would cost more than the check


def _is_sound(value: object) -> bool:
    """The quick answer for the usual case, level by level: pointers and `isinstance` would cost several times as much.

    False may also mean "look more closely" (a subclass of a plain type, say).
    """
    level: list[Iterable[Any]] = [[value]]
    for _ in range(MAX_NESTING + 1):
        if len(level) > _WIDEST:  # something nested in itself, several times over
            return False
        deeper: list[Iterable[Any]] = []
        texts: list[str] = []
        for container in level:
            for here in container:
                kind = here.__class__
                if kind is str:
                    texts.append(here)
                elif kind is dict:
                    for key in here:
                        if key.__class__ is not str:
                            return False
                    texts += here
                    deeper.append(here.values())
                elif kind is list:
                    deeper.append(here)
                elif kind is float:
                    if not math.isfinite(here):
                        return False
                elif isinstance(here, _SCRUTINISED):
                    return False
        together = "".join(texts)
        if not together.isascii() and SURROGATE.search(together):
            return False
        if not deeper:
            return True
        level = deeper
    return False
