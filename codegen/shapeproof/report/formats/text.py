"""The report for people: findings by file, each with a place to click on, and one line that sums up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from click import style

from shapeproof.contract import Contract
from shapeproof.errors import one_line
from shapeproof.recordings.checking.unit_result import UNKNOWN_MEMBERS, Located, UnitResult
from shapeproof.report.common.colours import COLOURS
from shapeproof.report.common.deduplication import Deduplicator
from shapeproof.report.common.footer import INTERRUPTED, NOTHING_CHECKED, gone_line, not_checked_lines, summary
from shapeproof.report.common.locations import heading
from shapeproof.report.common.plurals import counted
from shapeproof.report.common.run_summary import RunSummary

__all__ = ["TextReport"]


class TextReport:
    """Writes the report in pieces: `add` for each partial result, `end` once.

    `verbose` tells every finding, every skipped file and every place that wasn't checked; `quiet` leaves the last line;
    `coverage` tells what the responses show of their contracts.
    """

    def __init__(self, *, verbose: bool = False, quiet: bool = False, coverage: bool = False) -> None:
        self._verbose = verbose
        self._coverage = coverage
        self._quiet = quiet
        self._last_file: str | None = None
        self._repetitions = Deduplicator()

    def add(self, partial: UnitResult) -> Iterator[str]:
        """What is to be told of one unit."""
        if self._quiet:
            return
        if self._verbose and partial.forms and not partial.continues:
            yield f"{style(one_line(partial.path), dim=True)}: {', '.join(partial.forms)}\n"
        for located in partial.findings:
            if self._repetitions.is_told(located) or self._verbose:
                yield from self._finding(located)
        if self._verbose:
            for located in partial.known:
                yield from self._finding(located, "known ")
            for skipped in partial.skipped:
                yield f"{style(one_line(skipped.path), dim=True)}: skipped, {one_line(skipped.reason)}\n"

    def _finding(self, located: Located, note: str = "") -> Iterator[str]:
        finding = located.finding
        if located.file != self._last_file:
            about = f"  {style(one_line(located.contract), dim=True)}" if located.contract else ""
            yield f"{'' if self._last_file is None else chr(10)}{style(one_line(located.file), bold=True)}{about}\n"
            self._last_file = located.file
        severity = note + style(finding.severity, fg=COLOURS[finding.severity])
        yield f"  {heading(located, severity)}\n      {one_line(finding.message)}\n"

    def end(self, tally: RunSummary, contract_of: Callable[[str], Contract]) -> Iterator[str]:
        """What is told at the end: repetitions, what wasn't checked, and the summary."""
        if not self._quiet:
            if self._last_file is not None:
                yield "\n"
            if not self._verbose and (repeated := list(self._repetitions.lines())):
                yield "\n".join(repeated) + "\n(--verbose tells each)\n\n"
            if lines := list(not_checked_lines(tally.not_checked(contract_of), verbose=self._verbose)):
                yield style("Not checked", bold=True) + "\n" + "".join(f"  {line}\n" for line in lines) + "\n"
            yield from _gone(tally, verbose=self._verbose)
            if self._coverage and not tally.is_empty:
                from shapeproof.report.coverage.counts import covered
                from shapeproof.report.coverage.text import coverage_text

                yield from coverage_text(covered(tally.coverage, contract_of), verbose=self._verbose)
        if tally.interrupted:
            yield f"{INTERRUPTED}\n"
        elif tally.is_empty:
            yield from _nothing(tally)
        elif not self._verbose and not self._quiet:
            yield from _passed_over(tally)
        yield summary(tally) + "\n"


def _passed_over(tally: RunSummary) -> Iterator[str]:
    """A response of no known contract may be among these; files that are plainly something else need no word."""
    if tally.unknown_files:
        yield f"Passed over: {counted(len(tally.unknown_files), 'file')} of data, but {UNKNOWN_MEMBERS} (--verbose lists them;\n"
        yield "  --contract SERVICE.OPERATION says what they are, shapeproof capture gets a contract).\n\n"


def _gone(tally: RunSummary, *, verbose: bool) -> Iterator[str]:
    if told := gone_line(tally):
        yield f"{told}\n"
        for entry in tally.gone if verbose else ():
            about = f"{entry.code} at {entry.path or 'the root'} of {entry.contract or 'no contract'}"
            yield f"  {one_line(f'{entry.file}: {about}')}\n"
        yield "\n"


def _nothing(tally: RunSummary) -> Iterator[str]:
    yield f"{NOTHING_CHECKED}\n"
    for reason, count in Counter(tally.skipped.values()).most_common():
        yield f"  {counted(count, 'file')} skipped: {one_line(reason)}\n"
    yield "  Name the files themselves, or say what they are: --contract SERVICE.OPERATION (see shapeproof list).\n\n"
