"""The text report: the full one where it fits on the screen, or where there is none; the grouped one otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from shapeproof.contract import Contract
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.report.common.commands import Commands
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.common.screen import Screen
from shapeproof.report.formats.text import TextReport

if TYPE_CHECKING:
    from shapeproof.report.formats.grouped import GroupedReport

__all__ = ["FittedReport"]


class FittedReport:
    """Holds back the full text until it is more than a screen can show; then only causes are counted."""

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
            verbose: list every finding, every skipped file and every path that was not checked, however much it is.
            quiet: write only the summary line.
            coverage: add the coverage of each contract.
            screen: the terminal that this is written to; None if it is written elsewhere.
            commands: the commands that may be next.
        """
        self._full = TextReport(verbose=verbose, quiet=quiet, coverage=coverage)
        self._commands = commands
        self._grouped: GroupedReport | None = None
        self._screen = None if verbose or quiet else screen
        self._has_coverage = coverage
        self._held: list[str] = []
        self._room = screen.lines - 1 if screen else 0
        """How many lines of the screen are left, where the prompt takes one."""

    def add(self, result: UnitResult) -> Iterator[str]:
        """Yield the findings of one unit, unless there is a screen: then the end does."""
        if self._screen is None:
            yield from self._full.add(result)
            return
        if result.findings:
            yield from self._grouped_report().add(result)
        if self._room >= 0:
            self._hold(self._full.add(result))

    def end(self, run: RunSummary, contract_of: Callable[[str], Contract]) -> Iterator[str]:
        """Yield the end of the full text, or the whole text if it is for a screen."""
        is_measured = self._screen is not None and not self._has_coverage  # coverage may be long, whatever was found
        if is_measured and self._room >= 0:
            self._hold(self._full.end(run, contract_of))
        if self._room < 0:
            yield from self._grouped_report().end(run, contract_of)
            return
        yield from self._held
        if not is_measured:
            yield from self._full.end(run, contract_of)

    def _grouped_report(self) -> GroupedReport:
        from shapeproof.report.formats.grouped import GroupedReport  # most runs find nothing

        if self._grouped is None:
            self._grouped = GroupedReport(coverage=self._has_coverage, screen=self._screen, commands=self._commands)
        return self._grouped

    def _hold(self, pieces: Iterable[str]) -> None:
        """Keep pieces of whole lines as long as they fit on the screen."""
        if self._screen is None:
            return
        for piece in pieces:
            self._room -= self._screen.height(piece)
            if self._room < 0:
                self._held.clear()
                return
            self._held.append(piece)
