"""A reference page as frozen values, in reading order, for any format to render.

The anchor of a path is the path as a pointer, with `[]` for the items of a list and `{}` for the values of a map:
`/TrainingJobDefinitions/[]/RoleArn`. Anchors in the request and the error start with `request:` and `error:`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shapeproof.contract import Contract
from shapeproof.markup.timeline_picture import Picture
from shapeproof.markup.type_words import Word

__all__ = [
    "EnumSection",
    "EnumValue",
    "Example",
    "Member",
    "Page",
    "PageHistory",
    "PageRule",
    "PathTree",
    "Pattern",
    "StructureSection",
]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that strings must match; `label` introduces it: `matches` or `keys match`."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a structure, as a row of a table shows it.

    Attributes:
        name: the API name; `each item` or `each value` for an element of a list or map.
        is_required: whether the structure requires it.
        type_words: its type in words.
        constraints: its constraints in words, without patterns.
        patterns: the patterns that it, its keys or its elements must match, in full.
        notes: notes such as `deprecated`.
        description: its description, as plain text with `code` in backticks.
        shape: the AWS name of its type, if that isn't a structure or enum; other documents may mention it.
        wire: how it is sent, if that isn't under its name in the body.
        rules: the ids of the rules that are about it.
    """

    name: str
    is_required: bool
    type_words: tuple[Word, ...]
    constraints: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    notes: tuple[str, ...]
    description: str
    shape: str = ""
    wire: str = ""
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageRule:
    """A rule of a structure.

    Attributes:
        id: its id.
        message: what is wrong where it is broken.
        expression: what holds.
        when: the expression that says when there is anything to promise; empty if there always is.
        severity: how severe a broken rule is in the strict view.
        source: where the promise is written.
        members: the paths of the members that it is about, from the structure.
    """

    id: str
    message: str
    expression: str
    when: str
    severity: str
    source: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StructureSection:
    """A structure, with its rules; `uses` are the anchors of the paths at which it is used."""

    name: str
    description: str
    is_union: bool
    members: tuple[Member, ...]
    uses: tuple[str, ...]
    rules: tuple[PageRule, ...] = ()


@dataclass(frozen=True, slots=True)
class EnumValue:
    """A value of an enum, or an error code."""

    value: str
    description: str


@dataclass(frozen=True, slots=True)
class EnumSection:
    """An enum; `uses` are the anchors of the paths at which it is used."""

    name: str
    description: str
    values: tuple[EnumValue, ...]
    uses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PathTree:
    """A path of a contract and the paths below it.

    Attributes:
        anchor: the anchor of the path.
        member: the member or element at the path.
        children: the paths of its members or elements.
        values: the values of an enum.
        described_as: the structure whose members are described elsewhere on the page, so that there are no children.
    """

    anchor: str
    member: Member
    children: tuple[PathTree, ...] = ()
    values: tuple[EnumValue, ...] = ()
    described_as: str = ""

    @property
    def is_element(self) -> bool:
        """Whether the path is of the items of a list or the values of a map, so that it has no name of its own."""
        return self.anchor.endswith(("/[]", "/{}"))

    @property
    def size(self) -> int:
        """How many paths the tree has, with its own."""
        return 1 + sum(child.size for child in self.children)


@dataclass(frozen=True, slots=True)
class Example:
    """A response that satisfies the contract, as JSON.

    Attributes:
        text: the JSON.
        caption: which members it has.
        has_streams: whether the operation returns streams, which are shown by what is in them.
    """

    text: str
    caption: str
    has_streams: bool = False


@dataclass(frozen=True, slots=True)
class PageHistory:
    """What came and went in the responses of the operation.

    Attributes:
        picture: the picture, and its facts.
        facts: what it is a picture of, in a sentence.
        links: the anchors of the paths that are on the page.
        marked: what the picture marks; empty if it marks nothing.
    """

    picture: Picture
    facts: str
    links: Mapping[str, str]
    marked: str


@dataclass(frozen=True, slots=True)
class Page:
    """The content of a reference page; `lead` and `introduction` are the description of the operation, the start and the rest.

    `releases` says which releases of botocore have the same contract; it is empty if no other one is known to. `history` is
    None where no history is committed.
    """

    contract: Contract
    lead: str
    introduction: str
    request: PathTree
    response: PathTree
    error: PathTree
    structures: tuple[StructureSection, ...]
    enums: tuple[EnumSection, ...]
    codes: tuple[EnumValue, ...]
    example: Example | None
    releases: str = ""
    history: PageHistory | None = None
