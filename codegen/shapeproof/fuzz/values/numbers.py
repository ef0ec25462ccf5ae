"""Options for numbers: common ones, and those at the edges of a schema and of machine types."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Final

from shapeproof.contract import Schema
from shapeproof.fuzz.core.choices import ByteSource, Generated, Option
from shapeproof.sample.scalars import SampleStyle, scalar

__all__ = ["number_options"]

_INTEGERS: Final = (0, 1, 2, 3, 5, 10, 42, 100, 255, 256, 1_000, 65_536, 10**6, -1, -2, -100)
_INTEGER_EDGES: Final = (2**31 - 1, 2**31, 2**32, 2**53, 2**53 + 1, 2**63 - 1, -(2**31), -(2**53) - 1, -(2**63))
_NUMBERS: Final = (0.0, 1.0, 0.5, 1.5, 2.0, 10.0, 100.0, 1234.5678, 0.1, 1e-5, -1.0, -0.5)
_NUMBER_EDGES: Final = (-0.0, 1e-300, 5e-324, 1 / 3, 0.1 + 0.2, 2.0**53, 1e16, 1e21, 1e300, math.pi, -1e-7, -1e300)
_LARGEST: Final = 2**63
_WEIGHTS: Final = {"usual": 3.0, "edge": 1.0, "free": 12.0}
_FREE_BYTES: Final = 8


def number_options(shape: Schema) -> list[Option]:
    """The options of a number, the simplest first. Raises UnsatisfiableString if no number is within its bounds."""
    is_integer = shape["type"] == "integer"
    simplest = scalar(shape, SampleStyle(plain=False))
    low, high = shape.get("minimum", -math.inf), shape.get("maximum", math.inf)
    if is_integer:
        low, high = _integer_bounds(low, high)
    usual: Iterable[float] = _INTEGERS if is_integer else _NUMBERS
    edges: list[float] = [*(_INTEGER_EDGES if is_integer else _NUMBER_EDGES)]
    for bound, inwards in ((low, 1), (high, -1)):
        if math.isfinite(bound):
            edges += [bound, bound + inwards] if is_integer else [float(bound)]
    options = [Option(simplest, _WEIGHTS["usual"])]
    seen = {repr(simplest)}  # by their representation: 0.0 equals -0.0
    for numbers, weight in ((usual, _WEIGHTS["usual"]), (edges, _WEIGHTS["edge"])):
        for number in numbers:
            if low <= number <= high and repr(number) not in seen:
                seen.add(repr(number))
                options.append(Option(number, weight))
    if len(seen) > 2:
        free = _free_integer(low, high) if is_integer else _free_number(low, high)
        options.append(Option(Generated(free), _WEIGHTS["free"]))
    return options


def _integer_bounds(low: float, high: float) -> tuple[int, int]:
    """The bounds as integers; an open end becomes that of 64 bits."""
    return (
        math.ceil(low) if math.isfinite(low) else -_LARGEST,
        math.floor(high) if math.isfinite(high) else _LARGEST - 1,
    )


def _free_integer(low: float, high: float) -> Callable[[ByteSource], int]:
    def make(source: ByteSource) -> int:
        data = source.draw_bytes(_FREE_BYTES)
        magnitude = int.from_bytes(data, "big")
        if low < 0 < high and magnitude & 1:
            magnitude = -(magnitude >> 1)
        elif low < 0 < high:
            magnitude >>= 1
        start = max(low, 0) if high > 0 else high
        return int(_wrapped(int(start) + (magnitude if high > 0 else -magnitude), low, high))

    return make


def _wrapped(value: int, low: float, high: float) -> float:
    """The value, wrapped around into the bounds."""
    if low <= value <= high:
        return value
    first, last = int(low), int(high)
    return first + (value - first) % (last - first + 1)


def _free_number(low: float, high: float) -> Callable[[ByteSource], float]:
    def make(source: ByteSource) -> float:
        data = source.draw_bytes(_FREE_BYTES)
        whole = int.from_bytes(data[:4], "big")
        number = (-1 if whole & 1 else 1) * (whole >> 1) + int.from_bytes(data[4:], "big") / 2**32
        if low <= number <= high:
            return number
        # A point between the two bounds, or beyond the only one.
        fraction = (whole & 0xFFFF) / 2**16
        if math.isfinite(low) and math.isfinite(high):
            return min(max(low + fraction * (high - low), low), high)
        return low + abs(number) if math.isfinite(low) else high - abs(number)

    return make
