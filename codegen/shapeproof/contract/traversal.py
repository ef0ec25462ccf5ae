"""Traversals that a schema guides: of a response (`walk`), and of the schema itself (`iter_schema`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, cast

from shapeproof.contract.pointers import Pointer
from shapeproof.contract.schema import Schema, reference, resolve

__all__ = ["Step", "Visit", "child", "iter_schema", "path_of", "walk"]


class Step(NamedTuple):
    """One step down: the schema there (None for a member the contract doesn't know), and how a path writes it."""

    node: Schema | None
    notation: str


def child(shape: Schema, key: str | int) -> Step:
    """One step from a resolved schema into the value at `key`."""
    if isinstance(key, int):
        return Step(shape.get("items"), "[]")
    if "properties" in shape:
        return Step(shape["properties"].get(key), f".{key}")
    values = shape.get("additionalProperties")
    return Step(values, "{}") if isinstance(values, Mapping) else Step(None, f".{key}")


def _joined(path: str, notation: str) -> str:
    return (path + notation).removeprefix(".")


class Visit(NamedTuple):
    """One value of a response, with its schema: `node` as it stands in its owner, `shape` what that resolves to.

    Both are None where the contract knows nothing: an unknown member, and all below it.
    """

    pointer: Pointer
    path: str
    node: Schema | None
    shape: Schema | None
    value: object


def walk(root: Schema, response: object) -> Iterator[Visit]:
    """Every value of `response`, owners before what they hold, in the order of the response."""
    pending: list[tuple[Pointer, str, Schema | None, object]] = [((), "", root, response)]
    while pending:
        pointer, path, node, value = pending.pop()
        shape = None if node is None else resolve(root, node)
        yield Visit(pointer, path, node, shape, value)
        held: list[tuple[Pointer, str, Schema | None, object]] = []
        for key, inner in _held(value):
            step = Step(None, "[]" if isinstance(key, int) else f".{key}") if shape is None else child(shape, key)
            held.append(((*pointer, key), _joined(path, step.notation), step.node, inner))
        pending.extend(reversed(held))


def _held(value: object) -> Iterable[tuple[str | int, object]]:
    if isinstance(value, Mapping):
        return cast("Mapping[str, object]", value).items()
    if isinstance(value, list):
        return enumerate(cast("list[object]", value))
    return ()


def path_of(root: Schema, pointer: Pointer) -> str:
    """The place in the contract of a place in a response, in the notation `A.B[].C{}`."""
    path, node = "", cast("Schema | None", root)
    for key in pointer:
        step = (
            Step(None, "[]" if isinstance(key, int) else f".{key}") if node is None else child(resolve(root, node), key)
        )
        path, node = _joined(path, step.notation), step.node
    return path


def iter_schema(root: Schema) -> Iterator[tuple[str, Schema, Schema]]:
    """Every place of a contract as (path, node, shape), the root first, owners before what they hold.

    A structure inside itself is named, but not entered again.
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
