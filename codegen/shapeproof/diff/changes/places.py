"""The places that pairs of shapes have: paths through a graph of pairs, of which there can be exponentially many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from shapeproof.contract.routes import Route
from shapeproof.diff.changes.model import Place
from shapeproof.diff.changes.pair_graph import KEYS, Pair

__all__ = ["MOST_PLACES", "PlaceFinder", "joined"]

MOST_PLACES: Final = 1_000
"""So many places of a change are counted."""
_MOST_STEPS: Final = 20_000
"""So many steps are taken for the places of one pair: a graph with many circles leads into many dead ends."""


class PlaceFinder:
    """Finds the places of the pairs of one graph."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self._root = pairs[0]
        self._owners: dict[int, set[int]] = {}
        for pair in pairs:
            for edge in pair.edges:
                self._owners.setdefault(edge.pair.number, set()).add(pair.number)

    def places(self, pair: Pair) -> tuple[list[Place], bool]:
        """The places of a pair, up to a limit, in the order of the old schema; and whether there are more.

        A pair that contains itself has no further places inside itself.
        """
        steps = iter(range(_MOST_STEPS))
        routes = self._routes(pair, self._leading_to(pair), steps)
        places = [_place(route) for route in islice(routes, MOST_PLACES)]
        has_more = next(routes, None) is not None or next(steps, None) is None
        return places, has_more

    def _leading_to(self, pair: Pair) -> set[int]:
        leading = {pair.number}
        pending = [pair.number]
        while pending:
            owners = self._owners.get(pending.pop(), set()) - leading
            leading |= owners
            pending += owners
        return leading

    def _routes(self, target: Pair, leading: set[int], steps: Iterator[int]) -> Iterator[Route]:
        pending: list[tuple[Pair, Route, frozenset[int]]] = [(self._root, (), frozenset())]
        while pending:
            pair, route, entered = pending.pop()
            if pair is target:
                yield route
                continue
            if next(steps, None) is None:
                return
            entered |= {pair.number}
            pending += [
                (edge.pair, (*route, edge.notation), entered)
                for edge in reversed(pair.edges)
                if edge.pair.number in leading and edge.pair.number not in entered
            ]


def _place(route: Route) -> Place:
    if route and route[-1] == KEYS:
        return Place(route[:-1], joined((*route[:-1], "{}")), is_key=True)
    return Place(route, joined(route))


def joined(route: Route) -> str:
    """A route as a path."""
    return "".join(route).removeprefix(".")
