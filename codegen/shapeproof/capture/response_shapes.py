"""The shapes of a response in two models of one operation: what one of them has and the other lacks.

Building both contracts would say the same, and take ten times as long.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from shapeproof.capture.model import Shape, shape_facts
from shapeproof.capture.model_check import shape_references

__all__ = ["ResponseShapes"]

_MAX_PATHS: Final = 100_000
"""A few shapes that refer to each other can have exponentially many paths."""


@dataclass(frozen=True)
class ResponseShapes:
    """The shapes that the response of an operation refers to.

    Attributes:
        root: the name of the shape of the response; None if the operation returns nothing.
        shapes: its shape and all that it refers to, without documentation, by name.
    """

    root: str | None
    shapes: Mapping[str, Shape]

    @classmethod
    def of(cls, operation: Mapping[str, Any], shapes: Mapping[str, Any]) -> ResponseShapes:
        """The shapes of an operation's response, unchecked.

        Args:
            operation: the operation's own entry in a service model.
            shapes: shapes by name; others may be among them.

        Raises:
            LookupError, TypeError, AttributeError: the model is not one of botocore's.
        """
        root = operation["output"]["shape"] if operation.get("output") else None
        found: dict[str, Shape] = {}
        pending = [root] if root else []
        while pending:
            name = pending.pop()
            if name not in found:
                found[name] = shape_facts(shapes[name])
                pending.extend(shape_references(shapes[name]))
        return cls(root, found)

    def paths(self) -> frozenset[str]:
        """The paths of all places in the response. A shape that contains itself is not entered again."""
        return frozenset(islice(self._paths(), _MAX_PATHS))

    def _paths(self) -> Iterator[str]:
        pending: list[tuple[str, str, frozenset[str]]] = [("", self.root, frozenset())] if self.root else []
        while pending:
            path, name, entered = pending.pop()
            yield path
            if name in entered:
                continue
            shape, inside = self.shapes[name], entered | {name}
            for member, reference in shape.get("members", {}).items():
                pending.append((f"{path}.{member}" if path else member, reference["shape"], inside))
            for role, notation in (("member", "[]"), ("value", "{}")):
                if role in shape:
                    pending.append((path + notation, shape[role]["shape"], inside))
