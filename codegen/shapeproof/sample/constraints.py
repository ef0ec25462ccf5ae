"""The constraint points of a contract: every place, with each keyword that constrains it there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from shapeproof.contract import Schema, iter_schema, resolve

__all__ = ["ConstraintPoint", "distinct_points", "points"]

_KEYWORDS: Final = (
    "type",
    "enum",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "format",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
)


@dataclass(frozen=True, slots=True, eq=False)
class ConstraintPoint:
    """One constraint at one place.

    `place` is the path of the value that the schema `shape` constrains. `keyword` is as a violation names it,
    `propertyNames/…` for a constraint on keys. `member` is the member that `required` is about.
    """

    place: str
    shape: Schema
    keyword: str
    member: str = ""

    @property
    def path(self) -> str:
        """The path of what breaks when the constraint is broken, as far as the contract knows it."""
        if self.keyword == "required":
            return f"{self.place}.{self.member}".removeprefix(".")
        return f"{self.place}{{}}" if self.keyword.startswith("propertyNames/") else self.place


def points(root: Schema) -> Iterator[ConstraintPoint]:
    """Every constraint point, in the order of the places.

    A structure inside itself counts once more, what it holds there does not.
    """
    for path, _, shape in iter_schema(root):
        for keyword in _KEYWORDS:
            if keyword in shape:
                yield ConstraintPoint(path, shape, keyword)
        for member in shape.get("required", ()):
            yield ConstraintPoint(path, shape, "required", member)
        if shape.get("additionalProperties") is False:
            yield ConstraintPoint(path, shape, "additionalProperties")
        if "propertyNames" in shape:
            names = resolve(root, shape["propertyNames"])
            for keyword in _KEYWORDS:
                if keyword in names and keyword != "type":  # a key is a text, always
                    yield ConstraintPoint(path, shape, f"propertyNames/{keyword}")


def distinct_points(root: Schema) -> Iterator[ConstraintPoint]:
    """Every constraint of the schema once, at the first place that it constrains."""
    met: set[tuple[int, str, str]] = set()
    for point in points(root):
        constraint = (id(point.shape), point.keyword, point.member)
        if constraint not in met:
            met.add(constraint)
            yield point
