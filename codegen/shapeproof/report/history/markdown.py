"""A history as Markdown: a table of steps and their changes."""

from __future__ import annotations

from collections.abc import Iterator

from shapeproof.markup.markdown_text import as_code_cell, as_name
from shapeproof.markup.timeline_picture import LIMITS
from shapeproof.report.diff.wording import change_line
from shapeproof.report.history.model import HistoryReport, counts_line, step_line

__all__ = ["history_markdown"]


def history_markdown(report: HistoryReport) -> Iterator[str]:
    """Yield the lines."""
    history = report.history
    yield f"# History of the {report.part} of {as_name(report.name)}"
    yield ""
    yield f"botocore {report.dated(history.first)} to {report.dated(history.last)}: {counts_line(report)}."
    yield ""
    yield "| botocore | change |"
    yield "|---|---|"
    for step in history.steps:
        when = as_name(step_line(report, step))
        if step.new is None or step.old is None:
            yield f"| {when} | the operation {'is gone' if step.new is None else 'came'} |"
        for change in step.changes:
            yield f"| {when} | {as_code_cell(change_line(change))} |"
    yield ""
    yield LIMITS
