"""Which structures have a finite value at all, and how deep the shallowest one is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import cast

from shapeproof.contract import Schema, is_stream, is_union, reference, resolve
from shapeproof.fuzz.values.scalars import is_scalar, scalar_options
from shapeproof.fuzz.values.strings import distinct_texts
from shapeproof.sample.errors import UnsatisfiableString

__all__ = ["keys_of", "min_depth_of", "min_depths"]


def min_depths(root: Schema) -> Mapping[str, int]:
    """Definition -> how many definitions deep its shallowest value is. Those that no finite value keeps are missing."""
    known: dict[str, int] = {}
    while True:
        found = {
            name: height
            for name, definition in root["$defs"].items()
            if name not in known and (height := min_depth_of(root, definition, known)) is not None
        }
        if not found:
            return known
        known |= {name: height + 1 for name, height in found.items()}


def min_depth_of(root: Schema, node: Schema, known: Mapping[str, int]) -> int | None:
    """The height of any node, by those of the definitions; None if no value is known to keep it."""
    if "anyOf" in node:
        return 0
    if "$ref" in node:
        return known.get(cast("str", reference(node)))
    if "properties" in node:
        if is_union(node):
            members = [
                min_depth_of(root, member, known) for member in node["properties"].values() if not is_stream(member)
            ]
            return min((height for height in members if height is not None), default=None)
        required = [min_depth_of(root, node["properties"][name], known) for name in node.get("required", ())]
        return None if None in required else max(cast("list[int]", required), default=0)
    if "items" in node:
        if node.get("minItems", 0) > node.get("maxItems", math.inf):
            return None
        return min_depth_of(root, node["items"], known) if node.get("minItems") else 0
    if is_scalar(node):
        return _scalar_height(node)
    if node.get("minProperties", 0) > node.get("maxProperties", math.inf):
        return None
    if not node.get("minProperties"):
        return 0
    names = keys_of(resolve(root, node.get("propertyNames", {"type": "string"})))
    if sum(1 for _ in islice(names, node["minProperties"])) < node["minProperties"]:
        return None
    return min_depth_of(root, node["additionalProperties"], known)


def _scalar_height(node: Schema) -> int | None:
    try:
        scalar_options(node)
    except UnsatisfiableString:
        return None
    return 0


def keys_of(names: Schema) -> Iterator[str]:
    """Different keys of a map, by the schema of its keys; none if nothing keeps that."""
    if "enum" in names:
        return iter(names["enum"])
    lengths = names.get("minLength", 0), names.get("maxLength")
    try:
        return distinct_texts(names.get("pattern"), *lengths, names.get("x-shape", ""))
    except UnsatisfiableString:
        return iter(())
