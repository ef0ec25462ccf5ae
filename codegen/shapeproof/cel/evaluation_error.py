"""What CEL calls an error: an expression has no value for these values of its variables."""

from __future__ import annotations

from typing import Final

from shapeproof.errors import cut, one_line

__all__ = ["FAILURES", "EvaluationError", "StepsExceededError", "as_evaluation_error", "quoted"]


class EvaluationError(Exception):
    """An expression has no value: a member is absent, an integer too large, a string not a number.

    It isn't wrong for that, and neither are the values. What was asked for can't be told.

    Attributes:
        reason: why, as a phrase: `member EndTime is absent`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class StepsExceededError(EvaluationError):
    """An expression takes too many steps for these values. No operator absorbs it."""

    def __init__(self) -> None:
        super().__init__("it takes too many steps")


FAILURES: Final = (
    EvaluationError,
    AttributeError,
    IndexError,
    KeyError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
    ZeroDivisionError,
)
"""What compiled expressions raise where CEL has an error: an absent key, or a value that isn't of its type."""


def as_evaluation_error(error: Exception) -> EvaluationError:
    """The error of an expression that raised one of `FAILURES`."""
    if isinstance(error, EvaluationError):
        return error
    if isinstance(error, RecursionError):
        return EvaluationError("values are nested too deeply")
    if isinstance(error, OverflowError):
        return EvaluationError("a number or a time is out of range")
    return EvaluationError("a value doesn't have the type that it should have")


def quoted(value: object) -> str:
    """A value from outside as a reason shows it: on one line, and not long."""
    return one_line(cut(repr(value)))
