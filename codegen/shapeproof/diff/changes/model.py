"""A change between two editions of a contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shapeproof.contract import Part
from shapeproof.contract.routes import Route
from shapeproof.diff.catalog import ChangeCode

__all__ = ["Change", "Place"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a change reaches.

    Attributes:
        route: the steps to the value whose schema has the change, in both editions.
        path: the path to show: of that value, or of the member of it that the change is about.
        is_key: whether the change is about the keys of the map at the end of the route.
    """

    route: Route
    path: str
    is_key: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one shape, with all the places that it reaches.

    Attributes:
        code: its code.
        part: the part of the contract.
        old_shape: the name of the shape in the old edition; "" for one without a name.
        new_shape: its name in the new edition.
        member: the member of the shape that it is about; the id of a rule, the name of a scenario; "" if none.
        keyword: the JSON Schema keyword that changed.
        old: what the keyword was, as JSON; None where there was none.
        new: what it is.
        places: the places, the first ones of the schema's order if there are many; empty for a scenario.
        place_count: their number.
        has_more_places: whether there are more than were counted.
    """

    code: ChangeCode
    part: Part
    old_shape: str
    new_shape: str
    member: str
    keyword: str
    old: Any
    new: Any
    places: tuple[Place, ...] = ()
    place_count: int = 0
    has_more_places: bool = False

    @property
    def shape(self) -> str:
        """The name of the shape, as it is now if it has one."""
        return self.new_shape or self.old_shape

    @property
    def path(self) -> str:
        """The first place."""
        return self.places[0].path if self.places else ""
