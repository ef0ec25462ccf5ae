"""The grouped text report: what to do first, the largest causes, and then all of them by operation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from click import style

from shapeproof.contract import Contract
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.report.common.cause_counter import CauseCounter
from shapeproof.report.common.causes import Cause, by_operation, cause_lines, kind_counts, worst_first
from shapeproof.report.common.colours import COLOURS
from shapeproof.report.common.commands import Commands
from shapeproof.report.common.footer import unlisted_line
from shapeproof.report.common.next_steps import next_steps, step_lines
from shapeproof.report.common.plurals import listed_by, pluralize, pluralize_findings
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.common.screen import Screen
from shapeproof.report.formats.text_end import closing, notes_on_run

__all__ = ["GroupedReport"]

_MAX_TOP: Final = 10
_MAX_REMARKS: Final = 3
_MAX_OTHERS: Final = 100
_MAX_ABOVE: Final = 20
"""Lines below the first steps from which on they are repeated at the end, where a terminal stops."""


class GroupedReport:
    """Counts findings by cause while they come in, and writes everything at the end."""

    def __init__(
        self,
        *,
        verbose: bool = False,
        quiet: bool = False,
        coverage: bool = False,
        screen: Screen | None = None,
        commands: Commands | None = None,
    ) -> None:
        """Create the report.

        Args:
            verbose: list every cause, and every path that was not checked.
            quiet: write only the summary line.
            coverage: add the coverage of each contract.
            screen: the terminal that this is written to; None if it is written elsewhere.
            commands: the commands that may be next.
        """
        self._verbose = verbose
        self._quiet = quiet
        self._coverage = coverage
        self._columns = screen.columns if screen else None
        self._commands = commands or Commands()
        self._counter = CauseCounter()
        self._source = "file"

    def add(self, result: UnitResult) -> Iterator[str]:
        """Count the findings of one unit."""
        if not self._quiet:
            self._counter.add(result)
        yield from ()

    def end(self, run: RunSummary, contract_of: Callable[[str], Contract]) -> Iterator[str]:
        """Yield the counts, the first steps, the causes, what was not checked and the summary."""
        if not self._quiet:
            self._counter.add_unlisted(run.unlisted)
            self._source = "unit" if run.unlisted.findings else "file"
            causes = self._counter.causes
            steps: list[str] = []
            if causes:
                yield from self._counts(causes, run)
                steps = list(self._steps(causes, run))
                yield from steps
                below = list(self._causes(causes))
                yield from below
                every = "Every finding, by file: --format full. A line for each: --format concise."
                yield f"{unlisted_line(run) or every}\n\n"
                steps = steps if len(below) > _MAX_ABOVE else []
            yield from notes_on_run(run, contract_of, verbose=self._verbose, coverage=self._coverage)
            yield from steps
        yield from closing(run, lists_unknown_files=not self._verbose and not self._quiet)

    def _counts(self, causes: list[Cause], run: RunSummary) -> Iterator[str]:
        findings = sum(run.severities.values())
        yield style(f"{pluralize(findings, 'finding')}: {pluralize_findings(run.severities)}", bold=True) + "\n"
        yield f"  By kind: {kind_counts(self._counter.kinds)}\n"
        explained = sum(cause.aws for cause in causes if cause.severity != "error")
        errors = sum(cause.aws for cause in causes if cause.severity == "error")
        if explained or errors:
            share = f"{explained + errors:,} ({100 * (explained + errors) // findings} %)"
            yield f"  Probably AWS's own: {share}\n"
            if explained:
                yield f"    {explained:,} that overlays explain: nothing to do\n"
            if errors:
                seen = pluralize(errors, "error")
                yield f"    {seen} that recorders wrote in several files; judge them with:\n"
                yield f"      {style(self._commands.suggest_overlay, bold=True)}\n"
        yield "\n"

    def _steps(self, causes: list[Cause], run: RunSummary) -> Iterator[str]:
        has_baseline = bool(run.known or run.stale or run.unlisted.samples)  # with a digest, there is none
        steps = list(next_steps(causes, self._commands, has_baseline=has_baseline))
        if steps:
            yield style("Start here", bold=True) + "\n"
        for number, step in enumerate(steps, 1):
            *lines, command = step_lines(number, step, self._columns)
            yield "".join(f"{line}\n" for line in lines) + style(command, bold=True) + "\n"
        if steps:
            yield "\n"

    def _causes(self, causes: list[Cause]) -> Iterator[str]:
        unread = worst_first(cause for cause in causes if cause.is_unread)
        remarks = worst_first(cause for cause in causes if cause.kind == "reading" and not cause.is_unread)
        others = worst_first(cause for cause in causes if cause.kind != "reading" and cause.count > cause.aws)
        of_aws = worst_first(cause for cause in causes if cause.kind != "reading" and cause.count <= cause.aws)
        yield from self._section("Could not be read or checked", unread, _MAX_TOP)
        top, rest = others[:_MAX_TOP], others[_MAX_TOP:]
        title = f"The {len(top)} largest of {len(others):,} causes" if rest else "Causes"
        yield from self._section(f"{title} (code, operation, path)", top, _MAX_TOP)
        yield from self._section("Remarks on reading", remarks, _MAX_REMARKS)
        yield from self._by_operation(rest)
        yield from self._section("Probably AWS's own", of_aws, _MAX_TOP)
        if self._counter.uncounted:
            yield f"and {pluralize(self._counter.uncounted, 'finding')} of other causes\n\n"

    def _section(self, title: str, causes: list[Cause], maximum: int) -> Iterator[str]:
        """Yield a title and the first causes; nothing without causes."""
        if causes:
            yield style(title, bold=True) + "\n"
            yield from self._lines(causes if self._verbose else causes[:maximum])
            yield from self._hidden(len(causes) - maximum)
            yield "\n"

    def _hidden(self, count: int) -> Iterator[str]:
        if count > 0 and not self._verbose:
            yield f"  and {pluralize(count, 'other cause')} ({listed_by('--verbose', count)})\n"

    def _by_operation(self, causes: list[Cause]) -> Iterator[str]:
        """Yield the causes below the names of their operations, as far as there is room."""
        room = len(causes) if self._verbose else _MAX_OTHERS
        if causes:
            yield style(f"The other {pluralize(len(causes), 'cause')}, by operation", bold=True) + "\n"
        for operation in by_operation(causes):
            shown = operation.causes[:room]
            room -= len(shown)
            if shown:
                name = operation.operation or "unknown operation"
                # The counts of an operation are higher above, where all of its causes count.
                yield f"{style(name, bold=True)}, beside those above: {pluralize_findings(operation.severities)}\n"
                yield from self._lines(shown, has_operation=False)
        yield from self._hidden(len(causes) - _MAX_OTHERS)
        if causes:
            yield "\n"

    def _lines(self, causes: Iterable[Cause], *, has_operation: bool = True) -> Iterator[str]:
        for cause in causes:
            heading, example = cause_lines(cause, self._source, self._columns, has_operation=has_operation)
            coloured = style(cause.severity, fg=COLOURS[cause.severity])
            yield f"  {heading.replace(cause.severity, coloured, 1)}\n  {example}\n"
