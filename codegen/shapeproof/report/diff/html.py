"""Changes as a page of HTML."""

from __future__ import annotations

from typing import NamedTuple

from shapeproof.diff.catalog import ChangeClass
from shapeproof.diff.verdicts.diff_result import DiffEntry, DiffResult
from shapeproof.markup.html_page import html_templates, page_parts
from shapeproof.markup.json_text import readable_json
from shapeproof.report.diff.wording import counts_line, headline, places_line, values_line, witness_line

__all__ = ["diff_html"]


class _Row(NamedTuple):
    """What the page says about one change."""

    change_class: ChangeClass
    code: str
    headline: str
    values: str
    places: str
    paths: tuple[str, ...]
    witness: str
    response: str


def diff_html(result: DiffResult) -> str:
    """The text of the page. Raises MissingExtraError."""
    environment = html_templates("report", "diff", "the HTML report", extra="html")
    parts = page_parts(environment, styles=("page.css", "diff.css"), scripts=("theme.js",))
    return environment.get_template("diff.html.jinja").render(
        parts=parts,
        old=result.old,
        new=result.new,
        counts=counts_line(result),
        classes=result.classes,
        problems=result.problems,
        rows=[_row(entry) for entry in result.entries],
    )


def _row(entry: DiffEntry) -> _Row:
    verdict = entry.verdict
    return _Row(
        verdict.change_class,
        verdict.code,
        headline(verdict.change),
        values_line(verdict.change),
        places_line(entry),
        tuple(place.path for place in verdict.change.places),
        witness_line(entry),
        readable_json(verdict.witness.response) if verdict.witness else "",
    )
