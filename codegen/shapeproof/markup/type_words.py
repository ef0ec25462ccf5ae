"""The type of a node in words: `list of TrainingJobDefinition`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shapeproof.contract import Schema, reference, resolve
from shapeproof.markup.constraint_words import scalar_kind, structure_kind

__all__ = ["Word", "type_words"]


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of a type's name; `shape` is the structure or enum that it names."""

    text: str
    shape: str = ""


def type_words(root: Schema, node: Schema) -> Iterator[Word]:
    """The type of a place; the names of structures and enums in it are words of their own, to be linked."""
    if "anyOf" in node:
        yield from type_words(root, node["anyOf"][0])
        yield Word(" or null")
    elif name := reference(node):
        if kind := structure_kind(resolve(root, node)):
            yield Word(kind)
        yield Word(name, name)
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
        yield Word(scalar_kind(node))
