"""Changes for GitHub Actions: an annotation for the first of each class, and the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from shapeproof.diff.catalog import ChangeClass
from shapeproof.diff.verdicts.diff_result import DiffEntry, DiffResult
from shapeproof.errors import one_line
from shapeproof.report.diff.text import diff_text
from shapeproof.report.diff.wording import headline, places_line, values_line
from shapeproof.report.formats.github import MAX_ANNOTATIONS, neutralize, workflow_command
from shapeproof.validation.catalog import Severity

__all__ = ["CLASS_SEVERITIES", "diff_github"]

CLASS_SEVERITIES: Final[Mapping[ChangeClass, Severity]] = {
    "breaking": "error",
    "risky": "warning",
    "undecided": "warning",
    "harmless": "note",
}


def diff_github(result: DiffResult) -> Iterator[str]:
    """Yield the lines."""
    annotated: Counter[Severity] = Counter()
    for entry in result.entries:
        severity = CLASS_SEVERITIES[entry.verdict.change_class]
        if severity != "note" and annotated[severity] < MAX_ANNOTATIONS:
            annotated[severity] += 1
            yield _annotation(entry, severity)
    yield from neutralize(diff_text(result, verbose=True))


def _annotation(entry: DiffEntry, severity: Severity) -> str:
    change = entry.verdict.change
    details = "; ".join(filter(None, (headline(change), values_line(change), places_line(entry), entry.operation)))
    title = f"{entry.verdict.change_class} {change.code.number}: {change.code.title}"
    return workflow_command(severity, {"title": title}, one_line(details))
