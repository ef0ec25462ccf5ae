"""A schema as a tree for the terminal: each member with its type and constraints, each structure once."""

from __future__ import annotations

from collections.abc import Iterator

from click import style

from shapeproof.contract import Schema, reference, resolve
from shapeproof.errors import one_line
from shapeproof.markup.constraint_words import constraints, scalar_type, schema_notes, union_prefix

__all__ = ["tree"]


def tree(schema: Schema) -> Iterator[str]:
    """Yield the lines of the tree. `*` marks required members."""
    yield one_line(schema["title"])
    yield from _branches(schema, schema, "", {name} if (name := reference(schema)) else set())


def _branches(root: Schema, node: Schema, indent: str, shown: set[str]) -> Iterator[str]:
    """Yield the lines of a structure's members; `shown` are the structures that were shown before, and grows."""
    shape = resolve(root, node)
    required = shape.get("required", ())
    members: list[tuple[str, Schema]] = [
        (f"{one_line(name)}{style('*', fg='red') if name in required else ''}", member)
        for name, member in shape.get("properties", {}).items()
    ]
    for index, (label, member) in enumerate(members):
        is_last = index == len(members) - 1
        description, structure = _describe(root, member)
        name = reference(structure) if structure else None
        is_shown = name in shown
        note = style(" (as above)", dim=True) if is_shown else ""
        yield f"{indent}{'└─ ' if is_last else '├─ '}{label}  {style(one_line(description), dim=True)}{note}"
        if structure is not None and not is_shown:
            shown |= {name} if name else set()
            yield from _branches(root, structure, indent + ("   " if is_last else "│  "), shown)


def _describe(root: Schema, node: Schema) -> tuple[str, Schema | None]:
    """Return the type and constraints of a node in words, and the structure in it, if there is one."""
    shape = resolve(root, node)
    notes = [text for text in (constraints(shape), *schema_notes(node, shape)) if text]
    if "properties" in shape:
        name = node["$ref"].rpartition("/")[2] if "$ref" in node else "object"
        return ", ".join([union_prefix(shape) + name, *notes]), node
    if shape.get("type") == "array":
        items, structure = _describe(root, shape["items"])
        return ", ".join([f"list of {items}", *notes]), structure
    if "x-events" in shape:
        events, structure = _describe(root, shape["x-events"])
        return ", ".join([f"stream of {events}", *notes]), structure
    if shape.get("type") == "object":
        values, structure = _describe(root, shape["additionalProperties"])
        key_schema: Schema = resolve(root, shape["propertyNames"]) if "propertyNames" in shape else {}
        keys = f" by key ({constraints(key_schema)})" if constraints(key_schema) else ""
        return ", ".join([f"map of {values}{keys}", *notes]), structure
    # The values of an enum say what its type is.
    return ", ".join(text for text in ("" if "enum" in shape else scalar_type(shape), *notes) if text), None
