"""Changes of a failing response that were tried, and what each led to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shapeproof.fuzz.campaign.edits import Edit

__all__ = ["ChangeEffect", "Effect", "TriedChange"]

ChangeEffect = Literal["passes", "gets further", "fails differently", "fails alike"]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change leads to.

    Attributes:
        kind: the effect. A program gets further if this failure is gone, and the next one is at another place.
        message: what the program printed if it still fails.
        location: where it fails then, if it said so.
    """

    kind: ChangeEffect
    message: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True)
class TriedChange:
    """A change, made of one edit or of several at once, and its effect."""

    edits: tuple[Edit, ...]
    effect: Effect

    @property
    def first(self) -> Edit:
        """The first edit, mostly the only one."""
        return self.edits[0]
