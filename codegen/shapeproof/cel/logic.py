"""Logic that absorbs errors: `false && error` is false, in either order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from shapeproof.cel.evaluation_error import FAILURES, StepsExceededError, as_evaluation_error
from shapeproof.cel.values import as_bool

__all__ = ["absorbing", "absorbing_each", "count_true"]


def absorbing(decisive: bool, *operands: Callable[[], Any]) -> bool:
    """Whether all operands of `&&` are true, or any of `||`.

    Args:
        decisive: the value of an operand that decides, whatever the others are or raise.
        *operands: functions that return the operands.
    """
    return absorbing_each(decisive, operands, lambda operand: operand())


def absorbing_each(decisive: bool, items: Iterable[Any], test: Callable[[Any], Any]) -> bool:
    """The same for a test of the items of a list."""
    failure = None
    for item in items:
        try:
            if as_bool(test(item)) is decisive:
                return decisive
        except StepsExceededError:
            raise
        except FAILURES as error:
            failure = failure or error
    if failure is not None:
        raise as_evaluation_error(failure) from failure
    return not decisive


def count_true(tests: Iterable[bool]) -> int:
    """How many of the tests are true."""
    return sum(tests)
