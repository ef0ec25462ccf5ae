"""The report for GitHub Actions: annotations as workflow commands, and the plain text report between them.

GitHub keeps ten annotations of each severity per step and silently drops the rest; the log of the step shows annotations
without their locations. So at most ten are written, of findings that differ, and the text lists everything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from click import unstyle

from shapeproof.contract import Contract
from shapeproof.errors import one_line, shorten
from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.recordings.discovery.urls import is_url
from shapeproof.report.common.deduplication import Deduplicator
from shapeproof.report.common.locations import common_contract, location, portable_path
from shapeproof.report.common.plurals import pluralize
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.formats.text import TextReport, is_told_at_end
from shapeproof.validation.catalog import CODES, Severity
from shapeproof.validation.catalog.rules import RULE_NOT_EVALUATED

__all__ = ["MAX_ANNOTATIONS", "GithubReport", "neutralize", "workflow_command"]

MAX_ANNOTATIONS: Final = 10
_COMMANDS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "note": "notice"}
_MESSAGE_ESCAPES: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY_ESCAPES: Final = _MESSAGE_ESCAPES | str.maketrans({":": "%3A", ",": "%2C"})


class GithubReport:
    """Writes annotations and the text report."""

    def __init__(self, *, verbose: bool = False, quiet: bool = False) -> None:
        """Create the report.

        Args:
            verbose: write the verbose text.
            quiet: write only the annotations and the summary line.
        """
        self._is_quiet = quiet
        self._text = TextReport(verbose=verbose, quiet=quiet)
        self._deduplicator = Deduplicator()
        self._annotated: Counter[Severity] = Counter()

    def add(self, result: UnitResult) -> Iterator[str]:
        """Yield the annotations of one unit, then its text."""
        contract = common_contract(result)
        for located in result.findings:
            severity = located.finding.severity
            if (
                not is_told_at_end(located)
                and self._deduplicator.is_shown(located)
                and self._annotated[severity] < MAX_ANNOTATIONS
            ):
                self._annotated[severity] += 1
                yield _annotation(located, is_named=located.contract != contract)
        yield from neutralize(self._text.add(result))

    def end(self, run: RunSummary, contract_of: Callable[[str], Contract]) -> Iterator[str]:
        """Yield the end of the text, and the number of findings without an annotation."""
        yield from neutralize(self._text.end(run, contract_of))
        told = run.codes[RULE_NOT_EVALUATED.number]  # the text has a line about all of them
        rest = sum(run.severities.values()) - sum(self._annotated.values()) - told
        if rest:
            have = "has" if rest == 1 else "have"
            hint = " Run without --quiet to list them." if self._is_quiet else ""
            yield (
                f"{pluralize(rest, 'finding')} {have} no annotation: GitHub shows ten annotations per severity.{hint}\n"
            )


def _annotation(located: Located, *, is_named: bool) -> str:
    """An annotation; where a file holds several operations, it names that of the finding."""
    finding = located.finding
    is_object = is_url(located.file)  # of a store, and in no repository
    path = None if is_object else portable_path(located.file)
    file = None if path is None else one_line(path)
    properties: dict[str, object] = {
        "file": file,
        "line": located.line if file else None,
        "col": located.column if file else None,
        "title": f"{finding.label}: {CODES[finding.code].title}",
    }
    pointer = f"{shorten(finding.pointer)}: " if finding.pointer else ""
    place = location(located) if is_object else None
    details = ", ".join(filter(None, (place, located.section, located.contract if is_named else None)))
    suffix = f" ({one_line(details)})" if details else ""
    return workflow_command(finding.severity, properties, f"{pointer}{one_line(finding.message)}{suffix}")


def workflow_command(severity: Severity, properties: Mapping[str, object], message: str) -> str:
    """The line that makes an annotation.

    Args:
        severity: its severity.
        properties: its properties; those that are None are left out.
        message: its message, one line.
    """
    assignments = ",".join(
        f"{key}={str(value).translate(_PROPERTY_ESCAPES)}" for key, value in properties.items() if value is not None
    )
    return f"::{_COMMANDS[severity]} {assignments}::{message.translate(_MESSAGE_ESCAPES)}\n"


def neutralize(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the text without colours, with no line that the runner obeys, whatever it was put together from."""
    for piece in pieces:
        yield "\n".join(map(one_line, unstyle(piece).split("\n")))
