"""A change with its class, and the witness of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from shapeproof.contract import Part
from shapeproof.contract.schema import RULES_KEYWORD
from shapeproof.diff.catalog import CHANGE_CLASSES, ChangeClass, Reader
from shapeproof.diff.changes.model import Change
from shapeproof.diff.witnesses.search import WitnessSearch
from shapeproof.diff.witnesses.witness import Witness

__all__ = ["Verdict", "class_order", "classified", "refusing_reader", "worst_first"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A change, its class for a reader, and what shows it.

    Attributes:
        change: the change.
        change_class: its class. What could be breaking or risky, but has no witness, is undecided.
        witness: a response that shows it; None for what is harmless, undecided, or needs none.
    """

    change: Change
    change_class: ChangeClass
    witness: Witness | None = None

    @property
    def code(self) -> str:
        """The number of the code, by which it is suppressed."""
        return self.change.code.number

    @property
    def rule(self) -> str:
        """The id of the rule that changed; "" if none did."""
        return self.change.member if self.change.keyword == RULES_KEYWORD else ""

    @property
    def path(self) -> str:
        """Its first place."""
        return self.change.path


def classified(changes: Iterable[Change], searches: Mapping[Part, WitnessSearch], reader: Reader) -> Iterator[Verdict]:
    """Yield the verdicts on changes.

    Args:
        changes: the changes.
        searches: what finds the witnesses of each part.
        reader: who reads responses and errors.
    """
    for change in changes:
        claimed = change.code.class_for(change.part, reader)
        search = searches[change.part]
        if claimed == "harmless" or search.is_proven_harmless(change):
            yield Verdict(change, "harmless")
            continue
        witness = search.witness(change, refusing_reader(reader, claimed))
        needs_none = change.part != "request" and not change.code.has_witness
        yield Verdict(change, claimed if witness or needs_none else "undecided", witness)


def refusing_reader(reader: Reader, change_class: ChangeClass) -> Reader:
    """Who must refuse the witness of a change: an open reader reads what is risky for it, and a closed one does not.

    Args:
        reader: who reads responses and errors.
        change_class: the class of the change for that reader.
    """
    return "open" if reader == "open" and change_class == "breaking" else "closed"


def worst_first(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts in the order of their classes, those of a class in the order that they had."""
    return sorted(verdicts, key=class_order)


def class_order(verdict: Verdict) -> int:
    """The place of a verdict's class among the classes, the worst first."""
    return CHANGE_CLASSES.index(verdict.change_class)
