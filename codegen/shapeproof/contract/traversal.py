"""Traversals that a schema guides: of a response (`walk`) and of the schema itself (`iter_schema`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, cast

from shapeproof.contract.pointers import Pointer
from shapeproof.contract.schema import Schema, reference, resolve

__all__ = ["Step", "Visit", "child", "iter_schema", "path_of", "walk"]


class Step(NamedTuple):
    """A step from a schema to the schema of a member, an item or a map entry.

    Attributes:
        node: the schema that the step leads to, not resolved; None for a member that the contract doesn't know.
        notation: the step as a path writes it: `.Member`, `[]` or `{}`.
    """

    node: Schema | None
    notation: str


def child(shape: Schema, key: str | int) -> Step:
    """The step from a resolved schema to the value at a key.

    Args:
        shape: the resolved schema of a structure, a map or a list.
        key: the name of a member, the key of an entry, or the index of an item.
    """
    if isinstance(key, int):
        return Step(shape.get("items"), "[]")
    if "properties" in shape:
        return Step(shape["properties"].get(key), f".{key}")
    values = shape.get("additionalProperties")
    return Step(values, "{}") if isinstance(values, Mapping) else Step(None, f".{key}")


def _joined(path: str, notation: str) -> str:
    return (path + notation).removeprefix(".")


class Visit(NamedTuple):
    """A value of a response, with its place and its schema.

    Attributes:
        pointer: its place in the response.
        path: its place in the contract.
        node: its schema as written in the schema of its owner; None for an unknown member and all that it contains.
        shape: the resolved schema; None where `node` is None.
        value: the value.
    """

    pointer: Pointer
    path: str
    node: Schema | None
    shape: Schema | None
    value: object


def walk(root: Schema, response: object) -> Iterator[Visit]:
    """Iterate over all values of a response, in the order of the response, each before the values that it contains.

    Args:
        root: the schema of the response.
        response: JSON values in any representation; they needn't be valid.
    """
    pending: list[tuple[Pointer, str, Schema | None, object]] = [((), "", root, response)]
    while pending:
        pointer, path, node, value = pending.pop()
        shape = None if node is None else resolve(root, node)
        yield Visit(pointer, path, node, shape, value)
        children: list[tuple[Pointer, str, Schema | None, object]] = []
        for key, inner in _entries(value):
            step = _unknown(key) if shape is None else child(shape, key)
            children.append(((*pointer, key), _joined(path, step.notation), step.node, inner))
        pending.extend(reversed(children))


def _unknown(key: str | int) -> Step:
    return Step(None, "[]" if isinstance(key, int) else f".{key}")


def _entries(value: object) -> Iterable[tuple[str | int, object]]:
    if isinstance(value, Mapping):
        return cast("Mapping[str, object]", value).items()
    if isinstance(value, list):
        return enumerate(cast("list[object]", value))
    return ()


def path_of(root: Schema, pointer: Pointer) -> str:
    """The path of a pointer: the place in the contract, such as `A.B[].C{}`, of a place in a response."""
    path, node = "", cast("Schema | None", root)
    for key in pointer:
        step = _unknown(key) if node is None else child(resolve(root, node), key)
        path, node = _joined(path, step.notation), step.node
    return path


def iter_schema(root: Schema) -> Iterator[tuple[str, Schema, Schema]]:
    """Iterate over all places of a schema, the root first, each before the places that it contains.

    A definition that contains itself is included there, but not entered again.

    Yields:
        The path, the node as written in the schema of its owner, and the resolved node.
    """

    def descend(path: str, node: Schema, entered: tuple[str, ...]) -> Iterator[tuple[str, Schema, Schema]]:
        shape = resolve(root, node)
        yield path, node, shape
        name = reference(node)
        if name in entered:
            return
        entered = entered if name is None else (*entered, name)
        for name, member in shape.get("properties", {}).items():
            yield from descend(_joined(path, f".{name}"), member, entered)
        if "items" in shape:
            yield from descend(f"{path}[]", shape["items"], entered)
        if isinstance(shape.get("additionalProperties"), Mapping):
            yield from descend(f"{path}{{}}", shape["additionalProperties"], entered)

    return descend("", root, ())
