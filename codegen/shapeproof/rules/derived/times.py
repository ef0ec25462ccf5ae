"""Times in their order, by the names of members: created before modified, started before ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from shapeproof.contract import Schema
from shapeproof.rules.derived.name_words import words_of
from shapeproof.rules.rule import Rule

__all__ = ["time_rules"]

_FILLERS: Final = frozenset({"at", "date", "last", "latest", "on", "stamp", "time", "timestamp"})
_CREATED: Final = frozenset({"create", "created", "creation"})
_MODIFIED: Final = frozenset({"changed", "modification", "modified", "update", "updated"})
_STARTED: Final = frozenset({"begin", "start", "started"})
_ENDED: Final = frozenset({"complete", "completed", "completion", "end", "ended", "finished", "stopped"})
_DELETED: Final = frozenset({"delete", "deleted", "deletion"})


@dataclass(frozen=True, slots=True)
class _Order:
    """Two kinds of times, the earlier first, each by the words that say it; the other words of the names are the same.

    What is created and modified by one call may have two readings of the clock: Amazon Timestream says that its databases
    were modified six milliseconds before they were created. That is what the slack is for.
    """

    id: str
    earlier: frozenset[str]
    later: frozenset[str]
    message: str
    slack: str = ""


_ORDERS: Final = (
    _Order("TIME1", _CREATED, _MODIFIED, "was modified before it was created", " + duration('1s')"),
    _Order("TIME2", _STARTED, _ENDED, "ended before it started"),
    _Order("TIME3", _CREATED, _ENDED, "ended before it was created"),
    _Order("TIME4", _CREATED, _DELETED, "was deleted before it was created"),
    _Order("TIME5", frozenset({"first"}), frozenset({"last"}), "was first seen after it was last seen"),
    _Order("TIME6", frozenset({"before"}), frozenset({"after"}), "its validity ends before it starts"),
)
_EARLY: Final = "2024-05-06T07:00:00+00:00"
_LATE: Final = "2024-05-06T11:00:00+00:00"


def time_rules(structure: str, definition: Schema) -> Iterator[Rule]:
    """The orders of the times of a structure.

    Args:
        structure: its name.
        definition: its schema.
    """
    times = [name for name, node in definition["properties"].items() if node.get("format") == "date-time"]
    for order in _ORDERS:
        later: dict[frozenset[str], list[str]] = {}
        for name in times:
            if (subject := _subject(name, order.later, order.earlier, order)) is not None:
                later.setdefault(subject, []).append(name)
        for name in times:
            subject = _subject(name, order.earlier, order.later, order)
            for other in later.get(subject, ()) if subject is not None else ():
                yield _rule(structure, order, name, other)


def _subject(name: str, said: frozenset[str], unsaid: frozenset[str], order: _Order) -> frozenset[str] | None:
    """What the time of a name is about, if it has some of these words and none of those; otherwise None."""
    words = frozenset(words_of(name))
    fillers = _FILLERS - order.later
    return words - said - fillers if words & said and not words & unsaid else None


def _rule(structure: str, order: _Order, earlier: str, later: str) -> Rule:
    return Rule(
        id=order.id,
        structure=structure,
        rule=f"self.{earlier} <= self.{later}{order.slack}",
        when=f"has(self.{earlier}) && has(self.{later})",
        message=f"by {earlier} and {later}, {structure} {order.message}",
        message_expression=f"'{later} is ' + string(self.{later}) + ', and {earlier} is ' + string(self.{earlier})",
        at=(later, earlier),
        severity="warning",
        source="the names of the members",
        keeps={earlier: _EARLY, later: _LATE},
        breaks={earlier: _LATE, later: _EARLY},
    )
