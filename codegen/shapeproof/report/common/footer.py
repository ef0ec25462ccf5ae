"""The lines at the end of a report: what was not checked, stale entries of the baseline, the summary line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from click import style

from shapeproof.errors import one_line
from shapeproof.report.common.plurals import listed_by, pluralize, pluralize_findings
from shapeproof.report.common.run_summary import NotCheckedRow, RunSummary, by_reason
from shapeproof.validation.catalog.rules import RULE_NOT_EVALUATED

__all__ = [
    "INTERRUPTED",
    "NOTHING_CHECKED",
    "not_checked_line",
    "not_checked_lines",
    "stale_line",
    "summary_line",
    "unevaluated_line",
    "unlisted_line",
]

INTERRUPTED: Final = "Interrupted: this report is incomplete. The rest was not checked."
NOTHING_CHECKED: Final = "Nothing was checked: no response was found."


def not_checked_lines(rows: list[NotCheckedRow], *, verbose: bool) -> Iterator[str]:
    """Yield a line for each form and reason or, if `verbose`, for each path."""
    if verbose:
        for row in rows:
            path, keyword, reason = row.not_checked
            subject = f"{row.contract} {path}".strip() + (f" ({keyword})" if keyword else "")
            yield one_line(f"{row.responses:,} x {row.form}: {subject + ': ' if subject else ''}{reason}")
    else:
        for group in by_reason(rows):
            paths = f", {pluralize(group.paths, 'path')}" if group.paths else ""
            yield one_line(f"{group.form}, {pluralize(group.responses, 'response')}{paths}: {group.reason}")


def not_checked_line(rows: list[NotCheckedRow]) -> str:
    """Return one line for all that was not checked; "" if everything was."""
    reasons = {row.not_checked[1:] for row in rows}
    if not reasons:
        return ""
    listed = listed_by("--verbose", len(reasons))
    return f"Not everything could be checked, for {pluralize(len(reasons), 'reason')} ({listed})."


def unevaluated_line(run: RunSummary) -> str:
    """Return the line about rules that could not be evaluated; "" if there are none."""
    if not run.unevaluated:
        return ""
    times = run.codes[RULE_NOT_EVALUATED.number]
    return f"{pluralize(len(run.unevaluated), 'rule')} not checked ({pluralize(times, 'time')}): no value for some responses"


def unlisted_line(run: RunSummary, listed: int | None = None) -> str:
    """Return the line about findings that are counted, but not listed; "" if no digest left any out.

    Args:
        run: the summary of the run.
        listed: the number of findings that the report lists; None for all that results list.
    """
    unlisted = run.unlisted
    if not unlisted.findings:
        return ""
    total = unlisted.listed + unlisted.findings
    first = "first" if unlisted.samples == 1 else f"first {unlisted.samples:,}"
    others = f"; {pluralize(sum(unlisted.others.values()), 'finding')} at other paths" if unlisted.others else ""
    return f"{unlisted.listed if listed is None else listed:,} of {total:,} findings are listed: the {first} of each contract, code and path{others}."


def stale_line(run: RunSummary) -> str:
    """Return the line about stale entries of the baseline; "" if there are none."""
    if not run.stale:
        return ""
    entries = pluralize(len(run.stale), "stale entry")
    their = "its" if len(run.stale) == 1 else "their"
    return f"{entries} in the baseline: {their} findings are gone. Update it with --write-baseline."


def summary_line(run: RunSummary) -> str:
    """Return the line that sums up the whole run; the findings are coloured by the worst severity."""
    findings = pluralize_findings(run.severities, run.known + run.suppressed)
    known = f"; {run.known:,} known" if run.known else ""
    suppressed = f"; {run.suppressed:,} suppressed" if run.suppressed else ""
    colour = "red" if run.exit_code else "yellow" if run.severities["warning"] else "green"
    skipped = f"; {pluralize(run.skipped_count, 'file')} skipped" if run.skipped_count else ""
    return (
        f"{pluralize(run.responses, 'response')} in {pluralize(run.file_count, 'file')}: "
        f"{run.clean:,} clean, {style(findings, fg=colour)}{known}{suppressed}{skipped}"
    )
