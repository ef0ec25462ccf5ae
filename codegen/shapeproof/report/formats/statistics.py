"""The statistics: a line for each code, with the number of its findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from click import style

from shapeproof.contract import Contract
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.report.common.colours import COLOURS
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.formats.text_end import closing
from shapeproof.validation.catalog import CODES, SEVERITIES, Severity

__all__ = ["StatisticsReport"]


class StatisticsReport:
    """Counts findings by code. One that has several severities in this run has a line for each."""

    def __init__(self, *, quiet: bool = False) -> None:
        """Create the report.

        Args:
            quiet: write only the summary line.
        """
        self._quiet = quiet
        self._counts: Counter[tuple[Severity, str]] = Counter()

    def add(self, result: UnitResult) -> Iterator[str]:
        """Count the findings of one unit."""
        self._counts.update((located.finding.severity, located.finding.code) for located in result.findings)
        yield from ()

    def end(self, run: RunSummary, contract_of: Callable[[str], Contract]) -> Iterator[str]:  # noqa: ARG002 - the interface has it
        """Yield the codes, the worst first, and the summary line."""
        for key, group in run.unlisted.groups.items():
            self._counts[key.severity, key.code] += group.findings
        self._counts.update(run.unlisted.others)
        if self._counts and not self._quiet:
            width = len(f"{max(self._counts.values()):,}")
            for (severity, code), count in sorted(
                self._counts.items(), key=lambda item: (SEVERITIES.index(item[0][0]), -item[1], item[0][1])
            ):
                coloured = style(f"{severity:7}", fg=COLOURS[severity])
                yield f"{count:{width},}  {code}  {coloured}  {CODES[code].title}\n"
            yield "\n"
        yield from closing(run, lists_unknown_files=False)
