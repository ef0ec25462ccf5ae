"""The full text report: findings by file, each with its location, and a summary line."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from click import style

from shapeproof.contract import Contract
from shapeproof.errors import one_line
from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.report.common.colours import COLOURS
from shapeproof.report.common.deduplication import Deduplicator
from shapeproof.report.common.footer import unlisted_line
from shapeproof.report.common.locations import common_contract, heading
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.common.suppressions import selector_line, suppression_line
from shapeproof.report.formats.text_end import closing, notes_on_run
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
        self._listed = 0

    def add(self, result: UnitResult) -> Iterator[str]:
        """Yield the findings of one unit."""
        if self._quiet or not (result.findings or self._verbose):
            return
        if self._verbose and result.forms and not result.continues:
            yield f"{style(one_line(result.path), dim=True)}: {', '.join(result.forms)}\n"
        contract = common_contract(result)
        for located in result.findings:
            if self._verbose or (not is_told_at_end(located) and self._deduplicator.is_shown(located)):
                self._listed += 1
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
            unlisted = run.unlisted if self._verbose else run.unlisted.without(RULE_NOT_EVALUATED.number)
            if hidden := list(self._deduplicator.lines(unlisted)):
                lists_all = unlisted_line(run, self._listed) or "(--verbose lists all)"
                yield "\n".join(hidden) + f"\n{lists_all}\n\n"
            yield from notes_on_run(run, contract_of, verbose=self._verbose, coverage=self._coverage)
        yield from closing(run, lists_unknown_files=not self._verbose and not self._quiet)


def is_told_at_end(located: Located) -> bool:
    """Whether only the end counts a finding: that a rule has no value says nothing about the response."""
    return located.finding.code == RULE_NOT_EVALUATED.number
