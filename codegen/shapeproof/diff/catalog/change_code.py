"""The definition of a change code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from shapeproof.contract import Part

__all__ = ["CHANGE_CLASSES", "READERS", "ChangeClass", "ChangeCode", "Reader", "at_least_as_bad"]

Reader = Literal["closed", "open"]
READERS: Final[tuple[Reader, ...]] = ("closed", "open")
"""A closed reader refuses members that it doesn't know; an open one ignores them."""

ChangeClass = Literal["breaking", "risky", "undecided", "harmless"]
CHANGE_CLASSES: Final[tuple[ChangeClass, ...]] = ("breaking", "risky", "undecided", "harmless")
"""In the order in which reports list them, the worst first."""


def at_least_as_bad(change_class: ChangeClass) -> tuple[ChangeClass, ...]:
    """A class, and those that are worse."""
    return CHANGE_CLASSES[: CHANGE_CLASSES.index(change_class) + 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCode:
    """A kind of change between two editions of a contract.

    Attributes:
        number: `SP601`. It is stable: never given another meaning, nor used again once the code is retired.
        name: the name of the rule in SARIF, in PascalCase.
        title: the change in a few words, in lower case, without a period.
        closed: its class for a closed reader of responses.
        open: its class for an open reader of responses.
        request: its class for whoever writes requests.
        why: why it has these classes.
        hint: what to do about it, in one or two sentences.
        old: an example: a schema, or what else it is about, before the change.
        new: the example after the change.
        mirror: the number of the code of the reverse change; its own where that is of the same kind.
        has_witness: whether a breaking or risky change of this kind is only claimed with a response that shows it.
    """

    number: str
    name: str
    title: str
    closed: ChangeClass
    open: ChangeClass
    request: ChangeClass
    why: str
    hint: str
    old: str
    new: str
    mirror: str
    has_witness: bool = True

    def __str__(self) -> str:
        return self.number

    def class_for(self, part: Part, reader: Reader) -> ChangeClass:
        """Its class, given a witness if it needs one.

        Args:
            part: the part of the contract that changed. Errors are read as responses are.
            reader: who reads responses and errors.
        """
        if part == "request":
            return self.request
        return self.closed if reader == "closed" else self.open
