"""A plan for composing responses: nodes with their choices and what they contain. Made once for a schema."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from shapeproof.fuzz.core.choices import ABSENT, Choice, ChoiceGroup
from shapeproof.fuzz.core.counts import Counts

__all__ = [
    "NULL_CLASS",
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

NULL_CLASS: Final = "null"
"""What coverage calls null where the contract allows it."""
_MAX_INLINE_CHOICES: Final = 16
"""A node with at most this many choices is cheaper in the group of its parent than in a draw of its own. The shrinker
drops a draw at once, but a group byte by byte."""


class Node:
    """One node of a plan. A recursive structure contains itself through nodes that share one body.

    Attributes:
        scope: the structure whose member it is, for coverage.
        member: the name of that member; `[]` or `{}` for an item.
        presence: whether it is present, or its size; None for a structure or scalar that is always present.
        body: what it is.
        can_be_null: the contract allows null in its place.
        is_optional: the contract and the pins allow its absence, even where `presence` doesn't offer that.
        is_inline: it has no draw of its own: its choices are in the group of the structure that contains it.
    """

    __slots__ = (
        "_choice_group",
        "body",
        "can_be_absent",
        "can_be_null",
        "is_inline",
        "is_optional",
        "member",
        "presence",
        "scope",
    )

    def __init__(
        self, scope: str, member: str, presence: Choice | None, body: Body, *, is_optional: bool = False
    ) -> None:
        self.scope = scope
        self.member = member
        self.presence = presence
        self.body = body
        self.is_optional = is_optional
        self.can_be_absent = presence is not None and ABSENT in presence.table
        classes = () if presence is None else presence.coverage_classes
        self.can_be_null = any(coverage_class.name == NULL_CLASS for coverage_class in classes)
        inlined = [choice for child in body.children if child.is_inline for choice in child.choice_group.choices]
        # Items of a list are drawn one by one; a recursive structure isn't complete yet.
        if isinstance(body, StructureBody):
            contains_draws = not all(child.is_inline for child in body.children)
        else:
            contains_draws = bool(body.children)
        is_recursive = isinstance(body, StructureBody) and body.is_recursive
        is_drawn = contains_draws or is_recursive or isinstance(body, UnionBody | ConstantBody)
        self.is_inline: bool = (
            not is_drawn and (presence is not None) + len(body.choices) + len(inlined) <= _MAX_INLINE_CHOICES
        )
        self._choice_group: ChoiceGroup | None = None

    @property
    def choice_group(self) -> ChoiceGroup:
        """The choices made with one draw: presence, the body's own, those of inline children."""
        if self._choice_group is None:  # joined on first use: before, a recursive body is not complete
            choices = [] if self.presence is None else [self.presence]
            choices += self.body.choices
            if isinstance(self.body, StructureBody):
                for child in self.body.children:
                    choices += child.choice_group.choices if child.is_inline else ()
            self._choice_group = ChoiceGroup(choices)
        return self._choice_group


class StructureBody:
    """A structure: a choice for each scalar member (`members` has their names), a node for each other member.

    `order` is the order of all members in the schema, `counts` has those that count the items of others. `exclusions` has
    optional members that are absent beside others, each with the values of these beside which it may be there.
    """

    __slots__ = ("children", "choices", "counts", "exclusions", "is_recursive", "members", "name", "order")

    def __init__(self, name: str, *, is_recursive: bool) -> None:
        self.name = name
        self.is_recursive = is_recursive
        self.choices: tuple[Choice, ...] = ()
        self.members: tuple[str, ...] = ()
        self.children: tuple[Node, ...] = ()
        self.order: tuple[str, ...] = ()
        self.counts: Counts = {}
        self.exclusions: Mapping[str, Mapping[str, Collection[str]]] = {}


class UnionBody:
    """A structure with exactly one member. `shallowest` is the index of the child to take where nesting must stop."""

    __slots__ = ("children", "choices", "is_recursive", "name", "shallowest")

    def __init__(self, name: str, *, is_recursive: bool) -> None:
        self.name = name
        self.is_recursive = is_recursive
        self.choices: tuple[Choice, ...] = ()
        self.children: tuple[Node, ...] = ()
        self.shallowest = 0


@dataclass(slots=True, eq=False)
class CollectionBody:
    """A list or map of at least `min_size` items: scalars, the first few with a choice each, or nodes like `item`."""

    choices: Sequence[Choice]
    item: Node | None
    min_size: int

    @property
    def children(self) -> tuple[Node, ...]:
        """The node of the items, if they have one."""
        return () if self.item is None else (self.item,)


@dataclass(slots=True, eq=False)
class ListBody(CollectionBody):
    """A list."""


@dataclass(slots=True, eq=False)
class MapBody(CollectionBody):
    """A map. Its keys are consecutive ones of `keys`, from the index that the first choice selects."""

    keys: Sequence[str]


@dataclass(slots=True, eq=False)
class ScalarBody:
    """A scalar that isn't a member of a structure: one choice."""

    choices: Sequence[Choice]
    children: tuple[Node, ...] = ()


@dataclass(slots=True, eq=False)
class ConstantBody:
    """A pinned value: a value to copy, or a Hypothesis strategy to draw from."""

    value: Any
    strategy: Any
    choices: Sequence[Choice] = ()
    children: tuple[Node, ...] = ()


Body = StructureBody | UnionBody | ListBody | MapBody | ScalarBody | ConstantBody
