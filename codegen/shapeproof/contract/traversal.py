"""Traversals that a schema guides: of a response (`walk`) and of the schema itself (`iter_schema`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Final, NamedTuple, cast

from shapeproof.contract.pointers import Pointer
from shapeproof.contract.schema import Schema, reference, resolve

__all__ = [
    "MAX_PLACES",
    "Step",
    "Visit",
    "child",
    "child_node",
    "has_more_places",
    "iter_schema",
    "path_of",
    "steps_along",
    "walk",
]

MAX_PLACES: Final = 100_000
"""How many places of a schema are listed one by one. In botocore 1.44.5, CreateDashboard of quicksight has the most: its
request has 55,352; without quicksight it would be 3,483."""


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
    is_entry = "properties" not in shape and isinstance(shape.get("additionalProperties"), Mapping)
    return Step(child_node(shape, key), "{}" if is_entry else f".{key}")


def child_node(shape: Schema, key: str | int) -> Schema | None:
    """The schema alone of such a step."""
    if isinstance(key, int):
        return shape.get("items")
    if "properties" in shape:
        return cast("Schema | None", shape["properties"].get(key))
    values = shape.get("additionalProperties")
    return cast("Schema", values) if isinstance(values, Mapping) else None


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
    path = ""
    for step in steps_along(root, pointer):
        path = _joined(path, step.notation)
    return path


def steps_along(root: Schema, pointer: Pointer) -> Iterator[Step]:
    """The steps of a pointer; those below a place that the contract doesn't know lead to no schema."""
    node: Schema | None = root
    for key in pointer:
        step = _unknown(key) if node is None else child(resolve(root, node), key)
        yield step
        node = step.node


def shapes_along(root: Schema, pointer: Pointer) -> list[Schema | None]:
    """The resolved schemas from the root to the value at a pointer; None where the contract doesn't know the value."""
    shapes: list[Schema | None] = [resolve(root, root)]
    for key in pointer:
        owner = shapes[-1]
        node = None if owner is None else child(owner, key).node
        shapes.append(None if node is None else resolve(root, node))
    return shapes


def iter_schema(root: Schema, *, each_once: bool = False) -> Iterator[tuple[str, Schema, Schema]]:
    """Iterate over all places of a schema, the root first, each before the places that it contains.

    A definition that contains itself is included there, but not entered again. A schema can have exponentially many
    places: 26 structures of two members have 2**26. Of one with more than `MAX_PLACES`, each definition is entered once.

    Args:
        root: the schema.
        each_once: whether to enter each definition only at its first place, so that the time is linear. It is for those
            who want nodes and not paths.

    Yields:
        The path, the node as written in the schema of its owner, and the resolved node.
    """
    if not each_once:
        places = list(islice(_iter_places(root, each_once=False), MAX_PLACES + 1))
        if len(places) <= MAX_PLACES:
            return iter(places)
    return _iter_places(root, each_once=True)


def has_more_places(root: Schema, limit: int) -> bool:
    """Whether a schema has more places than that. The time is linear in the limit."""
    return sum(1 for _ in islice(_iter_places(root, each_once=False), limit + 1)) > limit


def _iter_places(root: Schema, *, each_once: bool) -> Iterator[tuple[str, Schema, Schema]]:
    entered_anywhere: set[str] = set()
    pending: list[tuple[str, Schema, tuple[str, ...]]] = [("", root, ())]
    while pending:
        path, node, entered = pending.pop()
        shape = resolve(root, node)
        yield path, node, shape
        name = reference(node)
        if name is not None:
            if name in entered or name in entered_anywhere:
                continue
            entered = (*entered, name)
            if each_once:
                entered_anywhere.add(name)
        children = [
            (_joined(path, f".{member}"), inner, entered) for member, inner in shape.get("properties", {}).items()
        ]
        if "items" in shape:
            children.append((f"{path}[]", shape["items"], entered))
        if isinstance(shape.get("additionalProperties"), Mapping):
            children.append((f"{path}{{}}", shape["additionalProperties"], entered))
        pending.extend(reversed(children))
