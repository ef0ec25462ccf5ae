"""A history as a page: a picture of when each member and value came and went, and the steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from shapeproof.diff.history.lifelines import Lifeline, lifelines
from shapeproof.diff.history.search import Step
from shapeproof.markup.html_page import html_templates, page_parts
from shapeproof.report.diff.wording import change_line
from shapeproof.report.history.model import LIMITS, HistoryReport, counts_line, step_line

__all__ = ["history_html"]

_SHOWN_VALUES: Final = 3
_NARROWEST: Final = 0.4
"""No bar is so narrow that it can't be seen."""


class _Bar(NamedTuple):
    """A rectangle of the picture: where it begins, and how wide it is, in percent of the whole width."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class _Row:
    """A lifeline on the page.

    Attributes:
        name: the path, or the values with the path of their enum.
        when: when it came and went, in words.
        bar: the time in which it is known to have been there.
        vague: the times in which it may have come or gone.
        is_value: whether it is about values of an enum.
    """

    name: str
    when: str
    bar: _Bar
    vague: tuple[_Bar, ...]
    is_value: bool


def history_html(report: HistoryReport) -> str:
    """The text of the page. Raises MissingExtraError."""
    environment = html_templates("report", "history", "the HTML report", extra="html")
    parts = page_parts(environment, styles=("page.css", "history.css"), scripts=("theme.js",))
    axis = _Axis(report)
    return environment.get_template("history.html.jinja").render(
        parts=parts,
        report=report,
        history=report.history,
        counts=counts_line(report),
        limits=LIMITS,
        years=axis.years(),
        rows=[_row(report, axis, lifeline) for lifeline in lifelines(report.history.steps)],
        steps=[
            (step_line(report, step), step, [change_line(change) for change in step.changes])
            for step in report.history.steps
        ],
    )


class _Axis:
    """The time from the first release to the last, as horizontal positions."""

    def __init__(self, report: HistoryReport) -> None:
        self._dates = report.dates
        self.first, self.last = report.history.first, report.history.last
        self._start = report.dates[self.first]
        self._days = max((report.dates[self.last] - self._start).days, 1)

    def at(self, version: str) -> float:
        """The position of a release."""
        return self._position(self._dates[version])

    def _position(self, day: date) -> float:
        return round((day - self._start).days / self._days * 100, 2)

    def bar(self, start: str, end: str) -> _Bar:
        """The bar from one release to another one."""
        width = max(round(self.at(end) - self.at(start), 2), _NARROWEST)
        return _Bar(min(self.at(start), 100 - width), width)

    def years(self) -> list[tuple[int, float]]:
        """The first day of each year in the range, with its position."""
        first, last = self._start.year + 1, self._dates[self.last].year
        return [(year, self._position(date(year, 1, 1))) for year in range(first, last + 1)]


def _row(report: HistoryReport, axis: _Axis, lifeline: Lifeline) -> _Row:
    came, went = lifeline.came, lifeline.went
    values = ", ".join(lifeline.values[:_SHOWN_VALUES])
    if len(lifeline.values) > _SHOWN_VALUES:
        values += f" and {len(lifeline.values) - _SHOWN_VALUES} more"
    words = [f"{verb} {_when(report, step)}" for verb, step in (("came", came), ("went", went)) if step]
    return _Row(
        f"{lifeline.path}: {values}" if values else lifeline.path,
        ", ".join(words),
        axis.bar(came.version if came else axis.first, went.after if went else axis.last),
        tuple(axis.bar(step.after, step.version) for step in (came, went) if step and step.skipped),
        bool(values),
    )


def _when(report: HistoryReport, step: Step) -> str:
    version = report.dated(step.version)
    return f"between {report.dated(step.after)} and {version}" if step.skipped else f"in {version}"
