"""A contract as a page of reference: frozen values in the order in which they are read, for any format to render.

A place's anchor is its path as a pointer, `[]` for an item of a list and `{}` for a value of a map:
`/TrainingJobDefinitions/[]/RoleArn`. Places of requests and errors start with `request:` and `error:`.
"""

from __future__ import annotations

from dataclasses import dataclass

from shapeproof.contract import Contract
from shapeproof.markup.type_words import Word

__all__ = ["EnumSection", "EnumValue", "Example", "Member", "Page", "Pattern", "StructureSection", "Tree"]


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a text must match: `says` introduces it, `matches` or `keys match`."""

    says: str
    text: str


@dataclass(frozen=True, slots=True)
class Member:
    """A member as a table has it. `limits` are its constraints in words, `patterns` those of texts, in full.

    `shape` is the AWS name of what is defined in place: nothing stands under it, but other documents speak of it;
    `wire` says how the member travels, where that isn't under its name in the body.
    """

    name: str
    is_required: bool
    words: tuple[Word, ...]
    limits: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    notes: tuple[str, ...]
    description: str
    shape: str = ""
    wire: str = ""


@dataclass(frozen=True, slots=True)
class StructureSection:
    """A structure: `uses` are the anchors of the places where it stands."""

    name: str
    description: str
    is_union: bool
    members: tuple[Member, ...]
    uses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EnumValue:
    """A value of an enum, or an error's code."""

    text: str
    description: str


@dataclass(frozen=True, slots=True)
class EnumSection:
    """An enum: `uses` are the anchors of the places where it stands."""

    name: str
    description: str
    values: tuple[EnumValue, ...]
    uses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """A place and what lies below it; `told_before` where that is unfolded elsewhere already."""

    anchor: str
    member: Member
    below: tuple[Tree, ...] = ()
    values: tuple[EnumValue, ...] = ()
    told_before: str = ""

    @property
    def is_held(self) -> bool:
        """Whether the place is an item of a list or a value of a map, so that it has no name of its own."""
        return self.anchor.endswith(("/[]", "/{}"))


@dataclass(frozen=True, slots=True)
class Example:
    """A response that satisfies the contract, as JSON text, and what it shows."""

    text: str
    caption: str


@dataclass(frozen=True, slots=True)
class Page:
    """All that a page tells of a contract."""

    contract: Contract
    description: str
    request: Tree
    response: Tree
    error: Tree
    structures: tuple[StructureSection, ...]
    enums: tuple[EnumSection, ...]
    codes: tuple[EnumValue, ...]
    rules: tuple[EnumValue, ...]
    example: Example | None
