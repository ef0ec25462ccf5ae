"""The end of reports for people: what was not checked, the baseline, coverage, what was skipped, the summary line."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from click import style

from shapeproof.contract import Contract
from shapeproof.errors import one_line
from shapeproof.recordings.checking.unit_result import UNKNOWN_MEMBERS
from shapeproof.report.common.footer import (
    INTERRUPTED,
    NOTHING_CHECKED,
    not_checked_line,
    not_checked_lines,
    stale_line,
    summary_line,
    unevaluated_line,
)
from shapeproof.report.common.plurals import listed_by, pluralize
from shapeproof.report.common.run_summary import RunSummary

__all__ = ["closing", "notes_on_run"]


def notes_on_run(
    run: RunSummary, contract_of: Callable[[str], Contract], *, verbose: bool, coverage: bool
) -> Iterator[str]:
    """Yield what was not checked, stale entries of the baseline and coverage.

    Args:
        run: the summary of the run.
        contract_of: finds a contract by its full name.
        verbose: list everything.
        coverage: add the coverage of each contract.
    """
    rows = run.not_checked(contract_of)
    if rows and verbose:
        lines = not_checked_lines(rows, verbose=True)
        yield style("Not checked", bold=True) + "\n" + "".join(f"  {line}\n" for line in lines) + "\n"
    elif rows:
        yield f"{not_checked_line(rows)}\n\n"
    if line := unevaluated_line(run):
        listed = "" if verbose else f" ({listed_by('--verbose', len(run.unevaluated))})"
        yield f"{line}{listed}\n\n"
    yield from _stale(run, verbose=verbose)
    if coverage and not run.is_empty:
        from shapeproof.report.coverage.contract_coverage import contract_coverages
        from shapeproof.report.coverage.text import coverage_text

        yield from coverage_text(contract_coverages(run.coverage, contract_of), verbose=verbose)


def closing(run: RunSummary, *, lists_unknown_files: bool) -> Iterator[str]:
    """Yield whether the run is incomplete or checked nothing, and the summary line.

    Args:
        run: the summary of the run.
        lists_unknown_files: whether to say that files of data were skipped because their contract is unknown.
    """
    if run.interrupted:
        yield f"{INTERRUPTED}\n"
    elif run.is_empty:
        yield from _nothing_checked(run)
    elif lists_unknown_files:
        yield from _unknown_files(run)
    yield summary_line(run) + "\n"


def _unknown_files(run: RunSummary) -> Iterator[str]:
    """Yield a note about skipped data files, which may be responses of an unknown contract."""
    if count := run.unknown_count:
        listed = listed_by("--verbose", count)
        yield f"Skipped {pluralize(count, 'file')} of data: {UNKNOWN_MEMBERS} ({listed}).\n"
        yield "  Name their contract with --contract SERVICE.OPERATION, or get one with shapeproof capture.\n\n"


def _stale(run: RunSummary, *, verbose: bool) -> Iterator[str]:
    if line := stale_line(run):
        yield f"{line}\n"
        for entry in run.stale if verbose else ():
            finding = f"{entry.code} at {entry.path or 'the root'} of {entry.contract or 'no contract'}"
            yield f"  {one_line(f'{entry.file}: {finding}')}\n"
        yield "\n"


def _nothing_checked(run: RunSummary) -> Iterator[str]:
    yield f"{NOTHING_CHECKED}\n"
    for reason, count in run.skipped_reasons.most_common():
        yield f"  {pluralize(count, 'file')} skipped: {one_line(reason)}\n"
    told = {reason for _, reason in run.ignored}
    if not run.skipped_count or any(reason not in told for reason in run.skipped_reasons):
        yield "  Name the files themselves, or name their contract: --contract SERVICE.OPERATION (see shapeproof list).\n"
    yield "\n"
