"""Options for the size of a list or map, with the classes that coverage distinguishes."""

from __future__ import annotations

from typing import Final

from shapeproof.contract import Schema
from shapeproof.fuzz.core.choices import Option
from shapeproof.fuzz.planning.schema_drift import DRIFT_CLASS
from shapeproof.validation.coverage.features import notable_sizes, size_class

__all__ = ["size_options"]

_WEIGHTS: Final = {"empty": 4.0, "one": 8.0, "several": 2.5, "most": 4.0, DRIFT_CLASS: 1.0}
_CHEAP: Final = {**_WEIGHTS, "most": 6.0}
"""A full list of a few scalars costs little, and code often forgets that case."""
_FEW: Final = 20
_MOST: Final = 100
"""A list with a higher bound than this isn't made longer than its bound."""


def size_options(shape: Schema, noun: str, *, of_scalars: bool = False, with_drift: bool = False) -> list[Option]:
    """The options of a size, the smallest first.

    Args:
        shape: the resolved schema of the list or map.
        noun: the end of the keywords that bound it: `Items` or `Properties`.
        of_scalars: whether its items are scalars.
        with_drift: add sizes outside the bounds, at the end.
    """
    low, high = shape.get(f"min{noun}", 0), shape.get(f"max{noun}")
    weights = _CHEAP if of_scalars and high is not None and high <= _FEW else _WEIGHTS
    options = [
        Option(size, weights[coverage_class], coverage_class)
        for size in notable_sizes(low, high)
        for coverage_class in [size_class(size, high)]
    ]
    if with_drift:
        outside = [low - 1, 0] if low else []
        outside += [] if high is None or high > _MOST else [high + 1]
        options += [Option(size, _WEIGHTS[DRIFT_CLASS], DRIFT_CLASS) for size in dict.fromkeys(outside)]
    return options
