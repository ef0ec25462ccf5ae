"""What a composer needs to know of a schema: for each place, its dials and what it holds. Made once for a strategy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from shapeproof.fuzz.core.choices import ABSENT, Choice, ChoiceGroup

__all__ = [
    "Body",
    "CollectionBody",
    "ConstantBody",
    "ListBody",
    "MapBody",
    "Node",
    "ScalarBody",
    "StructureBody",
    "UnionBody",
]

_SMALL: Final = 16
"""So many dials at most are worth more on another's panel than in a draw of their own. In a draw of its own a place is
dropped at once when the shrinker can do without it; on a panel byte by byte.
"""


class Node:
    """One place of a contract: whether it is there or how many it holds (`head`), and what it is (`body`).

    `head` is None for a structure or scalar that is always there. `is_optional` says that the contract and the pins would
    do without it, even where `head` doesn't offer that. `scope` names the structure whose member it is, and
    `member` that member, for coverage. A small place has no draw of its own: its dials are on the panel of the structure
    that it stands in. A structure contains itself by way of places that share one body.
    """

    __slots__ = ("_panel", "body", "can_be_absent", "head", "is_optional", "is_small", "member", "scope")

    def __init__(self, scope: str, member: str, head: Choice | None, body: Body, *, is_optional: bool = False) -> None:
        self.scope = scope
        self.member = member
        self.head = head
        self.body = body
        self.is_optional = is_optional
        self.can_be_absent = head is not None and ABSENT in head.table
        inner = [dial for part in body.places if part.is_small for dial in part.panel.dials]
        # What a list holds is drawn for each item; a structure that contains itself isn't complete yet.
        holds_draws = bool(body.places) if not isinstance(body, StructureBody) else not all(map(_is_small, body.places))
        nests = isinstance(body, StructureBody) and body.is_recursive
        is_drawn = holds_draws or nests or isinstance(body, UnionBody | ConstantBody)
        self.is_small: bool = not is_drawn and (head is not None) + len(body.dials) + len(inner) <= _SMALL
        self._panel: ChoiceGroup | None = None

    @property
    def panel(self) -> ChoiceGroup:
        """The dials that one draw turns: the head, the body's own, those of small places."""
        if self._panel is None:  # joined on first use: a body that contains itself is not complete before
            dials = [] if self.head is None else [self.head]
            dials += self.body.dials
            if isinstance(self.body, StructureBody):
                for place in self.body.places:
                    dials += place.panel.dials if place.is_small else ()
            self._panel = ChoiceGroup(dials)
        return self._panel


def _is_small(place: Node) -> bool:
    return place.is_small


class StructureBody:
    """A structure: a dial for each scalar member (`members` names them), a place for each other one.

    `order` is the order of all members in the schema.
    """

    __slots__ = ("dials", "is_recursive", "members", "name", "order", "places")

    def __init__(self, name: str, *, is_recursive: bool) -> None:
        self.name = name
        self.is_recursive = is_recursive
        self.dials: tuple[Choice, ...] = ()
        self.members: tuple[str, ...] = ()
        self.places: tuple[Node, ...] = ()
        self.order: tuple[str, ...] = ()


class UnionBody:
    """A structure that holds exactly one member. `shallowest` is the place to take where nesting has to end."""

    __slots__ = ("dials", "is_recursive", "name", "places", "shallowest")

    def __init__(self, name: str, *, is_recursive: bool) -> None:
        self.name = name
        self.is_recursive = is_recursive
        self.dials: tuple[Choice, ...] = ()
        self.places: tuple[Node, ...] = ()
        self.shallowest = 0


@dataclass(slots=True, eq=False)
class CollectionBody:
    """What holds several: scalars, whose first few have a dial each, or what stands at `place`; at least `least`."""

    dials: Sequence[Choice]
    place: Node | None
    least: int

    @property
    def places(self) -> tuple[Node, ...]:
        """The place of each item, if it has one."""
        return () if self.place is None else (self.place,)


@dataclass(slots=True, eq=False)
class ListBody(CollectionBody):
    """A list."""


@dataclass(slots=True, eq=False)
class MapBody(CollectionBody):
    """A map, with keys taken from `keys`, beginning where the first dial says."""

    keys: Sequence[str]


@dataclass(slots=True, eq=False)
class ScalarBody:
    """A value that one dial decides, where it isn't a structure's own."""

    dials: Sequence[Choice]
    places: tuple[Node, ...] = ()


@dataclass(slots=True, eq=False)
class ConstantBody:
    """What somebody pinned: a value to be copied, or a strategy to be drawn from."""

    value: Any
    strategy: Any
    dials: Sequence[Choice] = ()
    places: tuple[Node, ...] = ()


Body = StructureBody | UnionBody | ListBody | MapBody | ScalarBody | ConstantBody
