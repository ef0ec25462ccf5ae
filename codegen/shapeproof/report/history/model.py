"""What a report about a history shows, and the words that its formats share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shapeproof.contract import Part
from shapeproof.contract.timeline import Lifetime, Release, Timeline, Transition
from shapeproof.diff.history.lifelines import lifelines
from shapeproof.diff.history.search import History, Step
from shapeproof.report.common.plurals import pluralize

__all__ = ["HistoryReport", "counts_line", "step_line", "timeline_of"]


@dataclass(frozen=True, slots=True)
class HistoryReport:
    """A history, and what belongs to it.

    Attributes:
        name: the name of the operation.
        part: the part of its contract.
        history: the history.
        dates: the day of each release that was looked at.
    """

    name: str
    part: Part
    history: History
    dates: Mapping[str, date]

    def dated(self, version: str) -> str:
        """A version with the day of its release: `1.29.141 (2023-05-25)`."""
        return str(self.release(version))

    def release(self, version: str) -> Release:
        """A release that was looked at, with its day."""
        return Release(version, self.dates[version])


def counts_line(report: HistoryReport) -> str:
    """The numbers: `16 steps; 60 of 1,410 releases were looked at`. Of steps that aren't exact, how vague they are."""
    history = report.history
    vague = ""
    if ranges := history.ranges:
        widest = pluralize(ranges[0].skipped, "release")
        vague = f", {len(ranges):,} of them not exact, with up to {widest} not looked at"
    looked_at = f"{len(history.looked_at):,} of {history.release_count:,} releases"
    verb = "was" if history.release_count == 1 else "were"
    return f"{pluralize(len(history.steps), 'step')}{vague}; {looked_at} {verb} looked at"


def step_line(report: HistoryReport, step: Step) -> str:
    """When a step was: `1.29.141 (2023-05-25)`, or the releases that it is between."""
    if not step.skipped:
        return report.dated(step.version)
    skipped = pluralize(step.skipped, "release")
    return f"after {report.dated(step.after)}, in {report.dated(step.version)} at last; {skipped} between them not looked at"


def timeline_of(report: HistoryReport) -> Timeline:
    """What came and went, with the days of the releases."""

    def transition(step: Step | None) -> Transition | None:
        return Transition(report.release(step.after), report.release(step.version), step.skipped) if step else None

    history = report.history
    return Timeline(
        report.release(history.first),
        report.release(history.last),
        len(history.looked_at),
        history.release_count,
        tuple(
            Lifetime(lifeline.path, lifeline.values, transition(lifeline.came), transition(lifeline.went))
            for lifeline in lifelines(history.steps)
        ),
    )
