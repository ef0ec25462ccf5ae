"""Where reports go: one to standard output, any number into files, all of them fed in one pass.

A file that can't be written is told at the end, and doesn't keep the others from being written.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial as bound
from pathlib import Path
from types import TracebackType
from typing import Self

import click

from shapeproof.cli.output.atomic_files import AtomicFile
from shapeproof.contract import Contract
from shapeproof.errors import ShapeproofError, UsageError, nearest
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.formats.report_format import FORMATS, Report, new_report

__all__ = ["STREAM_FORMATS", "ReportOutputs", "wanted_files"]

STREAM_FORMATS = [name for name, entry in FORMATS.items() if not entry.files_only]
"""The formats that may go to standard output."""


def wanted_files(options: Sequence[str], paths: Sequence[str], baseline: Path | None) -> dict[str, str]:
    """What `--report FORMAT=FILE` asks for: the format of each file. Raises UsageError for what can't be meant.

    No file may be one of `paths`, which are to be checked, nor the run's `baseline`.
    """
    taken = {os.path.realpath(path): "what is to be checked" for path in paths}
    if baseline:
        taken[os.path.realpath(baseline)] = "the baseline"
    wanted: dict[str, str] = {}
    for option in options:
        name, sign, file = option.partition("=")
        where = f"--report {option}"
        if not sign or not file:
            raise UsageError("no file is named", where=where, hint=f"--report {name or 'FORMAT'}=FILE")
        if name not in FORMATS:
            raise UsageError(f"there is no format {name!r}", where=where, hint=_meant(name))
        if file == "-":
            raise UsageError("a report is written into a file", where=where, hint=f"Standard output: --format {name}")
        if os.path.isdir(file) or file.endswith(os.sep):
            raise UsageError("this is a folder", where=where, hint=f"Name a file in it: {os.path.join(file, name)}.…")
        if other := taken.get(os.path.realpath(file)):
            raise UsageError(f"this file is {other} already", where=where, hint="Name another file.")
        taken[os.path.realpath(file)] = f"the {name} report's"
        wanted[file] = name
    return wanted


def _meant(name: str) -> str:
    similar = nearest(name, FORMATS)
    return (f"Did you mean {similar[0]}? " if similar else "") + f"Formats: {', '.join(FORMATS)}"


class _StandardOutput:
    """Text with its colours, where somebody sees them. `before` is called ahead of each text."""

    def __init__(self, before: Callable[[], None]) -> None:
        self._before = before

    @property
    def own_files(self) -> set[str]:
        return set()

    def write(self, text: str) -> None:
        self._before()
        click.echo(text, nl=False)

    def finish(self) -> None:
        pass

    def discard(self) -> None:
        pass


class _File(AtomicFile):
    """Text without colours, in a file that is there when it is whole; its folders are made."""

    def __init__(self, path: str) -> None:
        os.makedirs(os.path.dirname(os.path.realpath(path)), exist_ok=True)
        super().__init__(path)

    @property
    def own_files(self) -> set[str]:
        return {os.path.realpath(self.target), *([self.aside] if self.aside else [])}

    def write(self, text: str) -> None:
        super().write(click.unstyle(text))


class _Output:
    """A report and where it goes, until one of its writes fails."""

    def __init__(self, report: Report, file: str | None, open_it: Callable[[], _StandardOutput | _File]) -> None:
        self.report = report
        self.file = file
        self.failure: OSError | None = None
        self._destination: _StandardOutput | _File | None = None
        try:
            self._destination = open_it()
        except OSError as error:
            self.failure = error

    @property
    def own_files(self) -> set[str]:
        """What is made here: the file, and the one beside it."""
        return self._destination.own_files if self._destination else set()

    def feed(self, pieces: Iterator[str]) -> None:
        """Write all the pieces."""
        text = "".join(pieces)
        destination = self._destination
        if text and destination:
            self._attempt(lambda: destination.write(text))

    def finish(self) -> None:
        """Put the file in its place."""
        destination = self._destination
        if destination:
            self._attempt(destination.finish)
            self._destination = None

    def discard(self) -> None:
        """Leave nothing behind of what isn't whole."""
        destination, self._destination = self._destination, None
        if destination:
            destination.discard()

    def _attempt(self, action: Callable[[], None]) -> None:
        try:
            action()
        except OSError as error:
            self.failure = error
            self.discard()


class ReportOutputs:
    """All reports of a run. Where this is left before `end`, no file is left behind."""

    def __init__(
        self, form: str, files: Mapping[str, str], *, before_printing: Callable[[], None], **wanted: bool
    ) -> None:
        """`form` is the format of standard output, `files` the format of each file, `wanted` what `new_report` takes."""
        # Each report is made before any file is: one may lack an extra.
        printed = new_report(form, **wanted)
        written = {file: new_report(name, **wanted) for file, name in files.items()}
        self._outputs = [_Output(printed, None, lambda: _StandardOutput(before_printing))]
        for file, report in written.items():
            self._outputs.append(_Output(report, file, bound(_File, file)))
        self._own_files = {path for output in self._outputs for path in output.own_files}
        self._own_names = {os.path.basename(path) for path in self._own_files}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for output in self._outputs:
            output.discard()

    def is_own(self, path: str) -> bool:
        """Whether a file that is met in a folder is one of those that are being written."""
        return os.path.basename(path) in self._own_names and os.path.realpath(path) in self._own_files

    def add(self, partial: UnitResult) -> None:
        """Write what each report tells of one unit. Raises OSError when nobody is left who reads."""
        for output in self._outputs:
            output.feed(output.report.add(partial))
        if all(output.failure for output in self._outputs):
            self.raise_failures()

    def end(self, tally: RunSummary, contract_of: Callable[[str], Contract]) -> None:
        """Write the end of each, and put the files in their places."""
        for output in self._outputs:
            output.feed(output.report.end(tally, contract_of))
            output.finish()

    def raise_failures(self) -> None:
        """Tell which files could not be written. Raises the last failure, if there is any: ShapeproofError or OSError."""
        failures = [_told(output.failure, output.file) for output in reversed(self._outputs) if output.failure]
        for failure in failures[:-1]:
            click.echo(f"shapeproof: {failure}", err=True)
        if failures:
            raise failures[-1]


def _told(failure: OSError, file: str | None) -> Exception:
    if file is None:
        return failure
    return ShapeproofError(
        f"the report can't be written: {failure.strerror}",
        where=file,
        hint="See that its folder may be written to and has room; what was there before is still there.",
    )
