"""Changes as Markdown: a table for each class."""

from __future__ import annotations

from collections.abc import Iterator

from shapeproof.diff.verdicts.diff_result import DiffEntry, DiffResult
from shapeproof.markup.markdown_text import as_code_cell, as_name
from shapeproof.report.diff.wording import counts_line, headline, places_line, values_line

__all__ = ["diff_markdown"]


def diff_markdown(result: DiffResult) -> Iterator[str]:
    """Yield the lines."""
    yield f"# Changes from {as_name(result.old)} to {as_name(result.new)}"
    yield ""
    yield f"{counts_line(result)}."
    for change_class, count in result.classes.items():
        yield ""
        yield f"## {change_class.capitalize()} ({count:,})"
        yield "| code | change | values | places |"
        yield "|---|---|---|---|"
        yield from (_row(entry) for entry in result.entries if entry.verdict.change_class == change_class)
    if result.problems:
        yield ""
        yield "## Not compared"
        yield from (f"- {as_name(problem)}" for problem in result.problems)


def _row(entry: DiffEntry) -> str:
    change = entry.verdict.change
    values = values_line(change)
    cells = (
        change.code.number,
        as_name(headline(change)),
        as_code_cell(values) if values else "",
        as_name(places_line(entry)),
    )
    return f"| {' | '.join(cells)} |"
