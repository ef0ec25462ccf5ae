"""A timeline as a picture: a bar for each member or value, over the time in which it was there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from shapeproof.contract.timeline import Lifetime, Timeline, Transition

__all__ = ["LIMITS", "Bar", "Picture", "PictureRow", "picture_of", "timeline_words"]

LIMITS: Final = (
    "Two releases that are alike are taken to have none between them that differs: what came and went again there is not "
    "found."
)
"""What the search for changes can miss."""
_NARROWEST: Final = 0.4
"""No bar is so narrow that it can't be seen."""
_MOST_YEARS: Final = 20
"""Of more, not each has a line."""


class Bar(NamedTuple):
    """A rectangle of the picture: where it begins, and how wide it is, in percent of the whole width."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A lifetime in the picture, and in the table around it.

    Attributes:
        lifetime: the member or the values.
        came: when it came, in words; empty if it was there from the start.
        went: when it went; empty if it is still there.
        bar: the time in which it is known to have been there.
        vague: the times in which it may have come or gone.
    """

    lifetime: Lifetime
    came: str
    went: str
    bar: Bar
    vague: tuple[Bar, ...]

    @property
    def words(self) -> str:
        """What the bar shows."""
        parts = (f"came {self.came}" if self.came else "there from the start", f"went {self.went}" if self.went else "")
        return ", ".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a timeline.

    Attributes:
        timeline: what it shows.
        years: the first day of each year, as a position in percent.
        marked: the time that the page is about; None if it isn't about any.
        rows: the lifetimes.
    """

    timeline: Timeline
    years: tuple[tuple[int, float], ...]
    marked: Bar | None
    rows: tuple[PictureRow, ...]

    @property
    def is_exact(self) -> bool:
        """Whether each transition is from one release to the next."""
        return not any(row.vague for row in self.rows)


def picture_of(timeline: Timeline, marked: tuple[date, date] | None = None) -> Picture:
    """Draw a timeline.

    Args:
        timeline: what is drawn.
        marked: the first and the last day of a time that is marked, as far as it is within the timeline.
    """
    axis = _Axis(timeline.first.day, timeline.last.day)
    return Picture(timeline, axis.years(), axis.within(marked), tuple(_row(axis, each) for each in timeline.lifetimes))


def timeline_words(timeline: Timeline) -> str:
    """What a timeline is of, and what it can miss, to come after `botocore`."""
    looked_at = f"{timeline.looked_at:,} of {timeline.release_count:,} releases were looked at"
    return f"{timeline.first} to {timeline.last}; {looked_at}. {LIMITS}"


def _words(transition: Transition | None) -> str:
    """When something came or went: `1.29.141 (2023-05-25)`, or the releases that it is between."""
    if transition is None:
        return ""
    if not transition.skipped:
        return str(transition.after)
    return f"between {transition.before} and {transition.after}"


def _row(axis: _Axis, lifetime: Lifetime) -> PictureRow:
    came, went = lifetime.came, lifetime.went
    return PictureRow(
        lifetime,
        _words(came),
        _words(went),
        axis.bar(came.after.day if came else axis.first, went.before.day if went else axis.last),
        tuple(axis.bar(each.before.day, each.after.day) for each in (came, went) if each and each.skipped),
    )


class _Axis:
    """The time from one day to another one, as horizontal positions."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self._days = max((last - first).days, 1)

    def bar(self, start: date, end: date) -> Bar:
        """The bar from one day to another one."""
        width = max(round(self._at(end) - self._at(start), 2), _NARROWEST)
        return Bar(min(self._at(start), round(100 - width, 2)), width)

    def within(self, days: tuple[date, date] | None) -> Bar | None:
        """The bar of a time, as far as it is on the axis; None if it isn't."""
        if days is None or days[1] < self.first or self.last < days[0]:
            return None
        return self.bar(max(days[0], self.first), min(days[1], self.last))

    def years(self) -> tuple[tuple[int, float], ...]:
        """The first day of each year, with its position."""
        years = range(self.first.year + 1, self.last.year + 1)
        return tuple((year, self._at(date(year, 1, 1))) for year in years[:: len(years) // _MOST_YEARS + 1])

    def _at(self, day: date) -> float:
        return round((day - self.first).days / self._days * 100, 2)
