"""The baseline options, and the baseline of a run of `validate`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from shapeproof.cli.terminal import print_text
from shapeproof.errors import one_line
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.recordings.discovery.base_directory import BaseDirectory
from shapeproof.report.common.plurals import pluralize
from shapeproof.settings import Settings
from shapeproof.validation.catalog import Severity

if TYPE_CHECKING:  # most runs have no baseline
    from shapeproof.baseline.file_format import Entry, LiveEntry
    from shapeproof.baseline.files import BaselineFile
    from shapeproof.baseline.filtering import BaselineFilter, NewBaseline

__all__ = ["RunBaseline", "baseline_options"]

_FILE: Final = "--baseline"
_WRITE: Final = "--write-baseline"


def baseline_options(command: Callable[..., object]) -> Callable[..., object]:
    """`--baseline` and `--write-baseline`."""
    for option in (
        click.option(
            _WRITE,
            is_flag=True,
            help="Write all findings of this run to the baseline (default file: shapeproof-baseline.json). "
            "Entries of files that this run does not check are kept.",
        ),
        click.option(
            _FILE,
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Known findings: they are counted, and do not fail the run.",
        ),
    ):
        command = option(command)
    return command


class RunBaseline:
    """The baseline of a run, to be read or to be written; without one, all results pass unchanged."""

    def __init__(
        self, option: Path | None, settings: Settings, chosen: Mapping[str, Severity | None], *, is_written: bool
    ) -> None:
        """Find and read the baseline of a run.

        Args:
            option: the value of `--baseline`.
            settings: the settings of the project; they may name a baseline.
            chosen: the severities that the user chose, by code and rule.
            is_written: whether the run writes its baseline.

        Raises:
            UsageError: the file doesn't exist, or is not a baseline.
        """
        self._file: BaselineFile | None = None
        self._filter: BaselineFilter | NewBaseline | None = None
        self._live: frozenset[LiveEntry] = frozenset()
        """Entries of pytest's runs, which are kept."""
        self._is_named = True
        """Whether an option or the settings name the file, so that the next run may know it."""
        if option or settings.baseline or is_written:
            self._read(option, settings, {code for code, severity in chosen.items() if severity is None}, is_written)

    def _read(self, option: Path | None, settings: Settings, ignored: set[str], is_written: bool) -> None:
        from shapeproof.baseline.file_format import OptionNames
        from shapeproof.baseline.files import BaselineFile
        from shapeproof.baseline.filtering import BaselineFilter, NewBaseline

        directory = Path() if settings.file is None else settings.file.parent
        file = BaselineFile.find(
            option, settings.baseline, directory, OptionNames(_FILE, _WRITE), is_written=is_written
        )
        if file is None:
            return
        self._file = file
        self._is_named = bool(option or settings.baseline)
        below = BaseDirectory(str(file.path.absolute().parent), str(Path().absolute()))
        if is_written:
            before, problem = file.read_for_update()
            if problem:
                _print_note(file, problem)
            self._filter = NewBaseline(below, before.recorded, ignored)
            self._live = frozenset(before.live)
        else:
            self._filter = BaselineFilter(file.read().recorded, below, ignored)

    @property
    def path(self) -> Path | None:
        """The path of the file; None if the run has no baseline."""
        return self._file.path if self._file else None

    def is_own(self, path: str) -> bool:
        """Whether a file found in a directory is the baseline itself."""
        return (
            self._file is not None
            and os.path.basename(path) == self._file.path.name
            and os.path.abspath(path) == os.path.abspath(self._file.path)
        )

    def filter(self, results: Iterator[UnitResult]) -> Iterator[UnitResult]:
        """The results, with their known findings separated."""
        return map(self._filter.filter, results) if self._filter else results

    def stale_entries(self, paths: Sequence[str]) -> list[Entry]:
        """The entries of the baseline that a run over `paths` did not find again."""
        if self._file is None or self._filter is None:
            return []
        from shapeproof.baseline.filtering import BaselineFilter

        return (
            self._filter.stale_entries(paths, _exists_beside(self._file))
            if isinstance(self._filter, BaselineFilter)
            else []
        )

    def write(self, paths: Sequence[str], *, is_done: bool) -> None:
        """Write the file, if this run writes its baseline and could check all of `paths`. Raises ShapeproofError."""
        if self._file is None or self._filter is None:
            return
        from shapeproof.baseline.file_format import Baseline
        from shapeproof.baseline.filtering import NewBaseline

        if not isinstance(self._filter, NewBaseline):
            return
        if not is_done:
            _print_note(self._file, "not written, because not everything could be checked")
            return
        counts, kept = self._filter.counts, self._filter.retained(paths, _exists_beside(self._file))
        self._file.write(Baseline({**kept, **counts}, self._live))
        others = f"; {pluralize(len(kept), 'entry')} kept for files that were not checked" if kept else ""
        others += f"; {pluralize(len(self._live), 'entry')} kept for tests" if self._live else ""
        _print_note(
            self._file, f"written, {pluralize(len(counts), 'entry')} for {pluralize(counts.total(), 'finding')}{others}"
        )
        if not self._is_named:
            name = one_line(self._file.path.name)
            print_text(
                f'  use it: {_FILE} {name}, or baseline = "{name}" in pyproject.toml, [tool.shapeproof]', to_stderr=True
            )


def _print_note(file: BaselineFile, note: str) -> None:
    print_text(f"shapeproof: {one_line(str(file.path))}: {note}", to_stderr=True)


def _exists_beside(file: BaselineFile) -> Callable[[str], bool]:
    from shapeproof.baseline.files import exists

    return partial(exists, file.path.absolute().parent)
