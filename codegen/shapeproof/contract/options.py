"""Checks of options whose values are Literals, for callers without a type checker."""

from __future__ import annotations

from collections.abc import Iterable

from shapeproof.errors import UsageError, with_article

__all__ = ["require_option"]


def require_option(name: str, value: object, allowed: Iterable[str]) -> None:
    """Check that an option has one of its allowed values.

    Args:
        name: the name of the option's parameter.
        value: its value.
        allowed: the values that it may have.

    Raises:
        UsageError: it has another value; the hint lists those allowed.
    """
    values = tuple(allowed)
    if not isinstance(value, str):
        raise UsageError(
            f"{name}: expected a string, got {with_article(type(value).__name__)}",
            hint=f"expected one of {', '.join(map(repr, values))}",
        )
    if str.__str__(value) not in values:  # of a subclass, by no method of its own
        raise UsageError(
            f"unknown {name} {str.__repr__(value)}", hint=f"expected one of {', '.join(map(repr, values))}"
        )
