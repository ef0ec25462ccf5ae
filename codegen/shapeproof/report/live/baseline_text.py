"""What the summary of a test run says about its baseline."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from shapeproof.baseline.file_format import LiveEntry
from shapeproof.errors import one_line, shorten
from shapeproof.report.common.plurals import pluralize
from shapeproof.report.live.text import Line

__all__ = ["refused_line", "stale_lines", "written_lines"]


def stale_lines(file: str, known: int, stale: Collection[LiveEntry], *, verbose: bool) -> Iterator[Line]:
    """Yield the lines about known findings and stale entries.

    Args:
        file: the name of the baseline.
        known: the number of known findings.
        stale: the stale entries.
        verbose: list them.
    """
    yield Line(one_line(f"{file}: {pluralize(known, 'known finding')}"))
    if not stale:
        return
    their = "its findings are" if len(stale) == 1 else "their findings are"
    more = "" if verbose else " (-v lists them)"
    entries = pluralize(len(stale), "stale entry")
    yield Line(f"{entries} in the baseline: {their} gone{more}. Update it with --shapeproof-write-baseline.")
    for entry in sorted(stale) if verbose else ():
        label = f"{entry.code} {entry.rule}".rstrip()
        yield Line(one_line(f"  {entry.test}: {entry.contract} {label} {shorten(entry.path)}".rstrip()))


def written_lines(
    file: str, *, problem: str, entries: int, findings: int, kept: int, dropped: int, hint: str
) -> Iterator[Line]:
    """Yield the lines about a baseline that was written.

    Args:
        file: its name.
        problem: why nothing of the earlier one was kept; "" if it was.
        entries: the number of entries about findings of this run.
        findings: the number of these findings.
        kept: the number of earlier entries that were kept.
        dropped: the number of earlier entries that were dropped.
        hint: what to do with it; "" if nothing is left to do.
    """
    if problem:
        yield Line(one_line(f"{file}: {problem}"), "warning")
    others = f"; {pluralize(kept, 'entry')} kept for what this run did not check" if kept else ""
    others += f"; {pluralize(dropped, 'stale entry')} dropped" if dropped else ""
    yield Line(one_line(f"{file}: written, {pluralize(entries, 'entry')} for {pluralize(findings, 'finding')}{others}"))
    if hint:
        yield Line(f"  {hint}")


def refused_line(file: str, why: str) -> Line:
    """Return the line about a baseline that was not written."""
    return Line(one_line(f"{file}: {why}"), "error")
