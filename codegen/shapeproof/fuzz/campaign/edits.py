"""Edits: the single changes of a response that are worth a try, of what it has and of what it lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from shapeproof.contract import Pointer, Schema, Visit, is_stream, is_union, value_at, walk
from shapeproof.fuzz.campaign.representative_values import RepresentativeValues
from shapeproof.fuzz.core.choices import ABSENT
from shapeproof.sample.mutation import replaced

__all__ = ["Edit", "edited", "edits", "without"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a response.

    Attributes:
        pointer: where.
        before: the value there; ABSENT for a new member.
        after: the value to try; ABSENT for a removal.
        turn: the first values for a place have turn 0, the others are tried after those of all places.
        is_unknown: whether it is a member that the contract doesn't know.
    """

    pointer: Pointer
    before: Any
    after: Any
    turn: int = 0
    is_unknown: bool = False

    @property
    def is_addition(self) -> bool:
        """Whether it adds a member."""
        return self.before is ABSENT

    @property
    def is_removal(self) -> bool:
        """Whether it removes a member, an item or an entry."""
        return self.after is ABSENT

    @property
    def is_filling(self) -> bool:
        """Whether it adds a member, or puts something into what is empty."""
        return self.is_addition or self.before in ({}, [])


def edited(response: Any, changes: Sequence[Edit]) -> Any:
    """A copy of a response with changes made one after the other; all other parts are shared."""
    for change in changes:
        *owner, key = change.pointer or ("",)
        if change.is_removal:
            response = without(response, tuple(owner), [key])
        else:
            response = replaced(response, change.pointer, change.after)
    return response


def without(response: Any, owner: Pointer, keys: Sequence[str | int]) -> Any:
    """A copy of a response without these members, entries or items of the value at `owner`."""
    value, dropped = value_at(response, owner), set(keys)
    if isinstance(value, list):
        items = cast("list[object]", value)
        return replaced(response, owner, [item for index, item in enumerate(items) if index not in dropped])
    return replaced(response, owner, {key: inner for key, inner in value.items() if key not in dropped})


def edits(root: Schema, response: Any, values: RepresentativeValues) -> Iterator[Edit]:
    """The single changes of a response, in its order. They may break the schema where bounds and unions forbid them.

    Args:
        root: the schema of the response.
        response: the response, in `cli`.
        values: what is tried at a place.
    """
    required: set[Pointer] = set()
    structures: set[Pointer] = set()
    for visit in walk(root, response):
        pointer, shape = visit.pointer, visit.shape
        if pointer and pointer not in required:
            # The contents of a document have no schema either.
            is_unknown = visit.node is None and pointer[:-1] in structures
            yield Edit(pointer, visit.value, ABSENT, is_unknown=is_unknown)
        if shape is None:
            continue
        yield from _other_values(visit, values)
        value = visit.value
        if "properties" in shape and isinstance(value, dict):
            members = cast("dict[str, Any]", value)
            structures.add(pointer)
            required |= {(*pointer, member) for member in shape.get("required", ())}
            if is_union(shape):
                continue
            for member, node in shape["properties"].items():
                if member not in members and not is_stream(node):
                    for turn, value in enumerate(values.of(node)):
                        yield Edit((*pointer, member), ABSENT, value, turn=turn)


def _other_values(visit: Visit, values: RepresentativeValues) -> Iterator[Edit]:
    """Other values in place of one that is there; of a structure only another member of a union, or what null stands for."""
    node, shape, value = visit.node, visit.shape, visit.value
    if node is None or shape is None or ("properties" in shape and not is_union(shape) and value is not None):
        return
    others = [other for other in values.of(node) if repr(other) != repr(value)]
    if is_union(shape) and isinstance(value, dict):
        members = cast("dict[str, Any]", value).keys()
        others = [other for other in others if other.keys() != members]
    for turn, other in enumerate(others):
        yield Edit(visit.pointer, value, other, turn=turn)
