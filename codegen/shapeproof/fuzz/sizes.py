"""How many a list or map holds: the options, and the classes that coverage tells apart."""

from __future__ import annotations

from typing import Final

from shapeproof.contract import Schema
from shapeproof.fuzz.dials import Option
from shapeproof.validate.coverage import LARGEST, size_class

__all__ = ["size_options"]

_WEIGHTS: Final = {"empty": 4.0, "one": 8.0, "several": 3.0, "most": 2.0, "tomorrow": 1.0}


def size_options(shape: Schema, of: str, *, more: bool = False) -> list[Option]:
    """The settings of a size, the smallest first; with `more`, sizes outside the bounds come last.

    `of` is the end of the keywords that bound it: `Items`, `Properties`.
    """
    low, high = shape.get(f"min{of}", 0), shape.get(f"max{of}")
    most = high if high is not None and high <= LARGEST else LARGEST
    sizes = [size for size in sorted({low, 0, 1, 2, 3, low + 1, most if high == most else low}) if low <= size <= most]
    options = [Option(size, _WEIGHTS[level], level) for size in sizes for level in [size_class(size, low, high)]]
    if more:
        outside = [size for size in (low - 1 if low else 0, 0, most + 1) if not low <= size <= most]
        options += [Option(size, _WEIGHTS["tomorrow"], "tomorrow") for size in dict.fromkeys(outside)]
    return options
