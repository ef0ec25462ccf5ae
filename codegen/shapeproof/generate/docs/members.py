"""Members as pages describe them: type, constraints, notes, and the values of enums."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from shapeproof.contract import Schema, resolve
from shapeproof.generate.docs.page_model import EnumValue, Member, Pattern
from shapeproof.markup.constraint_words import bounds, schema_notes
from shapeproof.markup.type_words import type_words

__all__ = ["constraints_of", "describe_member", "enum_values"]

_ANY_CHARACTER: Final = r"[\s\S]"
_LOCATIONS: Final = {
    "header": "header",
    "headers": "headers that start with",
    "payload": "the whole body",
    "querystring": "query string",
    "statusCode": "HTTP status",
    "uri": "path",
}


def describe_member(root: Schema, owner: Schema, name: str, node: Schema, *, with_elements: bool = True) -> Member:
    """Describe a member of a structure.

    Args:
        root: the schema of the part, with its `$defs`.
        owner: the schema of the structure.
        name: the name of the member.
        node: the schema of the member.
        with_elements: whether the constraints of the items of a list or the values of a map are included. A tree
            describes these as nodes of their own.
    """
    shape = resolve(root, node)
    constraints, patterns = constraints_of(root, node, with_elements=with_elements)
    return Member(
        name=name,
        is_required=name in owner.get("required", ()),
        type_words=tuple(type_words(root, node)),
        constraints=tuple(constraints),
        patterns=tuple(patterns),
        notes=tuple(schema_notes(node, shape)),
        description=node.get("description", ""),
        shape=shape.get("x-shape", ""),
        wire=_wire_words(node),
    )


def constraints_of(
    root: Schema, node: Schema, subject: str = "", *, with_elements: bool = True
) -> tuple[list[str], list[Pattern]]:
    """The constraints of a node in words, and its patterns. Those of a reference are described with its definition.

    Args:
        root: the schema of the part, with its `$defs`.
        node: the schema of a member or element.
        subject: what the constraints begin with, such as `keys `, if they aren't of the member itself.
        with_elements: as in `describe_member`.
    """
    if "anyOf" in node:
        return constraints_of(root, node["anyOf"][0], subject, with_elements=with_elements)
    if "$ref" in node:
        return [], []
    constraints = [f"{subject}{text}" for text in bounds(node)]
    patterns: list[Pattern] = []
    if "pattern" in node and "contentEncoding" not in node:
        pattern = _readable(node["pattern"])
        if pattern != ".*":
            patterns.append(Pattern(f"{subject}{'match' if subject in {'keys ', 'values '} else 'matches'}", pattern))
    elements = (("items", "each "), ("additionalProperties", "values ")) if with_elements else ()
    for keyword, element_subject in (("propertyNames", "keys "), *elements):
        if isinstance(node.get(keyword), Mapping):
            more, more_patterns = constraints_of(root, node[keyword], element_subject)
            constraints, patterns = constraints + more, patterns + more_patterns
    return constraints, patterns


def _readable(pattern: str) -> str:
    """The pattern without its anchors, since every pattern matches the whole value, and with the model's `.`."""
    body = pattern.removeprefix("^(?:").removesuffix(")$") if pattern.startswith("^(?:") else pattern
    return body.replace(_ANY_CHARACTER, ".")


def _wire_words(node: Schema) -> str:
    wire: Mapping[str, Any] = node.get("x-wire", {})
    if "in" in wire:
        return f"on the wire: {_LOCATIONS.get(wire['in'], wire['in'])} {wire.get('name', '')}".rstrip()
    return f"on the wire: {wire['name']}" if "name" in wire else ""


def enum_values(shape: Schema) -> tuple[EnumValue, ...]:
    """The values of an enum with their descriptions; empty for other shapes."""
    descriptions: Mapping[str, str] = shape.get("x-values", {})
    return tuple(EnumValue(value, descriptions.get(value, "")) for value in shape.get("enum", ()))
