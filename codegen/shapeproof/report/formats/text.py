"""The text report: findings by file, each with its location, and a summary line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from click import style

from shapeproof.contract import Contract
from shapeproof.errors import one_line
from shapeproof.recordings.checking.unit_result import UNKNOWN_MEMBERS, Located, UnitResult
from shapeproof.report.common.colours import COLOURS
from shapeproof.report.common.deduplication import Deduplicator
from shapeproof.report.common.footer import (
    INTERRUPTED,
    NOTHING_CHECKED,
    not_checked_lines,
    stale_line,
    summary_line,
    unevaluated_line,
)
from shapeproof.report.common.locations import common_contract, heading
from shapeproof.report.common.plurals import pluralize
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.common.suppressions import selector_line, suppression_line
from shapeproof.validation.catalog.rules import RULE_NOT_EVALUATED

__all__ = ["TextReport", "is_told_at_end"]


class TextReport:
    """Writes the text."""

    def __init__(self, *, verbose: bool = False, quiet: bool = False, coverage: bool = False) -> None:
        """Create the report.

        Args:
            verbose: list every finding, every skipped file and every path that was not checked.
            quiet: write only the summary line.
            coverage: add the coverage of each contract.
        """
        self._verbose = verbose
        self._coverage = coverage
        self._quiet = quiet
        self._last_file: str | None = None
        self._file_contract: str | None = None
        self._deduplicator = Deduplicator()

    def add(self, result: UnitResult) -> Iterator[str]:
        """Yield the findings of one unit."""
        if self._quiet or not (result.findings or self._verbose):
            return
        if self._verbose and result.forms and not result.continues:
            yield f"{style(one_line(result.path), dim=True)}: {', '.join(result.forms)}\n"
        contract = common_contract(result)
        for located in result.findings:
            if self._verbose or (not is_told_at_end(located) and self._deduplicator.is_shown(located)):
                yield from self._finding(located, contract)
                if self._verbose and (line := selector_line(located)):
                    yield f"      {style(line, dim=True)}\n"
        if self._verbose:
            for suppressed in result.suppressed:
                yield from self._finding(suppressed.located, contract, "suppressed ")
                yield f"      {suppression_line(suppressed)}\n"
            for located in result.known:
                yield from self._finding(located, contract, "known ")
            for skipped in result.skipped:
                yield f"{style(one_line(skipped.path), dim=True)}: skipped, {one_line(skipped.reason)}\n"

    def _finding(self, located: Located, contract: str | None, prefix: str = "") -> Iterator[str]:
        """Yield a finding, after the file's name and the contract of everything in it, if there is one for all."""
        finding = located.finding
        if located.file != self._last_file:
            shown = f"  {style(one_line(contract), dim=True)}" if contract else ""
            yield f"{'' if self._last_file is None else chr(10)}{style(one_line(located.file), bold=True)}{shown}\n"
            self._last_file, self._file_contract = located.file, contract
        severity = prefix + style(finding.severity, fg=COLOURS[finding.severity])
        own_contract = None if located.contract == self._file_contract else located.contract
        yield f"  {heading(located, severity, own_contract)}\n      {one_line(finding.message)}\n"

    def end(self, run: RunSummary, contract_of: Callable[[str], Contract]) -> Iterator[str]:
        """Yield hidden findings, what was not checked, stale entries of the baseline, coverage and the summary."""
        if not self._quiet:
            if self._last_file is not None:
                yield "\n"
            if not self._verbose and (hidden := list(self._deduplicator.lines())):
                yield "\n".join(hidden) + "\n(--verbose lists all)\n\n"
            if lines := list(not_checked_lines(run.not_checked(contract_of), verbose=self._verbose)):
                yield style("Not checked", bold=True) + "\n" + "".join(f"  {line}\n" for line in lines) + "\n"
            if line := unevaluated_line(run):
                yield f"{line}{'' if self._verbose else ' (--verbose lists them)'}\n\n"
            yield from _stale(run, verbose=self._verbose)
            if self._coverage and not run.is_empty:
                from shapeproof.report.coverage.contract_coverage import contract_coverages
                from shapeproof.report.coverage.text import coverage_text

                yield from coverage_text(contract_coverages(run.coverage, contract_of), verbose=self._verbose)
        if run.interrupted:
            yield f"{INTERRUPTED}\n"
        elif run.is_empty:
            yield from _nothing_checked(run)
        elif not self._verbose and not self._quiet:
            yield from _unknown_files(run)
        yield summary_line(run) + "\n"


def is_told_at_end(located: Located) -> bool:
    """Whether only the end counts a finding: that a rule has no value says nothing about the response."""
    return located.finding.code == RULE_NOT_EVALUATED.number


def _unknown_files(run: RunSummary) -> Iterator[str]:
    """Yield a note about skipped data files, which may be responses of an unknown contract."""
    if run.unknown_files:
        yield f"Skipped {pluralize(len(run.unknown_files), 'file')} of data: {UNKNOWN_MEMBERS} (--verbose lists them).\n"
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
    for reason, count in Counter(run.skipped.values()).most_common():
        yield f"  {pluralize(count, 'file')} skipped: {one_line(reason)}\n"
    told = {reason for _, reason in run.ignored}
    if not run.skipped or any(reason not in told for reason in run.skipped.values()):
        yield "  Name the files themselves, or name their contract: --contract SERVICE.OPERATION (see shapeproof list).\n"
    yield "\n"
