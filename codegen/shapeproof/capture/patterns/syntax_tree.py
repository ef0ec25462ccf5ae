"""A pattern as a small tree, and the answer that a pattern has no such tree.

The tree holds a language, not a way to search: groups, laziness and capture are gone, a class is a set of characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shapeproof.capture.patterns import character_sets as sets

__all__ = ["Anchor", "Characters", "Choice", "Look", "Node", "Repeat", "Sequence", "Untranslatable"]


@dataclass(frozen=True, slots=True)
class Characters:
    """One character out of a set."""

    members: sets.CharacterSet


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after another; the empty sequence is the empty string."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """`item`, from `minimum` to `maximum` times; None is without end."""

    item: Node
    minimum: int
    maximum: int | None


@dataclass(frozen=True, slots=True)
class Anchor:
    """The start or the end of the text."""

    side: Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class Look:
    """A glance that consumes nothing: the next character (`(?!…)`), or the last one (`(?<!…)`), is none of a set."""

    side: Literal["ahead", "behind"]
    barred: sets.CharacterSet


Node = Characters | Sequence | Choice | Repeat | Anchor | Look


class Untranslatable(Exception):
    """A pattern, or a part of one, that has no counterpart on which all engines agree. `reason` says which."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
