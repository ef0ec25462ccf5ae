"""The syntax tree of a pattern, and the error for a pattern that can't be translated.

The tree describes a language, not a way to search: it has no groups, no laziness and no capturing, and a character
class is a set of characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shapeproof.capture.patterns import character_sets as sets

__all__ = [
    "Alternation",
    "Anchor",
    "Characters",
    "Direction",
    "Lookaround",
    "Node",
    "Repeat",
    "Sequence",
    "Untranslatable",
]

Direction = Literal["ahead", "behind"]


@dataclass(frozen=True, slots=True)
class Characters:
    """One character of a set."""

    members: sets.CharacterSet


@dataclass(frozen=True, slots=True)
class Sequence:
    """Its items one after another; an empty sequence is the empty string."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Alternation:
    """One of its options."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """`item`, from `minimum` to `maximum` times; None means without limit."""

    item: Node
    minimum: int
    maximum: int | None


@dataclass(frozen=True, slots=True)
class Anchor:
    """The start or the end of the string."""

    side: Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class Lookaround:
    """A negative lookahead (`(?!…)`) or lookbehind (`(?<!…)`) for one character: the neighbour isn't in `excluded`."""

    direction: Direction
    excluded: sets.CharacterSet


Node = Characters | Sequence | Alternation | Repeat | Anchor | Lookaround


class Untranslatable(Exception):
    """A pattern, or a part of one, that has no equivalent in all engines.

    Attributes:
        reason: the construct that has none, as a phrase in English (`a backreference`).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
