"""A history as text."""

from __future__ import annotations

from collections.abc import Iterator

from click import style

from shapeproof.errors import one_line
from shapeproof.markup.timeline_picture import LIMITS
from shapeproof.report.diff.wording import change_line
from shapeproof.report.history.model import HistoryReport, counts_line, step_line

__all__ = ["history_text"]


def history_text(report: HistoryReport) -> Iterator[str]:
    """Yield the lines."""
    history = report.history
    part = "" if report.part == "response" else f" ({report.part})"
    ends = f"{report.dated(history.first)} to {report.dated(history.last)}"
    yield style(one_line(f"{report.name}{part}, botocore {ends}"), bold=True)
    yield counts_line(report)
    for step in history.steps:
        yield ""
        yield style(step_line(report, step), bold=True)
        if step.new is None or step.old is None:
            yield f"  the operation {'is gone' if step.new is None else 'came'}"
        yield from (one_line(f"  {change_line(change)}") for change in step.changes)
    yield ""
    yield LIMITS
    if history.ranges:
        widest = history.ranges[0]
        yield (
            "Where releases were not looked at, --releases with a larger number finds the exact ones, and so does a search "
            f"within one step, such as --from {widest.after} --to {widest.version}."
        )
