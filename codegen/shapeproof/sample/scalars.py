"""Texts, numbers, booleans and times that keep the schema of a scalar."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from shapeproof.contract import Schema
from shapeproof.sample import strings
from shapeproof.sample.errors import UnsatisfiableString

__all__ = ["SampleStyle", "keys", "scalar"]

# What the AWS CLI prints, to the digit.
_TIME: Final = "2024-05-{day:02}T07:08:09.123000+00:00"
_DAYS: Final = 25
_INFINITY: Final = math.inf


@dataclass(frozen=True, slots=True)
class SampleStyle:
    """Which of the values that a scalar may have: the least one, or a plain one, the `index`-th of several."""

    plain: bool
    index: int = 0


def scalar(shape: Schema, taste: SampleStyle) -> Any:
    """The value of a scalar's schema. Raises NoText if no value keeps it."""
    match shape["type"]:
        case "boolean":
            return taste.plain and taste.index % 2 == 0
        case "integer":
            return _integer(shape, taste)
        case "number":
            return _number(shape, taste)
        case _ if "enum" in shape:
            return shape["enum"][taste.index % len(shape["enum"])]
        case _ if "format" in shape:
            return _TIME.format(day=6 + taste.index % _DAYS)
        case _:
            return _text(shape.get("pattern"), shape.get("minLength", 0), shape.get("maxLength"), taste)


@lru_cache(maxsize=8192)
def _text(pattern: str | None, min_length: int, max_length: int | None, taste: SampleStyle) -> str:
    if not taste.plain and not taste.index:
        return strings.shortest(pattern, min_length, max_length)
    if not taste.index:
        return strings.plain(pattern, min_length, max_length)
    # Where there are fewer texts than asked for, the last one stands in.
    return list(islice(strings.distinct(pattern, min_length, max_length), taste.index + 1))[-1]


def _integer(shape: Schema, taste: SampleStyle) -> int:
    low, high = _bounds(shape)
    low, high = math.ceil(low) if low > -_INFINITY else low, math.floor(high) if high < _INFINITY else high
    wish = taste.index + 1 if taste.plain else 0
    # A range that ends below the wish is counted from its end, so that several values differ.
    value = min(max(wish, low + wish - 1 if taste.plain else low), high)
    if value < low or value != int(value):
        raise UnsatisfiableString(f"no integer lies between {low} and {high}")
    return int(value)


def _number(shape: Schema, taste: SampleStyle) -> float:
    low, high = _bounds(shape)
    wish = taste.index + 1.5 if taste.plain else 0.0
    value = float(min(max(wish, low), high))
    if value < low:
        raise UnsatisfiableString(f"no number lies between {low} and {high}")
    return value


def _bounds(shape: Schema) -> tuple[float, float]:
    return shape.get("minimum", -_INFINITY), shape.get("maximum", _INFINITY)


def keys(names: Schema, taste: SampleStyle) -> Iterator[str]:
    """Distinct keys of a map, by the schema of its keys. Raises NoText if there is none."""
    if "enum" in names:
        return iter(names["enum"])
    lengths = names.get("pattern"), names.get("minLength", 0), names.get("maxLength")
    if taste.plain:
        return strings.distinct(*lengths)
    first = strings.shortest(*lengths)
    return _led_by(first, strings.distinct(*lengths))


def _led_by(first: str, others: Iterator[str]) -> Iterator[str]:
    yield first
    yield from (text for text in others if text != first)
