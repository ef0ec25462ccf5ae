"""Errors for what can't be built: a string of a pattern and lengths, or a finite response of a schema."""

from __future__ import annotations

from shapeproof.errors import ShapeproofError

__all__ = ["UnsatisfiableSchema", "UnsatisfiableString"]


class UnsatisfiableString(ShapeproofError):
    """No string satisfies the request: pattern and lengths exclude one another, or every string matches."""


class UnsatisfiableSchema(ShapeproofError):
    """No finite response satisfies the schema.

    Attributes:
        path: the path of the value that can't be built, empty for the whole response.
    """

    def __init__(self, message: str, *, path: str) -> None:
        super().__init__(
            message, where=path or "the whole response", hint="if the model is wrong, correct it in overlay.json"
        )
        self.path = path
