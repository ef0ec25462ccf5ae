"""Strings, numbers, booleans and times that satisfy the schema of a scalar."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from shapeproof.contract import Schema
from shapeproof.contract.wire import SDK_DOCUMENT
from shapeproof.sample import strings
from shapeproof.sample.errors import UnsatisfiableString
from shapeproof.validation.engines.compilation import compile_schema

__all__ = ["SampleStyle", "fitting_strings", "keys", "scalar"]

# As many digits as the AWS CLI prints.
_TIME: Final = "2024-05-{day:02}T07:08:09.123000+00:00"
_DAYS: Final = 25
_ENCODED_DOCUMENTS: Final = ("{}", '{"example": "value"}')
_INFINITY: Final = math.inf


@dataclass(frozen=True, slots=True)
class SampleStyle:
    """Which of its valid values a scalar gets.

    Attributes:
        plain: a value as people write it; otherwise the smallest one.
        index: which of several different values, counted from 0.
    """

    plain: bool
    index: int = 0


def scalar(shape: Schema, style: SampleStyle) -> Any:
    """A value that satisfies the schema of a scalar. Raises UnsatisfiableString if there is none."""
    match shape["type"]:
        case "boolean":
            return style.plain and style.index % 2 == 0
        case "integer":
            return _integer(shape, style)
        case "number":
            return _number(shape, style)
        case _ if "enum" in shape:
            return shape["enum"][style.index % len(shape["enum"])]
        case _ if "format" in shape:
            return _TIME.format(day=6 + style.index % _DAYS)
        case _ if shape.get("x-sdk") == SDK_DOCUMENT and (documents := fitting_strings(shape, _ENCODED_DOCUMENTS)):
            return documents[(style.index + style.plain) % len(documents)]
        case _:
            return _string(shape.get("pattern"), shape.get("minLength", 0), shape.get("maxLength"), style)


def fitting_strings(shape: Schema, candidates: Iterable[str]) -> list[str]:
    """The candidates that satisfy the schema of a string, in their order."""
    fits = compile_schema(shape).is_valid
    return [string for string in candidates if fits(string)]


@lru_cache(maxsize=8192)
def _string(pattern: str | None, min_length: int, max_length: int | None, style: SampleStyle) -> str:
    if not style.plain and not style.index:
        return strings.shortest(pattern, min_length, max_length)
    if not style.index:
        return strings.plain(pattern, min_length, max_length)
    # If there are fewer strings than the index, the last one is used.
    return list(islice(strings.distinct(pattern, min_length, max_length), style.index + 1))[-1]


def _integer(shape: Schema, style: SampleStyle) -> int:
    low, high = _bounds(shape)
    low, high = math.ceil(low) if low > -_INFINITY else low, math.floor(high) if high < _INFINITY else high
    preferred = style.index + 1 if style.plain else 0
    # If the range starts above the preferred value, count from its start, so that different indexes still differ.
    value = min(max(preferred, low + preferred - 1 if style.plain else low), high)
    if value < low or value != int(value):
        raise UnsatisfiableString(f"no integer lies between {low} and {high}")
    return int(value)


def _number(shape: Schema, style: SampleStyle) -> float:
    low, high = _bounds(shape)
    preferred = style.index + 1.5 if style.plain else 0.0
    value = float(min(max(preferred, low), high))
    if value < low:
        raise UnsatisfiableString(f"no number lies between {low} and {high}")
    return value


def _bounds(shape: Schema) -> tuple[float, float]:
    return shape.get("minimum", -_INFINITY), shape.get("maximum", _INFINITY)


def keys(key_schema: Schema, style: SampleStyle) -> Iterator[str]:
    """Distinct keys of a map that satisfy the schema of its keys. Raises UnsatisfiableString if there are none."""
    if "enum" in key_schema:
        return iter(key_schema["enum"])
    constraints = key_schema.get("pattern"), key_schema.get("minLength", 0), key_schema.get("maxLength")
    if style.plain:
        return strings.distinct(*constraints)
    return _starting_with(strings.shortest(*constraints), strings.distinct(*constraints))


def _starting_with(first: str, others: Iterator[str]) -> Iterator[str]:
    yield first
    yield from (key for key in others if key != first)
