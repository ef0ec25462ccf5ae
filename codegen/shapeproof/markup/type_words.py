"""The type of a schema node in words: `list of TrainingJobDefinition`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shapeproof.contract import Schema, reference, resolve
from shapeproof.markup.constraint_words import scalar_type, union_prefix

__all__ = ["Word", "type_words"]


@dataclass(frozen=True, slots=True)
class Word:
    """A part of a type in words; `shape` is the structure or enum that it names, to be linked, or empty."""

    text: str
    shape: str = ""


def type_words(root: Schema, node: Schema) -> Iterator[Word]:
    """The type of a node, in parts: each name of a structure or enum is a part of its own."""
    if "anyOf" in node:
        yield from type_words(root, node["anyOf"][0])
        yield Word(" or null")
    elif name := reference(node):
        if prefix := union_prefix(resolve(root, node)):
            yield Word(prefix)
        yield Word(name, name)
    elif "x-events" in node:
        yield Word("stream of ")
        yield from type_words(root, node["x-events"])
    elif node.get("type") == "array":
        yield Word("list of ")
        yield from type_words(root, node["items"])
    elif "properties" in node:
        yield Word("object")
    elif node.get("type") == "object":
        yield Word("map of ")
        yield from type_words(root, node["additionalProperties"])
        keys = node.get("propertyNames", {})
        if "$ref" in keys:
            yield Word(" by ")
            yield from type_words(root, keys)
    else:
        yield Word(scalar_type(node))
