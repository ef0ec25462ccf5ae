"""The report for GitHub Actions: annotations in the runner's command syntax, and between them the plain text report.

GitHub keeps ten annotations of each severity for a step, and drops the rest in silence; the log of the step shows an
annotation without its place. So no more than ten are made, of findings that differ, and the text tells all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from click import unstyle

from shapeproof.contract import Contract
from shapeproof.errors import one_line
from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.report.common.deduplication import Deduplicator
from shapeproof.report.common.locations import cut, portable
from shapeproof.report.common.plurals import counted
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.formats.text import TextReport
from shapeproof.validation.catalog import CODES, Severity

__all__ = ["GithubReport", "harmless"]

_MOST_SHOWN: Final = 10
_COMMANDS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "note": "notice"}
_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = _DATA | str.maketrans({":": "%3A", ",": "%2C"})
_LIKE_A_COMMAND: Final = re.compile(r"(?:^|(?<=\r))(\s*:)(?=:)|(##)(?=\[)", re.MULTILINE)
"""What the runner takes for a command, at the start of a line; it ends lines at carriage returns, too."""


class GithubReport:
    """Writes the report in pieces: `add` for each partial result, `end` once.

    `verbose` and `quiet` are about the text: quiet leaves the annotations and the last line.
    """

    def __init__(self, *, verbose: bool = False, quiet: bool = False) -> None:
        self._is_quiet = quiet
        self._text = TextReport(verbose=verbose, quiet=quiet)
        self._repetitions = Deduplicator()
        self._shown: Counter[Severity] = Counter()

    def add(self, partial: UnitResult) -> Iterator[str]:
        """The annotations of one unit, then its text."""
        for located in partial.findings:
            severity = located.finding.severity
            if self._repetitions.is_told(located) and self._shown[severity] < _MOST_SHOWN:
                self._shown[severity] += 1
                yield _annotation(located)
        yield from harmless(self._text.add(partial))

    def end(self, tally: RunSummary, contract_of: Callable[[str], Contract]) -> Iterator[str]:
        """The end of the text, and how many findings have no annotation."""
        yield from harmless(self._text.end(tally, contract_of))
        left = sum(tally.severities.values()) - sum(self._shown.values())
        if left and self._is_quiet:
            yield f"Without annotation: {counted(left, 'finding')}, for GitHub shows ten of a severity. Without --quiet, the text tells more.\n"
        elif left:
            are = "is" if left == 1 else "are"
            yield f"{left:,} of these findings {are} told in this text alone: GitHub shows ten annotations of a severity.\n"


def _annotation(located: Located) -> str:
    finding = located.finding
    file = portable(located.file)
    properties = {
        "file": file,
        "line": located.line if file else None,
        "col": located.column if file else None,
        "title": f"{finding.code}: {CODES[finding.code].title}",
    }
    told = ",".join(
        f"{key}={str(value).translate(_PROPERTY)}" for key, value in properties.items() if value is not None
    )
    pointer = f"{cut(finding.pointer)}: " if finding.pointer else ""
    return f"::{_COMMANDS[finding.severity]} {told}::{(pointer + one_line(finding.message)).translate(_DATA)}\n"


def harmless(pieces: Iterable[str]) -> Iterator[str]:
    """Text in which the runner finds no command of its own: names of files and members are anybody's words."""
    for piece in pieces:
        yield _LIKE_A_COMMAND.sub(r"\1\2\\", unstyle(piece))
