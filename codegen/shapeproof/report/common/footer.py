"""What stands at the end of a report in words: what wasn't checked, whether the run was whole, the line that sums up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from click import style

from shapeproof.errors import one_line
from shapeproof.report.common.plurals import counted, counted_findings
from shapeproof.report.common.run_summary import NotCheckedRow, RunSummary, by_reason

__all__ = ["INTERRUPTED", "NOTHING_CHECKED", "gone_line", "not_checked_lines", "summary"]

INTERRUPTED: Final = "Interrupted: this is what was found until then; the rest was not checked."
NOTHING_CHECKED: Final = "Nothing was checked: no response was found."


def not_checked_lines(rows: list[NotCheckedRow], *, verbose: bool) -> Iterator[str]:
    """One line for each form and reason, or, `verbose`, for each place."""
    if verbose:
        for row in rows:
            spot = f"{row.contract} {row.what.path}".strip() + (f" ({row.what.keyword})" if row.what.keyword else "")
            yield one_line(f"{row.responses:,} x {row.form}: {spot + ': ' if spot else ''}{row.what.reason}")
    else:
        for one in by_reason(rows):
            where = f", {counted(one.places, 'place')}" if one.places else ""
            yield one_line(f"{one.form}, {counted(one.responses, 'response')}{where}: {one.reason}")


def gone_line(tally: RunSummary) -> str:
    """What became of entries of the baseline; "" if all were met again."""
    are = "is" if len(tally.gone) == 1 else "are"
    told = f"{counted(len(tally.gone), 'entry')} of the baseline {are} gone: write it anew (--write-baseline)."
    return told if tally.gone else ""


def summary(tally: RunSummary) -> str:
    """The one line about the whole run."""
    found = "no new findings" if tally.known and not tally.codes else counted_findings(tally.severities)
    known = f"; {tally.known:,} known" if tally.known else ""
    colour = "red" if tally.exit_code else "yellow" if tally.severities["warning"] else "green"
    skipped = f"; {counted(len(tally.skipped), 'file')} skipped" if tally.skipped else ""
    return (
        f"{counted(tally.responses, 'response')} in {counted(len(tally.files), 'file')}: "
        f"{tally.clean:,} clean, {style(found, fg=colour)}{known}{skipped}"
    )
