"""The baseline options, and the baseline file of a run."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from shapeproof.atomic_files import AtomicFile
from shapeproof.cli.terminal import print_text
from shapeproof.errors import ShapeproofError, UsageError, one_line
from shapeproof.files import read_file
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.recordings.discovery.base_directory import BaseDirectory
from shapeproof.report.common.plurals import pluralize
from shapeproof.settings import Settings
from shapeproof.validation.catalog import Severity

if TYPE_CHECKING:
    from shapeproof.baseline.file_format import Entry
    from shapeproof.baseline.filtering import BaselineFilter, NewBaseline

__all__ = ["BaselineFile", "baseline_options"]

DEFAULT: Final = "shapeproof-baseline.json"
_MAX_BYTES: Final = 2**30
"""A baseline of a million entries has about 200 MB."""


def baseline_options(command: Callable[..., object]) -> Callable[..., object]:
    """`--baseline` and `--write-baseline`."""
    for option in (
        click.option(
            "--write-baseline",
            is_flag=True,
            help=f"Write all findings of this run to the baseline (default file: {DEFAULT}). "
            "Entries of files that this run does not check are kept.",
        ),
        click.option(
            "--baseline",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Known findings: they are counted, and do not fail the run.",
        ),
    ):
        command = option(command)
    return command


class BaselineFile:
    """The baseline of a run, to be read or to be written; without one, all results pass unchanged."""

    def __init__(
        self, option: Path | None, settings: Settings, chosen: Mapping[str, Severity | None], *, is_written: bool
    ) -> None:
        """Find the baseline of a run.

        Args:
            option: the value of `--baseline`.
            settings: the settings of the project; they may name a baseline.
            chosen: the severities that the user chose, by code and rule.
            is_written: whether the run writes its baseline.

        Raises:
            UsageError: the file doesn't exist, or is not a baseline.
        """
        file = option or settings.baseline
        self._root: Path | None = None
        """A directory that no link may leave when the file is written; None if the user named the file."""
        if option is None:
            self._root = Path() if settings.file is None else settings.file.parent
        if file is None and is_written:
            file = Path(DEFAULT) if settings.file is None else settings.file.with_name(DEFAULT)
        self.file = file
        self._filter: BaselineFilter | NewBaseline | None = None
        if file:
            ignored = {code for code, severity in chosen.items() if severity is None}
            self._filter = _read_for_update(file, ignored) if is_written else _read(file, ignored)

    def is_own(self, path: str) -> bool:
        """Whether a file found in a directory is the baseline itself."""
        return (
            self.file is not None
            and os.path.basename(path) == self.file.name
            and os.path.abspath(path) == os.path.abspath(self.file)
        )

    def filter(self, results: Iterator[UnitResult]) -> Iterator[UnitResult]:
        """The results, with their known findings separated."""
        return map(self._filter.filter, results) if self._filter else results

    def stale_entries(self, paths: Sequence[str]) -> list[Entry]:
        """The entries of the baseline that a run over `paths` did not find again."""
        if self.file is None or self._filter is None:
            return []
        from shapeproof.baseline.filtering import BaselineFilter

        return (
            self._filter.stale_entries(paths, partial(_exists, self.file))
            if isinstance(self._filter, BaselineFilter)
            else []
        )

    def write(self, paths: Sequence[str], *, is_done: bool) -> None:
        """Write the file, if this run writes its baseline and could check all of `paths`. Raises ShapeproofError."""
        if self.file is None or self._filter is None:
            return
        from shapeproof.baseline.file_format import to_text
        from shapeproof.baseline.filtering import NewBaseline

        if not isinstance(self._filter, NewBaseline):
            return
        if not is_done:
            _print_note(self.file, "not written, because not everything could be checked")
            return
        counts, kept = self._filter.counts, self._filter.retained(paths, partial(_exists, self.file))
        try:
            with AtomicFile(self.file, below=self._root) as file:
                file.write(to_text({**kept, **counts}))
                file.finish()
        except OSError as error:
            raise ShapeproofError(
                f"the baseline can't be written: {error.strerror}",
                where=str(self.file),
                hint="make sure that its directory exists and is writable, or name another file: --baseline FILE",
            ) from error
        others = f"; {pluralize(len(kept), 'entry')} kept for files that were not checked" if kept else ""
        _print_note(
            self.file, f"written, {pluralize(len(counts), 'entry')} for {pluralize(counts.total(), 'finding')}{others}"
        )


def _print_note(file: Path, note: str) -> None:
    print_text(f"shapeproof: {one_line(str(file))}: {note}", to_stderr=True)


def _exists(baseline: Path, name: str) -> bool:
    """Whether a file exists, by its path relative to the baseline; True if that can't be known."""
    try:
        os.lstat(baseline.absolute().parent / name)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError:
        pass
    return True


def _below(file: Path) -> BaseDirectory:
    return BaseDirectory(str(file.absolute().parent), str(Path().absolute()))


def _read(file: Path, ignored: Collection[str]) -> BaselineFilter:
    from shapeproof.baseline.file_format import parse
    from shapeproof.baseline.filtering import BaselineFilter

    data = _data(file)
    if data is None:
        raise UsageError("this baseline does not exist", where=str(file), hint="create it with --write-baseline")
    return BaselineFilter(parse(data, str(file)), _below(file), ignored)


def _read_for_update(file: Path, ignored: Collection[str]) -> NewBaseline:
    from shapeproof.baseline.file_format import parse
    from shapeproof.baseline.filtering import NewBaseline

    data = (_data(file) or b"").strip()
    if data and b'"shapeproof_baseline"' not in data:
        hint = "name another file: --baseline FILE"
        raise UsageError("this file is not a baseline, so it is not overwritten", where=str(file), hint=hint)
    try:
        before = parse(data, str(file)) if data else {}
    except UsageError as error:  # after a bad merge, for instance; writing it anew repairs it
        _print_note(file, f"none of its entries are kept: {error.message}")
        before = {}
    return NewBaseline(_below(file), before, ignored)


def _data(file: Path) -> bytes | None:
    try:
        return read_file(file, _MAX_BYTES)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"this can't be read: {error.strerror}", where=str(file)) from error
