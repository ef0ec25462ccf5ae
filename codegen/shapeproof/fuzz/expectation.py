"""How many places a response of a plan has on average: what it costs to draw."""

from __future__ import annotations

from shapeproof.fuzz.compose import DISTINCT, MOST_NESTED
from shapeproof.fuzz.dials import ABSENT
from shapeproof.fuzz.plan import Entries, Items, Place, Structure, Union

__all__ = ["expected_places"]


def expected_places(root: Place) -> float:
    """The mean number of places that composing a response visits, absent ones included."""
    known: dict[tuple[Place, int], float] = {}

    def of(place: Place, nested: int) -> float:
        key = (place, nested)
        if key not in known:
            known[key] = 0.0  # where nesting has to end anyway
            known[key] = 1.0 + inside(place, nested)
        return known[key]

    def inside(place: Place, nested: int) -> float:
        body = place.body
        if isinstance(body, Structure | Union) and body.is_recursive:
            nested += 1
            if nested > MOST_NESTED:
                return 0.0
        below = sum(of(inner, nested) for inner in body.places)
        if isinstance(body, Union):
            below /= max(len(body.places), 1)
        if place.head is None:
            return below
        table = place.head.table
        if isinstance(body, Items | Entries):
            return below * sum(min(size, DISTINCT) for size in table if size is not ABSENT) / len(table)
        return below * sum(setting is not ABSENT for setting in table) / len(table)

    return of(root, 0)
