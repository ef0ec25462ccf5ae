"""The concise text report: a line for each finding, for grep and for editors (`errorformat=%f:%l:%c:\\ %m` in Vim)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from shapeproof.contract import Contract, operation_of
from shapeproof.errors import one_line, shorten
from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.report.common.footer import unlisted_line
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.formats.text_end import closing

__all__ = ["ConciseReport"]


class ConciseReport:
    """Writes `file:line:column: CODE operation pointer message`, and the summary line."""

    def __init__(self, *, quiet: bool = False) -> None:
        """Create the report.

        Args:
            quiet: write only the summary line.
        """
        self._quiet = quiet

    def add(self, result: UnitResult) -> Iterator[str]:
        """Yield a line for each finding of one unit."""
        if not self._quiet:
            yield from map(_line, result.findings)

    def end(self, run: RunSummary, contract_of: Callable[[str], Contract]) -> Iterator[str]:  # noqa: ARG002 - the interface has it
        """Yield what is not listed, and the summary line."""
        if not self._quiet and (line := unlisted_line(run)):
            yield f"{line}\n"
        yield from closing(run, lists_unknown_files=False)


def _line(located: Located) -> str:
    """The line of a finding. What is about a whole file has its first line and column, since editors ask for some."""
    finding = located.finding
    place = f"{one_line(located.file)}:{located.line or 1}:{located.column or 1}"
    operation = one_line(operation_of(located.contract) or "-")
    return f"{place}: {finding.label} {operation} {shorten(finding.pointer) or '/'} {one_line(finding.message)}\n"
