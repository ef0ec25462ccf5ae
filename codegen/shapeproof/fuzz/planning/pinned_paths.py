"""Pins as a repair reads them: what may not be changed, by path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shapeproof.contract import Schema
from shapeproof.contract.routes import follow_route, route_to
from shapeproof.contract.schema import resolve
from shapeproof.fuzz.core.choices import ABSENT, PRESENT
from shapeproof.fuzz.planning.pins import Narrowed, Pinned, PinTree, narrowed, pin_tree
from shapeproof.sample.coherence.pinned_paths import PinnedPaths

__all__ = ["pinned_paths"]


def pinned_paths(root: Schema, pins: Mapping[str, Any]) -> PinnedPaths:
    """The paths that pins hold.

    The path `*` holds none: it says of every member what is drawn, not that each must be so.

    Args:
        root: the strict schema of a response.
        pins: the pins by path, as for `plan`.

    Raises:
        UsageError: the schema doesn't allow a pin.
    """
    fixed: dict[str, Any] = {}
    strategies: set[str] = set()
    narrowings: dict[str, Schema] = {}
    markers: dict[object, set[str]] = {ABSENT: set(), PRESENT: set()}
    pending: list[tuple[str, PinTree]] = [("", pin_tree(root, pins))]
    while pending:
        path, tree = pending.pop()
        pin = tree.pin
        if isinstance(pin, Pinned):
            if pin.is_strategy:
                strategies.add(path)
            else:
                fixed[path] = pin.value
        elif isinstance(pin, Narrowed):
            _, node = follow_route(root, route_to(root, path))
            narrowings[path] = narrowed(resolve(root, node), pin)
        elif pin is not None:
            markers[pin].add(path)
        pending += [((path + step).removeprefix("."), inner) for step, inner in tree.below.items()]
    return PinnedPaths(
        fixed=frozenset([*fixed, *strategies]),
        values=fixed,
        narrowed=narrowings,
        present=frozenset(markers[PRESENT]),
        absent=frozenset(markers[ABSENT]),
    )
