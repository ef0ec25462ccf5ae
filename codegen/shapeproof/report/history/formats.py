"""The formats of a history."""

from __future__ import annotations

from typing import Final, Literal

from shapeproof.report.history.model import HistoryReport

__all__ = ["HISTORY_FORMATS", "HistoryFormat", "history_report"]

HistoryFormat = Literal["text", "json", "markdown", "html"]
HISTORY_FORMATS: Final[tuple[HistoryFormat, ...]] = ("text", "json", "markdown", "html")


def history_report(report: HistoryReport, format_name: HistoryFormat) -> str:
    """The report in a format.

    Args:
        report: what to show.
        format_name: the format.

    Raises:
        MissingExtraError: the format needs an extra that is not installed.
    """
    if format_name == "json":
        from shapeproof.report.history.json_document import history_json

        return history_json(report)
    if format_name == "html":
        from shapeproof.report.history.html import history_html

        return history_html(report)
    if format_name == "markdown":
        from shapeproof.report.history.markdown import history_markdown

        return "".join(f"{line}\n" for line in history_markdown(report))
    from shapeproof.report.history.text import history_text

    return "".join(f"{line}\n" for line in history_text(report))
