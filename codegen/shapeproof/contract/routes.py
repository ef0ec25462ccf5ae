"""Paths of a contract as sequences of steps."""

from __future__ import annotations

from typing import Final, cast

from shapeproof.contract.pointers import Pointer
from shapeproof.contract.schema import Schema, resolve
from shapeproof.contract.traversal import child, steps_along

__all__ = ["Route", "follow_route", "has_path", "is_inside", "route_of", "route_to", "shape_at"]

Route = tuple[str, ...]
"""The steps of a path in its own notation: `.Member`, `[]` for the items of a list, `{}` for the values of a map."""

_SEPARATORS: Final = ".[{"
"""What the steps of a path begin with."""


def route_to(root: Schema, path: str) -> Route:
    """Split a path into steps. The schema decides where a member's name ends, since names may contain dots.

    Args:
        root: the schema of a part of a contract.
        path: a path such as `A.B[].C{}`; the empty string for the root.

    Raises:
        KeyError: the schema has no such path.
    """
    steps: list[str] = []
    node, rest = root, path
    while rest:
        shape = resolve(root, node)
        if "properties" in shape:
            rest = rest.removeprefix(".")
            key: str | int = _member(shape, rest, path)
            prefix = str(key)
        else:
            key, prefix = (0, "[]") if "items" in shape else ("", "{}")
        step = child(shape, key)
        if step.node is None or not rest.startswith(prefix):
            raise KeyError(path)
        steps.append(step.notation)
        node, rest = step.node, rest[len(prefix) :]
    return tuple(steps)


def route_of(root: Schema, pointer: Pointer) -> Route:
    """The steps of a place in a response, also of one that the contract doesn't know."""
    return tuple(step.notation for step in steps_along(root, pointer))


def has_path(root: Schema, path: str) -> bool:
    """Whether a schema has a path."""
    try:
        route_to(root, path)
    except KeyError:
        return False
    return True


def is_inside(path: str, owner: str) -> bool:
    """Whether a path is strictly inside another one. All others are inside the empty path."""
    return path != owner and path.startswith(owner) and (not owner or path[len(owner)] in _SEPARATORS)


def follow_route(root: Schema, route: Route) -> tuple[Schema, Schema]:
    """The schemas at the end of a route.

    Args:
        root: the schema of a part of a contract.
        route: a result of `route_to` for the same schema.

    Returns:
        The resolved schema of the owner of the last step, and the unresolved schema that the last step leads to.
    """
    owner, node = resolve(root, root), root
    for notation in route:
        owner = resolve(root, node)
        key: str | int = 0 if notation == "[]" else notation.removeprefix(".")
        node = cast("Schema", child(owner, key).node)  # not None: the route is one of this schema
    return owner, node


def shape_at(root: Schema, path: str) -> Schema:
    """The resolved schema at a path. Raises KeyError if the schema has no such path."""
    _, node = follow_route(root, route_to(root, path))
    return resolve(root, node)


def _member(structure: Schema, rest: str, path: str) -> str:
    names: list[str] = list(structure["properties"])
    prefixes = [name for name in names if rest == name or rest.startswith((f"{name}.", f"{name}[]", f"{name}{{}}"))]
    if not prefixes:
        raise KeyError(path)
    # A name may contain a dot and begin with the name of another member: the longest is meant.
    return max(prefixes, key=len)
