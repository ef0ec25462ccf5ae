"""From the path of a place to the steps that lead there."""

from __future__ import annotations

from typing import cast

from shapeproof.contract.schema import Schema, resolve
from shapeproof.contract.traversal import child

__all__ = ["Route", "descended", "route_to"]

Route = tuple[str, ...]
"""The steps to a place as a path writes them: `.Member`, `[]`, `{}`."""


def route_to(root: Schema, path: str) -> Route:
    """The steps of `path`. Raises KeyError if the schema has no such place."""
    steps: list[str] = []
    node, rest = root, path
    while rest:
        shape = resolve(root, node)
        if "properties" in shape:
            rest = rest.removeprefix(".")
            key: str | int = _member(shape, rest, path)
            taken = str(key)
        else:
            key, taken = (0, "[]") if "items" in shape else ("", "{}")
        step = child(shape, key)
        if step.node is None or not rest.startswith(taken):
            raise KeyError(path)
        steps.append(step.notation)
        node, rest = step.node, rest[len(taken) :]
    return tuple(steps)


def descended(root: Schema, route: Route) -> tuple[Schema, Schema]:
    """The resolved schema that holds the last step of a route that `route_to` found, and the node that it leads to."""
    owner, node = resolve(root, root), root
    for notation in route:
        owner = resolve(root, node)
        key: str | int = 0 if notation == "[]" else notation.removeprefix(".")
        node = cast("Schema", child(owner, key).node)  # there is one: the route was found in this schema
    return owner, node


def _member(structure: Schema, rest: str, path: str) -> str:
    names: list[str] = list(structure["properties"])
    fitting = [name for name in names if rest == name or rest.startswith((f"{name}.", f"{name}[]", f"{name}{{}}"))]
    if not fitting:
        raise KeyError(path)
    # The longest, since a name may hold a dot and so begin with another's.
    return max(fitting, key=len)
