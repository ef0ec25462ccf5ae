"""A schema as a tree for the terminal: every member with its type and constraints in words, each structure once."""

from __future__ import annotations

from collections.abc import Iterator

from click import style

from shapeproof.contract import Schema, reference, resolve
from shapeproof.markup.constraint_words import constraints, scalar_type, schema_notes, union_prefix

__all__ = ["tree"]


def tree(schema: Schema) -> Iterator[str]:
    """The lines of the tree. `*` marks required members."""
    yield schema["title"]
    yield from _branches(schema, schema, "", {name} if (name := reference(schema)) else set())


def _branches(root: Schema, node: Schema, indent: str, told: set[str]) -> Iterator[str]:
    shape = resolve(root, node)
    required = shape.get("required", ())
    members: list[tuple[str, Schema]] = [
        (f"{name}{style('*', fg='red') if name in required else ''}", member)
        for name, member in shape.get("properties", {}).items()
    ]
    for at, (label, member) in enumerate(members):
        is_last = at == len(members) - 1
        words, inner = _words(root, member)
        name = reference(inner) if inner else None
        is_known = name in told
        again = style(" (as above)", dim=True) if is_known else ""
        yield f"{indent}{'└─ ' if is_last else '├─ '}{label}  {style(words, dim=True)}{again}"
        if inner is not None and not is_known:
            told |= {name} if name else set()
            yield from _branches(root, inner, indent + ("   " if is_last else "│  "), told)


def _words(root: Schema, node: Schema) -> tuple[str, Schema | None]:
    """A place in words, and the structure below it, if there is one."""
    shape = resolve(root, node)
    notes = [text for text in (constraints(shape), *schema_notes(node, shape)) if text]
    if "properties" in shape:
        name = node["$ref"].rpartition("/")[2] if "$ref" in node else "object"
        return ", ".join([union_prefix(shape) + name, *notes]), node
    if shape.get("type") == "array":
        words, inner = _words(root, shape["items"])
        return ", ".join([f"list of {words}", *notes]), inner
    if shape.get("type") == "object":
        words, inner = _words(root, shape["additionalProperties"])
        keys: Schema = resolve(root, shape["propertyNames"]) if "propertyNames" in shape else {}
        key_words = f" by key ({constraints(keys)})" if constraints(keys) else ""
        return ", ".join([f"map of {words}{key_words}", *notes]), inner
    # The values of an enum say enough.
    return ", ".join(text for text in ("" if "enum" in shape else scalar_type(shape), *notes) if text), None
