"""What every report keeps to, and which there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Final, NamedTuple, Protocol, cast

from shapeproof.contract import Contract
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.report.common.run_summary import RunSummary

__all__ = ["FORMATS", "Format", "Report", "new_report"]


class Report(Protocol):
    """One way of writing down what was found: text in pieces, as the findings come, in memory that doesn't grow."""

    def add(self, partial: UnitResult) -> Iterator[str]:
        """What is to be told of one unit of work. To be read to its end before the next call."""
        ...

    def end(self, tally: RunSummary, contract_of: Callable[[str], Contract]) -> Iterator[str]:
        """All that comes last, once; `contract_of` finds a contract by its full name."""
        ...


class Format(NamedTuple):
    """Where a report's class is, below `shapeproof.report`, and which of `verbose`, `quiet`, `coverage` it takes.

    One for `files_only` is nothing for standard output; one that `shows_coverage` does so unasked.
    """

    module: str
    class_name: str
    takes: tuple[str, ...] = ()
    files_only: bool = False
    shows_coverage: bool = False


FORMATS: Final[Mapping[str, Format]] = {
    "text": Format("text", "TextReport", ("verbose", "quiet", "coverage")),
    "json": Format("json", "JsonReport", ("verbose", "coverage")),
    "junit": Format("junit", "JunitReport", ("verbose",)),
    "sarif": Format("sarif", "SarifReport", ("verbose",)),
    "github": Format("github", "GithubReport", ("verbose", "quiet")),
    "html": Format("html", "HtmlReport", files_only=True, shows_coverage=True),
}
"""Every format, by the name that options use. A class keeps to Report."""


def new_report(name: str, **wanted: bool) -> Report:
    """A report of one of FORMATS, as `verbose`, `quiet` and `coverage` want it.

    Raises MissingExtraError for one that needs an extra which isn't installed.
    """
    entry = FORMATS[name]
    made = cast(
        "Callable[..., Report]", getattr(import_module(f"shapeproof.report.formats.{entry.module}"), entry.class_name)
    )
    return made(**{one: wanted[one] for one in entry.takes if one in wanted})
