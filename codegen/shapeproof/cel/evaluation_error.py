"""What CEL calls an error: an expression has no value for these values of its variables."""

from __future__ import annotations

__all__ = ["EvaluationError"]


class EvaluationError(Exception):
    """An expression has no value: a member is absent, an integer too large, a string not a number.

    It isn't wrong for that, and neither are the values. What was asked for can't be told.

    Attributes:
        reason: why, as a phrase: `member EndTime is absent`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
