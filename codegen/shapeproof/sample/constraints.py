"""The constraint points of a schema: each path, with each keyword that constrains the value there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from shapeproof.contract import Schema, iter_schema, resolve

__all__ = ["ConstraintPoint", "constraint_points", "distinct_constraint_points"]

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
    """One constraint on the value at one path.

    Attributes:
        path: the path of the value that the constraint applies to.
        shape: the resolved schema of that value.
        keyword: the keyword as a violation names it, `propertyNames/…` for a constraint on keys.
        member: the member that `required` is about; empty for any other keyword.
    """

    path: str
    shape: Schema
    keyword: str
    member: str = ""

    @property
    def violation_path(self) -> str:
        """The path at which a violation is reported: a missing member's own, `…{}` for a key."""
        if self.keyword == "required":
            return f"{self.path}.{self.member}".removeprefix(".")
        return f"{self.path}{{}}" if self.keyword.startswith("propertyNames/") else self.path


def constraint_points(root: Schema, *, each_once: bool = False) -> Iterator[ConstraintPoint]:
    """Every constraint point of a schema, in the order of the paths.

    A structure nested in itself is listed once more; its own members are not listed again.

    Args:
        root: the schema.
        each_once: whether to enter each definition only at its first path.
    """
    for path, _, shape in iter_schema(root, each_once=each_once):
        for keyword in _KEYWORDS:
            if keyword in shape:
                yield ConstraintPoint(path, shape, keyword)
        for member in shape.get("required", ()):
            yield ConstraintPoint(path, shape, "required", member)
        if shape.get("additionalProperties") is False:
            yield ConstraintPoint(path, shape, "additionalProperties")
        if "propertyNames" in shape:
            key_schema = resolve(root, shape["propertyNames"])
            for keyword in _KEYWORDS:
                if keyword in key_schema and keyword != "type":  # a key is always a string
                    yield ConstraintPoint(path, shape, f"propertyNames/{keyword}")


def distinct_constraint_points(root: Schema) -> Iterator[ConstraintPoint]:
    """Every constraint of a schema once, at the first path that it applies to."""
    seen: set[tuple[int, str, str]] = set()
    for point in constraint_points(root, each_once=True):
        constraint = (id(point.shape), point.keyword, point.member)
        if constraint not in seen:
            seen.add(constraint)
            yield point
