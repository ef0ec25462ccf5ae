"""Takes suppressed and known changes out of a comparison, and writes the baseline of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from shapeproof.baseline.file_format import Baseline, Entry, OptionNames
from shapeproof.baseline.files import DEFAULT_NAME, BaselineFile
from shapeproof.cli.terminal import print_text
from shapeproof.diff.catalog import CHANGE_CODES
from shapeproof.diff.verdicts.diff_result import DiffEntry, DiffResult
from shapeproof.errors import UsageError, one_line
from shapeproof.report.common.plurals import pluralize
from shapeproof.settings import Settings
from shapeproof.suppression.model import Scope
from shapeproof.suppression.selectors import parse_selector
from shapeproof.suppression.usage import SuppressionUsage

__all__ = ["DiffBaseline", "DiffSuppressions"]

_NO_FILE = ""
"""The file of entries about changes: they are of no recording."""


class DiffSuppressions:
    """The suppressions of a comparison: those of `--ignore`, and those of the settings that are about changes."""

    def __init__(self, ignore: Sequence[str], settings: Settings) -> None:
        """Read the options. Raises UsageError if one is invalid."""
        directory = str(Path().absolute())
        suppressions = [entry for entry in settings.suppressions if not entry.codes.isdisjoint(CHANGE_CODES)]
        for value in ignore:
            origin = f"--ignore {value}"
            try:
                suppressions.append(parse_selector(value, origin=origin, directory=directory, is_option=True))
            except UsageError as error:
                raise UsageError(error.message, where=origin, hint=error.hint) from error
        self._usage = SuppressionUsage(suppressions, datetime.now().astimezone().date(), directory)

    def filter(self, result: DiffResult) -> DiffResult:
        """The result without what is suppressed. A change of several operations is if it is in the first of them."""
        kept: list[DiffEntry] = []
        for entry in result.entries:
            scope = Scope(entry.operation)
            self._usage.note_checked(scope)
            if self._usage.find(entry.verdict, scope) is None:
                kept.append(entry)
        return replace(result, entries=tuple(kept), suppressed=len(result.entries) - len(kept))

    def problems(self) -> Iterator[str]:
        """What is wrong with them: those that expired, and options that suppress nothing."""
        return self._usage.problems(is_whole=False, unknown_name=lambda _service, _operation: None)


class DiffBaseline:
    """The baseline of a comparison: changes that are known."""

    def __init__(self, option: Path | None, settings: Settings, *, is_written: bool) -> None:
        """Find and read it. Raises UsageError if it doesn't exist, or is not a baseline.

        Args:
            option: the value of `--baseline`. The one of the settings is of findings in recordings.
            settings: the settings of the project.
            is_written: whether the run writes it.
        """
        directory = Path() if settings.file is None else settings.file.parent
        options = OptionNames("--baseline", "--write-baseline")
        self._file = BaselineFile.find(option, settings.baseline, directory, options, is_written=is_written)
        self._is_written = is_written
        self._known = Baseline({}, frozenset())
        if self._file is not None:
            self._known = self._file.read_for_update()[0] if is_written else self._file.read()

    def filter(self, result: DiffResult) -> DiffResult:
        """The result without what is known; all of it is if the run writes the baseline."""
        if self._file is None:
            return result
        if self._is_written:
            self._write(result.entries, self._file)
            return replace(result, entries=(), known=len(result.entries))
        left = Counter(self._known.recorded)
        kept: list[DiffEntry] = []
        for entry in result.entries:
            key = _key(entry)
            if left[key] > 0:
                left[key] -= 1
            else:
                kept.append(entry)
        return replace(result, entries=tuple(kept), known=len(result.entries) - len(kept))

    def _write(self, entries: Iterable[DiffEntry], file: BaselineFile) -> None:
        counts = Counter(map(_key, entries))
        operations = {entry.contract for entry in counts}
        others = {
            entry: count
            for entry, count in self._known.recorded.items()
            if entry.file != _NO_FILE or entry.contract not in operations
        }
        file.write(Baseline({**others, **counts}, self._known.live))
        noun = f"{pluralize(len(counts), 'entry')} for {pluralize(counts.total(), 'change')}"
        print_text(f"shapeproof: {one_line(str(file.path))}: written, {noun}", to_stderr=True)
        if file.path.name == DEFAULT_NAME:
            print_text(f"  use it: --baseline {DEFAULT_NAME}", to_stderr=True)


def _key(entry: DiffEntry) -> Entry:
    verdict = entry.verdict
    return Entry(_NO_FILE, entry.operation, verdict.code, verdict.path or verdict.change.member, verdict.rule)
