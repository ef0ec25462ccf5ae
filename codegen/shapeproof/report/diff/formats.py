"""The formats of changes."""

from __future__ import annotations

from typing import Final, Literal

from shapeproof.diff.verdicts.diff_result import DiffResult
from shapeproof.report.common.screen import Screen

__all__ = ["DIFF_FORMATS", "DiffFormat", "diff_report"]

DiffFormat = Literal["text", "json", "markdown", "html", "sarif", "github"]
DIFF_FORMATS: Final[tuple[DiffFormat, ...]] = ("text", "json", "markdown", "html", "sarif", "github")


def diff_report(
    result: DiffResult,
    format_name: DiffFormat,
    *,
    screen: Screen | None = None,
    verbose: bool = False,
    file: str | None = None,
) -> str:
    """The report of a comparison.

    Args:
        result: what to show.
        format_name: the format.
        screen: the terminal that it goes to; None if it goes elsewhere.
        verbose: whether text shows all changes.
        file: the file of the new schema; None if it is of a contract.

    Raises:
        MissingExtraError: the format needs an extra that is not installed.
    """
    if format_name == "text":
        from shapeproof.report.diff.text import diff_text

        return "".join(f"{line}\n" for line in diff_text(result, screen=screen, verbose=verbose))
    if format_name == "json":
        from shapeproof.report.diff.json_document import diff_json

        return diff_json(result)
    if format_name == "markdown":
        from shapeproof.report.diff.markdown import diff_markdown

        return "".join(f"{line}\n" for line in diff_markdown(result))
    if format_name == "html":
        from shapeproof.report.diff.html import diff_html

        return diff_html(result)
    if format_name == "sarif":
        from shapeproof.report.diff.sarif import diff_sarif

        return diff_sarif(result, file)
    from shapeproof.report.diff.github import diff_github

    return "".join(f"{line.rstrip()}\n" for line in diff_github(result))
