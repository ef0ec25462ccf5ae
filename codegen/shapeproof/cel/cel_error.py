"""The error of an expression that is not valid: what is wrong, and in which column."""

from __future__ import annotations

from shapeproof.errors import ShapeproofError

__all__ = ["CelError"]


class CelError(ShapeproofError):
    """An expression can't be read, is outside of the subset of CEL, or has the wrong types.

    Attributes:
        column: where, in characters from 0. The message counts from 1, as editors do.
    """

    def __init__(self, message: str, *, column: int, hint: str | None = None) -> None:
        super().__init__(message, where=f"column {column + 1}", hint=hint)
        self.column = column
