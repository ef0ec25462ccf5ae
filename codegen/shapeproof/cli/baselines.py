"""The options about a baseline, and its file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from shapeproof.cli.whole_files import WholeFile
from shapeproof.errors import UsageError
from shapeproof.recordings.globs import Below
from shapeproof.recordings.partial import Partial
from shapeproof.settings import Settings

if TYPE_CHECKING:
    from shapeproof.report.baseline import Entry, Gathered, Known

__all__ = ["BaselineFile", "baseline_options"]

DEFAULT: Final = "shapeproof-baseline.json"


def baseline_options(command: Callable[..., object]) -> Callable[..., object]:
    """`--baseline` and `--write-baseline`."""
    for option in (
        click.option(
            "--write-baseline",
            is_flag=True,
            help=f"Make all that is found now known: write the baseline's file (else {DEFAULT}).",
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

    def __init__(self, option: Path | None, settings: Settings, *, is_written: bool) -> None:
        """Raises UsageError for a file that isn't there, or holds something else."""
        chosen = option or settings.baseline
        if chosen is None and is_written:
            chosen = Path(DEFAULT) if settings.file is None else settings.file.with_name(DEFAULT)
        self.file = chosen
        self._sieve: Known | Gathered | None = _opened(chosen, is_written=is_written) if chosen else None

    def sifted(self, partials: Iterator[Partial]) -> Iterator[Partial]:
        """Results, with what the baseline holds among what is known."""
        return map(self._sieve.sift, partials) if self._sieve else partials

    def gone(self, paths: Sequence[str]) -> list[Entry]:
        """The entries of the baseline that a run which was to check `paths` didn't meet again."""
        from shapeproof.report.baseline import Known

        if self.file is None or not isinstance(self._sieve, Known):
            return []
        folder = self.file.absolute().parent
        return self._sieve.gone(paths, lambda name: os.path.lexists(folder / name))

    def write(self) -> None:
        """Write the file, if it is to be written, whole or not at all. Raises OSError."""
        from shapeproof.report.baseline import Gathered, text_of

        if self.file is None or not isinstance(self._sieve, Gathered):
            return
        counts = self._sieve.counts
        with WholeFile(str(self.file)) as written:
            written.write(text_of(counts))
            written.finish()
        entries = f"{len(counts):,} {'entry' if len(counts) == 1 else 'entries'}"
        click.echo(f"shapeproof: {self.file}: written, {entries} for {counts.total():,} findings", err=True)


def _opened(file: Path, *, is_written: bool) -> Known | Gathered:
    from shapeproof.report.baseline import Gathered, Known, parse

    below = Below(str(file.absolute().parent), str(Path().absolute()))
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        if is_written:
            return Gathered(below)
        raise UsageError("there is no such baseline", where=str(file), mend="--write-baseline makes it") from None
    except OSError as error:
        raise UsageError(f"this can't be read: {error.strerror}", where=str(file)) from None
    if not is_written:
        return Known(parse(data, str(file)), below)
    if data.strip() and b'"shapeproof_baseline"' not in data:
        mend = "--baseline FILE names another"
        raise UsageError("this holds something else, and is not written over", where=str(file), mend=mend)
    return Gathered(below)
