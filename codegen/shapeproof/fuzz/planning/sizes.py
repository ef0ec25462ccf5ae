"""How many a list or map holds: the options, and the classes that coverage tells apart."""

from __future__ import annotations

from typing import Final

from shapeproof.contract import Schema
from shapeproof.fuzz.core.choices import Option
from shapeproof.fuzz.planning.schema_drift import LEVEL
from shapeproof.validation.coverage.features import notable_sizes, size_class

__all__ = ["size_options"]

_WEIGHTS: Final = {"empty": 4.0, "one": 8.0, "several": 2.5, "most": 4.0, LEVEL: 1.0}
_CHEAP: Final = {**_WEIGHTS, "most": 6.0}
"""A full list of a few scalars costs no more than a short one, and is what code forgets."""
_FEW: Final = 20
_MOST: Final = 100
"""A list that may be longer than this isn't made longer still."""


def size_options(shape: Schema, of: str, *, of_scalars: bool = False, more: bool = False) -> list[Option]:
    """The settings of a size, the smallest first; with `more`, sizes outside the bounds come last.

    `of` is the end of the keywords that bound it: `Items`, `Properties`.
    """
    low, high = shape.get(f"min{of}", 0), shape.get(f"max{of}")
    weights = _CHEAP if of_scalars and high is not None and high <= _FEW else _WEIGHTS
    options = [
        Option(size, weights[level], level) for size in notable_sizes(low, high) for level in [size_class(size, high)]
    ]
    if more:
        outside = [low - 1, 0] if low else []
        outside += [] if high is None or high > _MOST else [high + 1]
        options += [Option(size, _WEIGHTS[LEVEL], LEVEL) for size in dict.fromkeys(outside)]
    return options
