"""Places in a response under repair, and a trail of the changes, so that each can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from shapeproof.contract import Pointer, Schema, child, child_node, resolve

__all__ = ["NOTHING", "Place", "Trail", "place_at", "root_place"]


class _Nothing:
    """Stands for a value that isn't there."""


NOTHING = _Nothing()


@dataclass(slots=True, eq=False)  # not frozen: then, making one takes three times as long
class Place:
    """A place in a response: a member, an entry or an item that is there, or may be.

    Attributes:
        owner: the object or list that contains it, as it is in the response; a change there is a change of the response.
        key: its key there.
        node: its schema, not resolved; None for what the contract doesn't know.
        shape: the resolved schema of the owner; None for what the contract doesn't know.
        above: the place of the owner; None for the whole response.
        is_frozen: whether it belongs to a response that may not change.
    """

    owner: Any
    key: str | int
    node: Schema | None
    shape: Schema | None
    above: Place | None = None
    is_frozen: bool = False

    @property
    def path(self) -> str:
        """Its path in the contract."""
        if self.above is None:
            return ""
        notation = (
            f".{self.key}" if self.shape is None and isinstance(self.key, str) else child(self.shape or {}, self.key)[1]
        )
        return (self.above.path + notation).removeprefix(".")

    @property
    def value(self) -> Any:
        """The value there, or NOTHING."""
        try:
            return self.owner[self.key]
        except (KeyError, IndexError):
            return NOTHING

    @property
    def exists(self) -> bool:
        """Whether there is a value."""
        return self.value is not NOTHING

    @property
    def sibling_count(self) -> int:
        """How many members, entries or items the owner has."""
        return len(cast("list[object]", self.owner))

    @property
    def is_optional(self) -> bool:
        """Whether the schema allows its absence, for a member of a structure."""
        return self.shape is not None and self.key not in self.shape.get("required", ())

    def below(self, root: Schema, key: str | int) -> Place:
        """The place of a member, an entry or an item of the value here, which must be an object or a list."""
        if self.node is None:
            return Place(self.value, key, None, None, self, self.is_frozen)
        shape = resolve(root, self.node)
        return Place(self.value, key, child_node(shape, key), shape, self, self.is_frozen)

    def items(self, root: Schema) -> list[Place]:
        """The places of the items of a list, or of the values of an object."""
        value, frozen = self.value, self.is_frozen
        keys: list[Any] = list(range(len(cast("list[object]", value)))) if isinstance(value, list) else list(value)
        if self.node is None:
            return [Place(value, key, None, None, self, frozen) for key in keys]
        shape = resolve(root, self.node)
        return [Place(value, key, child_node(shape, key), shape, self, frozen) for key in keys]


def root_place(root: Schema, response: Any, *, is_frozen: bool = False) -> Place:
    """The place of a whole response."""
    return Place({"": response}, "", root, None, None, is_frozen)


def place_at(root: Schema, place: Place, pointer: Pointer) -> Place | None:
    """The place that a pointer leads to; None if the response has no such place."""
    for key in pointer:
        value = place.value
        if not isinstance(value, dict | list):
            return None
        place = place.below(root, key)
    return place if place.exists else None


@dataclass(slots=True)
class _Change:
    place: Place
    before: Any


class Trail:
    """The changes of a response, in their order."""

    def __init__(self) -> None:
        self._changes: list[_Change] = []

    @property
    def mark(self) -> int:
        """What `undo` goes back to."""
        return len(self._changes)

    @property
    def places(self) -> Iterator[Place]:
        """The places that were changed."""
        return (change.place for change in self._changes)

    def put(self, place: Place, value: Any) -> None:
        """Put a value at a place: a new one, or in place of that there."""
        owner = self._keep(place)
        if isinstance(owner, list) and place.key == place.sibling_count:
            cast("list[object]", owner).append(value)
        else:
            cast("dict[str | int, object]", owner)[place.key] = value  # or a list, and the key is an index

    def drop(self, place: Place) -> None:
        """Take the value at a place away."""
        del self._keep(place)[place.key]

    def undo(self, mark: int) -> None:
        """Undo all changes after a mark."""
        while len(self._changes) > mark:
            change = self._changes.pop()
            owner = change.place.owner
            owner.clear()
            if isinstance(owner, list):
                cast("list[object]", owner).extend(change.before)
            else:
                cast("dict[str, object]", owner).update(change.before)

    def _keep(self, place: Place) -> Any:
        owner = place.owner
        self._changes.append(_Change(place, owner.copy()))
        return owner
