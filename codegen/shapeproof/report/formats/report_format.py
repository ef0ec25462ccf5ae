"""The interface of a report, and the table of report formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Final, NamedTuple, Protocol, cast

from shapeproof.contract import Contract
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.report.common.run_summary import RunSummary

__all__ = ["FORMATS", "Format", "Report", "new_report"]


class Report(Protocol):
    """Writes findings in one format: text in pieces, as the findings come, in constant memory."""

    def add(self, result: UnitResult) -> Iterator[str]:
        """Yield the text for the result of one unit. Exhaust the iterator before the next call."""
        ...

    def end(self, run: RunSummary, contract_of: Callable[[str], Contract]) -> Iterator[str]:
        """Yield the end of the report, once.

        Args:
            run: the summary of the run.
            contract_of: finds a contract by its full name.
        """
        ...


class Format(NamedTuple):
    """A report format.

    Attributes:
        module: the module with the report's class, in `shapeproof.report.formats`.
        class_name: the name of the class.
        options: which of the options of `new_report` the class takes.
        files_only: whether the report can't go to standard output.
        shows_coverage: whether the report always shows coverage.
    """

    module: str
    class_name: str
    options: tuple[str, ...] = ()
    files_only: bool = False
    shows_coverage: bool = False


_TEXT_OPTIONS: Final = ("verbose", "quiet", "coverage")

FORMATS: Final[Mapping[str, Format]] = {
    "text": Format("fitted", "FittedReport", (*_TEXT_OPTIONS, "screen", "commands")),
    "full": Format("text", "TextReport", _TEXT_OPTIONS),
    "grouped": Format("grouped", "GroupedReport", (*_TEXT_OPTIONS, "screen", "commands")),
    "concise": Format("concise", "ConciseReport", ("quiet",)),
    "statistics": Format("statistics", "StatisticsReport", ("quiet",)),
    "json": Format("json", "JsonReport", ("verbose", "coverage")),
    "junit": Format("junit", "JunitReport", ("verbose",)),
    "sarif": Format("sarif", "SarifReport", ("verbose",)),
    "github": Format("github", "GithubReport", ("verbose", "quiet")),
    "html": Format("html", "HtmlReport", files_only=True, shows_coverage=True),
}
"""Every format, by its name on the command line. The classes implement Report."""


def new_report(name: str, **options: object) -> Report:
    """Create a report.

    Args:
        name: one of FORMATS.
        options: `verbose`, `quiet`, `coverage`, `screen` and `commands`; those that the format doesn't take are ignored.

    Raises:
        MissingExtraError: the format needs an extra that is not installed.
    """
    entry = FORMATS[name]
    module = import_module(f"shapeproof.report.formats.{entry.module}")
    report_class = cast("Callable[..., Report]", getattr(module, entry.class_name))
    return report_class(**{option: options[option] for option in entry.options if option in options})
