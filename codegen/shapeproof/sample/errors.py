"""What a sample can be missing for: no text fits its pattern and lengths, no finite response fits its schema."""

from __future__ import annotations

from shapeproof.errors import ShapeproofError

__all__ = ["UnsatisfiableSchema", "UnsatisfiableString"]


class UnsatisfiableString(ShapeproofError):
    """No text is as asked for: the pattern and the lengths exclude one another, or leave nothing outside."""


class UnsatisfiableSchema(ShapeproofError):
    """No finite response keeps the schema. `where` is the path of what can't be built."""

    def __init__(self, problem: str, *, path: str) -> None:
        super().__init__(
            problem, where=path or "the whole response", hint="a correction in overlay.json can mend a wrong model"
        )
        self.path = path
