"""The options about a baseline, and its file."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial as bound
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from shapeproof.cli.output.atomic_files import AtomicFile
from shapeproof.errors import ShapeproofError, UsageError, one_line
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.recordings.discovery.globs import Below
from shapeproof.report.common.plurals import counted
from shapeproof.settings import Settings
from shapeproof.validation.catalog import Severity

if TYPE_CHECKING:
    from shapeproof.baseline import Entry, KnownFindings, NewBaseline

__all__ = ["BaselineFile", "baseline_options"]

DEFAULT: Final = "shapeproof-baseline.json"


def baseline_options(command: Callable[..., object]) -> Callable[..., object]:
    """`--baseline` and `--write-baseline`."""
    for option in (
        click.option(
            "--write-baseline",
            is_flag=True,
            help=f"Make all that is found now known: write the baseline's file (else {DEFAULT}). "
            "Its entries of files that aren't checked now stay.",
        ),
        click.option(
            "--baseline",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Findings that are known: they are counted, and don't fail.",
        ),
    ):
        command = option(command)
    return command


class BaselineFile:
    """The baseline of a run, read or to be written; or none, and then everything passes as it is."""

    def __init__(
        self, option: Path | None, settings: Settings, chosen: Mapping[str, Severity | None], *, is_written: bool
    ) -> None:
        """`chosen` is what codes count as. Raises UsageError for a file that isn't there, or holds something else."""
        file = option or settings.baseline
        if file is None and is_written:
            file = Path(DEFAULT) if settings.file is None else settings.file.with_name(DEFAULT)
        self.file = file
        self._sieve: KnownFindings | NewBaseline | None = None
        if file:
            left_out = {code for code, severity in chosen.items() if severity is None}
            self._sieve = _to_be_written(file, left_out) if is_written else _read(file, left_out)

    def is_own(self, path: str) -> bool:
        """Whether a file that is met in a folder is the baseline itself."""
        return (
            self.file is not None
            and os.path.basename(path) == self.file.name
            and os.path.abspath(path) == os.path.abspath(self.file)
        )

    def sifted(self, partials: Iterator[UnitResult]) -> Iterator[UnitResult]:
        """Results, with what the baseline holds among what is known."""
        return map(self._sieve.sift, partials) if self._sieve else partials

    def gone(self, paths: Sequence[str]) -> list[Entry]:
        """The entries of the baseline that a run which was to check `paths` didn't meet again."""
        if self.file is None or self._sieve is None:
            return []
        from shapeproof.baseline import KnownFindings

        return self._sieve.gone(paths, bound(_is_there, self.file)) if isinstance(self._sieve, KnownFindings) else []

    def write(self, paths: Sequence[str], *, is_done: bool) -> None:
        """Write the file, if it is to be written and the job, checking `paths`, was done. Raises ShapeproofError."""
        if self.file is None or self._sieve is None:
            return
        from shapeproof.baseline import NewBaseline, text_of

        if not isinstance(self._sieve, NewBaseline):
            return
        if not is_done:
            _tell(self.file, "not written, for the job was not done")
            return
        counts, kept = self._sieve.counts, self._sieve.kept(paths, bound(_is_there, self.file))
        try:
            with AtomicFile(str(self.file)) as written:
                written.write(text_of({**kept, **counts}))
                written.finish()
        except OSError as error:
            raise ShapeproofError(
                f"the baseline can't be written: {error.strerror}",
                where=str(self.file),
                hint="See that its folder is there, and may be written to.",
            ) from None
        others = f"; {counted(len(kept), 'entry')} kept of what was not checked now" if kept else ""
        _tell(self.file, f"written, {counted(len(counts), 'entry')} for {counted(counts.total(), 'finding')}{others}")


def _tell(file: Path, what: str) -> None:
    click.echo(f"shapeproof: {one_line(str(file))}: {what}", err=True)


def _is_there(baseline: Path, name: str) -> bool:
    """Whether a file is there, by its name from the baseline's folder; one that may not be looked for is."""
    try:
        os.lstat(baseline.absolute().parent / name)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError:
        pass
    return True


def _below(file: Path) -> Below:
    return Below(str(file.absolute().parent), str(Path().absolute()))


def _read(file: Path, left_out: Collection[str]) -> KnownFindings:
    from shapeproof.baseline import KnownFindings, parse

    data = _data(file)
    if data is None:
        raise UsageError("there is no such baseline", where=str(file), hint="--write-baseline makes it")
    return KnownFindings(parse(data, str(file)), _below(file), left_out)


def _to_be_written(file: Path, left_out: Collection[str]) -> NewBaseline:
    from shapeproof.baseline import NewBaseline, parse

    data = (_data(file) or b"").strip()
    if data and b'"shapeproof_baseline"' not in data:
        mend = "--baseline FILE names another"
        raise UsageError("this holds something else, and is not written over", where=str(file), hint=mend)
    try:
        before = parse(data, str(file)) if data else {}
    except UsageError as error:  # after a merge, say; that it is written anew is what mends it
        _tell(file, f"none of its entries is kept: {error.message}")
        before = {}
    return NewBaseline(_below(file), before, left_out)


def _data(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"this can't be read: {error.strerror}", where=str(file)) from None
