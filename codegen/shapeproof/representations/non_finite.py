"""NaN and the infinities. JSON has no numbers for them, so that services write them as strings.

boto3 returns floats where bodies are XML, and the strings as they are where bodies are JSON; the AWS CLI prints what boto3
returns, `NaN` or `"NaN"`. Converted responses have the strings.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from shapeproof.contract import Schema

__all__ = ["NON_FINITE", "is_non_finite", "non_finite_string"]

NON_FINITE: Final[Mapping[str, float]] = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
"""The numbers that are not finite, by the strings that services write."""


def is_non_finite(shape: Schema, value: object) -> bool:
    """Whether a value is NaN or an infinity in any representation, where a contract has a float or double."""
    if shape.get("type") != "number":
        return False
    return value in NON_FINITE if isinstance(value, str) else isinstance(value, float) and not math.isfinite(value)


def non_finite_string(shape: Schema, value: object) -> object:
    """The string for NaN or an infinity where a contract has a float or double; anything else stays as it is."""
    if not (isinstance(value, float) and is_non_finite(shape, value)):
        return value
    return "NaN" if math.isnan(value) else next(name for name, number in NON_FINITE.items() if number == value)
