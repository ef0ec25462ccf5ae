"""One place of a contract in words: what type it has, what limits it, what else is to be known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from shapeproof.contract import Schema, resolve
from shapeproof.generate.docs.page import EnumValue, Member, Pattern
from shapeproof.markup.constraint_words import bounds, marks
from shapeproof.markup.type_words import type_words

__all__ = ["limits_of", "member", "values"]

_NO_LINE_BREAK: Final = r"[^\n\r\u2028\u2029]"
_ANYTHING: Final = r"[\s\S]*"
_PLURALS: Final = {"keys ", "values "}


def member(root: Schema, owner: Schema, name: str, node: Schema, *, with_held: bool = True) -> Member:
    """A member of the structure `owner`, as pages tell of it.

    Without `with_held` the limits of what a list or a map holds are left to the place of that.
    """
    shape = resolve(root, node)
    limits, patterns = limits_of(root, node, with_held=with_held)
    return Member(
        name=name,
        is_required=name in owner.get("required", ()),
        words=tuple(type_words(root, node)),
        limits=tuple(limits),
        patterns=tuple(patterns),
        notes=tuple(marks(node, shape)),
        description=node.get("description", ""),
        shape=shape.get("x-shape", ""),
        wire=_on_the_wire(node),
    )


def limits_of(root: Schema, node: Schema, of: str = "", *, with_held: bool = True) -> tuple[list[str], list[Pattern]]:
    """The limits and patterns of what stands in place; those of items, keys and values say so."""
    if "anyOf" in node:
        return limits_of(root, node["anyOf"][0], of, with_held=with_held)
    if "$ref" in node:
        return [], []
    limits = [f"{of}{text}" for text in bounds(node)]
    patterns: list[Pattern] = []
    if "pattern" in node and "contentEncoding" not in node:
        pattern = _as_written(node["pattern"])
        if pattern in {".*", ".+"}:
            limits.append(f"{of}on one line")
        elif pattern != _ANYTHING:
            patterns.append(Pattern(f"{of}{'match' if of in _PLURALS else 'matches'}", pattern))
    held = (("items", "each "), ("additionalProperties", "values ")) if with_held else ()
    for keyword, role in (("propertyNames", "keys "), *held):
        if isinstance(node.get(keyword), Mapping):
            more, more_patterns = limits_of(root, node[keyword], role)
            limits, patterns = limits + more, patterns + more_patterns
    return limits, patterns


def _as_written(pattern: str) -> str:
    """The pattern as a person would write it: that it is about the whole value goes without saying."""
    body = pattern.removeprefix("^(?:").removesuffix(")$") if pattern.startswith("^(?:") else pattern
    return body.replace(_NO_LINE_BREAK, ".")


def _on_the_wire(node: Schema) -> str:
    wire: Mapping[str, Any] = node.get("x-wire", {})
    where = {"header": "header", "headers": "headers that start with", "statusCode": "HTTP status", "uri": "path"}
    where |= {"querystring": "query string", "payload": "the whole body"}
    if "in" in wire:
        return f"on the wire: {where.get(wire['in'], wire['in'])} {wire.get('name', '')}".rstrip()
    return f"on the wire: {wire['name']}" if "name" in wire else ""


def values(shape: Schema) -> tuple[EnumValue, ...]:
    """The values of an enum, none of anything else."""
    told: Mapping[str, str] = shape.get("x-values", {})
    return tuple(EnumValue(value, told.get(value, "")) for value in shape.get("enum", ()))
