"""The depth of the shallowest value of each definition, if it has a finite value at all."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import cast

from shapeproof.contract import Schema, is_stream, is_union, reference, resolve
from shapeproof.fuzz.values.scalars import is_scalar, scalar_options
from shapeproof.fuzz.values.strings import distinct_strings
from shapeproof.sample.errors import UnsatisfiableString

__all__ = ["keys_of", "min_depth_of", "min_depths"]


def min_depths(root: Schema) -> Mapping[str, int]:
    """How many definitions deep the shallowest value of each definition is; those without a finite value are missing."""
    known: dict[str, int] = {}
    while True:
        depths = {
            name: depth
            for name, definition in root["$defs"].items()
            if name not in known and (depth := min_depth_of(root, definition, known)) is not None
        }
        if not depths:
            return known
        known |= {name: depth + 1 for name, depth in depths.items()}


def min_depth_of(root: Schema, node: Schema, known: Mapping[str, int]) -> int | None:
    """The depth of the shallowest value of a node, given those of definitions; None if no value is known."""
    if "anyOf" in node:
        return 0
    if "$ref" in node:
        return known.get(cast("str", reference(node)))
    if "properties" in node:
        if is_union(node):
            members = [
                min_depth_of(root, member, known) for member in node["properties"].values() if not is_stream(member)
            ]
            return min((depth for depth in members if depth is not None), default=None)
        required = [min_depth_of(root, node["properties"][name], known) for name in node.get("required", ())]
        return None if None in required else max(cast("list[int]", required), default=0)
    if "items" in node:
        if node.get("minItems", 0) > node.get("maxItems", math.inf):
            return None
        return min_depth_of(root, node["items"], known) if node.get("minItems") else 0
    if is_scalar(node):
        return _scalar_depth(node)
    if node.get("minProperties", 0) > node.get("maxProperties", math.inf):
        return None
    if not node.get("minProperties"):
        return 0
    names = keys_of(resolve(root, node.get("propertyNames", {"type": "string"})))
    if sum(1 for _ in islice(names, node["minProperties"])) < node["minProperties"]:
        return None
    return min_depth_of(root, node["additionalProperties"], known)


def _scalar_depth(node: Schema) -> int | None:
    try:
        scalar_options(node)
    except UnsatisfiableString:
        return None
    return 0


def keys_of(names: Schema) -> Iterator[str]:
    """Distinct keys of a map, given the schema of its keys; none if no string satisfies it."""
    if "enum" in names:
        return iter(names["enum"])
    lengths = names.get("minLength", 0), names.get("maxLength")
    try:
        return distinct_strings(names.get("pattern"), *lengths, names.get("x-shape", ""))
    except UnsatisfiableString:
        return iter(())
