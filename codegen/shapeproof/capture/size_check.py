"""Refuses schemas whose smallest values are enormous: whoever generates one would need all of the memory.

Nested lists, or structures that require each other, multiply: 26 structures that require two of the next have no response
with fewer than 2**26 values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import inf
from typing import Any, Final

from shapeproof.contract import Pointer, is_union, pointer_text
from shapeproof.contract.nesting import MAX_NESTING
from shapeproof.errors import CaptureError

__all__ = ["MAX_SIZE", "check_sizes"]

MAX_SIZE: Final = 1_000_000
"""How large the smallest value may be: values and the characters of strings. In botocore 1.44.5, it is 4,096 characters
(license-manager) and seven items (resiliencehubv2)."""


def check_sizes(definitions: Mapping[str, Any], *, inner_first: Iterable[str], where: str) -> None:
    """Check the size of the smallest value of every node. What no finite value satisfies isn't an error here.

    Args:
        definitions: the definitions of a schema, checked otherwise.
        inner_first: their names, in an order that has most of them after those that they refer to.
        where: the file or the source that they are from, for messages.

    Raises:
        CaptureError: the smallest value of a node has more than `MAX_SIZE` values and characters.
    """
    sizes = _Sizes(definitions)
    names = tuple(inner_first)
    # Each pass completes the definitions whose smallest values nest one definition more: in this order, nearly all of
    # them in the first one.
    for _ in range(MAX_NESTING + 1):
        if not sizes.update(names):
            break
    if sizes.too_large is not None:
        raise CaptureError(
            f"{pointer_text(sizes.too_large)}: the smallest value has more than {MAX_SIZE:,} values and characters",
            where=where,
        )


class _Sizes:
    """The sizes of the smallest values of definitions, infinite as long as none is known.

    Attributes:
        too_large: the pointer of a node that was too large in the last pass.
    """

    def __init__(self, definitions: Mapping[str, Any]) -> None:
        self._definitions = definitions
        self._sizes: dict[str, float] = {}
        self.too_large: Pointer | None = None

    def update(self, names: Iterable[str]) -> bool:
        """Compute all sizes from those that are known. Returns whether that changed any."""
        self.too_large = None
        has_changed = False
        for name in names:
            size = self._size(self._definitions[name], ("$defs", name))
            has_changed |= size != self._sizes.get(name, inf)
            self._sizes[name] = size
        return has_changed

    def _size(self, node: Mapping[str, Any], pointer: Pointer) -> float:
        size = self._size_of(node, pointer)
        if MAX_SIZE < size < inf and self.too_large is None:
            self.too_large = pointer
        return size

    def _size_of(self, node: Mapping[str, Any], pointer: Pointer) -> float:
        if "$ref" in node:
            return self._sizes.get(node["$ref"].rpartition("/")[2], inf)
        if "anyOf" in node:
            self._size(node["anyOf"][0], (*pointer, "anyOf", 0))
            return 1  # null
        if "properties" in node:
            return 1 + self._members(node, pointer)
        if "items" in node:
            return 1 + _times(node.get("minItems", 0), self._size(node["items"], (*pointer, "items")))
        if isinstance(node.get("additionalProperties"), Mapping):
            value = self._size(node["additionalProperties"], (*pointer, "additionalProperties"))
            key = self._size(node["propertyNames"], (*pointer, "propertyNames")) if "propertyNames" in node else 1
            return 1 + _times(node.get("minProperties", 0), key + value)
        return 1 + float(node.get("minLength", 0))

    def _members(self, structure: Mapping[str, Any], pointer: Pointer) -> float:
        sizes = {
            name: self._size(member, (*pointer, "properties", name)) for name, member in structure["properties"].items()
        }
        if is_union(structure):
            return min(sizes.values(), default=0)
        return sum(sizes[name] for name in structure.get("required", ()))


def _times(count: int, size: float) -> float:
    return count * size if count else 0
