"""A history as a page: a picture of when each member and value came and went, and the steps."""

from __future__ import annotations

from shapeproof.markup.html_page import html_templates, page_parts
from shapeproof.markup.timeline_picture import LIMITS, picture_of
from shapeproof.report.diff.wording import change_line
from shapeproof.report.history.model import HistoryReport, counts_line, step_line, timeline_of

__all__ = ["history_html"]


def history_html(report: HistoryReport) -> str:
    """The text of the page. Raises MissingExtraError."""
    environment = html_templates("report", "history", "the HTML report", extra="html")
    parts = page_parts(environment, styles=("page.css", "timeline.css"), scripts=("theme.js",))
    return environment.get_template("history.html.jinja").render(
        parts=parts,
        report=report,
        history=report.history,
        counts=counts_line(report),
        limits=LIMITS,
        picture=picture_of(timeline_of(report)),
        steps=[
            (step_line(report, step), step, [change_line(change) for change in step.changes])
            for step in report.history.steps
        ],
    )
