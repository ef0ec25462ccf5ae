"""Integers of 64 bits, doubles, and what converts to them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from shapeproof.cel.evaluation_error import EvaluationError, quoted
from shapeproof.cel.times import EPOCH
from shapeproof.expressions import Expression as RegularExpression

__all__ = [
    "ZEROS",
    "absolute",
    "absolute_int",
    "add",
    "as_double",
    "divide",
    "divide_doubles",
    "double_from_string",
    "greatest",
    "int_from_double",
    "int_from_string",
    "int_from_timestamp",
    "least",
    "multiply",
    "negative",
    "remainder",
    "string_from_double",
    "string_from_int",
    "subtract",
    "sum_of",
    "zero_of",
]

ZEROS: Final[Mapping[str, Any]] = {"int": 0, "double": 0.0, "duration": timedelta(0)}
"""The sums of empty lists, by the kind of their items."""
_LEAST: Final = -(2**63)
_GREATEST: Final = 2**63 - 1
_INT: Final = RegularExpression(r"[ \t\n\v\f\r]*+[+-]?([0-9]++)[ \t\n\v\f\r]*+")
_DOUBLE: Final = RegularExpression(
    r"[ \t\n\v\f\r]*+[+-]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:e[+-]?[0-9]++)?[ \t\n\v\f\r]*+"
    r"|[ \t\n\v\f\r]*+[+-]?(?:inf(?:inity)?|nan)[ \t\n\v\f\r]*+",
    re.IGNORECASE,
)
_SHORT_INT: Final = 19
"""Fewer digits always fit in 64 bits."""
_LONGEST_NUMBER: Final = 400
"""Python takes time that grows faster than the number of digits."""


def _int(value: Any) -> int:
    """A result as an integer. JSON may write an integer as 5.0."""
    integer = value if type(value) is int else int(value)
    if integer != value:
        raise EvaluationError(f"{value} is not an integer")
    if not _LEAST <= integer <= _GREATEST:
        raise EvaluationError("an integer doesn't fit in 64 bits")
    return integer


def add(left: int, right: int) -> int:
    """The sum of two integers."""
    total = left + right
    return total if type(total) is int and _LEAST <= total <= _GREATEST else _int(total)


def subtract(left: int, right: int) -> int:
    """The difference of two integers."""
    difference = left - right
    return difference if type(difference) is int and _LEAST <= difference <= _GREATEST else _int(difference)


def multiply(left: int, right: int) -> int:
    """The product of two integers."""
    if type(left) is not int or type(right) is not int:
        left, right = _int(left), _int(right)  # Python would repeat a string or a list of the wrong type
    product = left * right
    return product if _LEAST <= product <= _GREATEST else _int(product)


def divide(left: int, right: int) -> int:
    """The quotient of two integers, without its fraction."""
    left, right = _int(left), _int(right)
    if right == 0:
        raise EvaluationError("a division by zero")
    quotient = abs(left) // abs(right)
    return _int(quotient if (left < 0) == (right < 0) else -quotient)


def remainder(left: int, right: int) -> int:
    """The remainder of a division of integers, which has the sign of the dividend."""
    left, right = _int(left), _int(right)
    if right == 0:
        raise EvaluationError("a division by zero")
    if left == _LEAST and right == -1:
        raise EvaluationError("an integer doesn't fit in 64 bits")
    rest = abs(left) % abs(right)
    return rest if left >= 0 else -rest


def negative(value: int) -> int:
    """The negative of an integer."""
    return _int(-value)


def absolute_int(value: int) -> int:
    """An integer without its sign."""
    return _int(abs(value))


def absolute(value: float) -> float:
    """A double without its sign."""
    return abs(value)


def as_double(value: Any) -> float:
    """The double of a number in JSON, which may be written without a fraction."""
    return float(value)


def divide_doubles(left: float, right: float) -> float:
    """The quotient of two doubles, as IEEE 754 defines it: infinite or NaN where the divisor is zero."""
    if right == 0:
        if left == 0 or math.isnan(left):
            return math.nan
        return math.copysign(math.inf, left) * math.copysign(1.0, right)
    return left / right


def zero_of(kind: str) -> Any:
    """The sum of an empty list, by the kind of its items."""
    return ZEROS[kind]


def sum_of(items: Iterable[Any], zero: Any) -> Any:
    """The sum of the items of a list of one type."""
    total = zero
    if type(zero) is int:
        for item in items:
            if type(item) is not int:
                raise EvaluationError("a sum of values that are not numbers of one type")
            total = add(total, item)
        return total
    for item in items:
        total += item
    return total


def greatest(*numbers: Any) -> Any:
    """The greatest of some numbers; the first of equal ones."""
    return _extremum(numbers, sign=1)


def least(*numbers: Any) -> Any:
    """The least of some numbers; the first of equal ones."""
    return _extremum(numbers, sign=-1)


def _extremum(numbers: Iterable[Any], sign: int) -> Any:
    best = None
    for number in numbers:
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise EvaluationError("an extremum of values that are not numbers")
        if best is None or (number > best if sign > 0 else number < best):
            best = number
    if best is None:
        raise EvaluationError("an empty list has no extremum")
    return best


def int_from_double(value: float) -> int:
    """A double without its fraction."""
    if not _LEAST < value < _GREATEST:
        raise EvaluationError("a double doesn't fit in an integer of 64 bits")
    return int(value)


def int_from_string(text: str) -> int:
    """The integer that a string writes with decimal digits."""
    if len(text) < _SHORT_INT and text.isascii() and text.isdigit():
        return int(text)
    match = _INT.compiled.fullmatch(text)
    if not match or len(match[1].lstrip("0")) > 19:
        raise EvaluationError(f"{quoted(text)} is not an integer of 64 bits")
    return _int(int(text) if len(text) <= _LONGEST_NUMBER else int(match[1].lstrip("0") or "0") * _sign(text))


def _sign(text: str) -> int:
    return -1 if text.lstrip().startswith("-") else 1


def int_from_timestamp(time: datetime) -> int:
    """The whole seconds since 1970."""
    return (time - EPOCH) // timedelta(seconds=1)


def double_from_string(text: str) -> float:
    """The double that a string writes."""
    if len(text) <= _LONGEST_NUMBER and text.isascii() and "_" not in text:
        try:
            value = float(text)
        except ValueError:
            pass  # told below
        else:
            # Python takes some control characters for white space.
            if text.isprintable() or _DOUBLE.compiled.fullmatch(text):
                return value
    raise EvaluationError(f"{quoted(text)} is not a number")


def string_from_int(value: int) -> str:
    """An integer as a string."""
    return str(_int(value))


def string_from_double(value: float) -> str:
    """A double as a string: as few digits as tell it from all others, with an exponent from a million on."""
    written = str(value)
    if not math.isfinite(value):
        return written
    for precision in range(17):
        written = f"{value:.{precision}e}"
        if float(written) == value:
            break
    exponent = int(written.partition("e")[2])
    return repr(value).removesuffix(".0") if -4 <= exponent < 6 else written
