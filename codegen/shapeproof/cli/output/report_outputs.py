"""Where reports go: one to standard output, any number to files, all of them written in one pass.

A file that can't be written is reported at the end, and does not keep the others from being written.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import click

from shapeproof.atomic_files import AtomicFile
from shapeproof.cli.terminal import print_page, print_text
from shapeproof.contract import Contract
from shapeproof.errors import ShapeproofError, UsageError, unknown_name_hint
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.common.screen import Screen
from shapeproof.report.formats.report_format import FORMATS, Report, new_report

__all__ = ["STREAM_FORMATS", "TEXT_FORMATS", "ReportOutputs", "report_files"]

STREAM_FORMATS = [name for name, entry in FORMATS.items() if not entry.files_only]
"""The formats that may go to standard output."""
TEXT_FORMATS: Final = ("text", "full", "grouped", "concise", "statistics")
"""Those that are lines for people."""


_MAX_WRITE: Final = 2**18
"""Characters that are written at once; more only if they are one piece."""


def report_files(options: Sequence[str], paths: Sequence[str], baseline: Path | None) -> dict[str, str]:
    """Parse the values of `--report FORMAT=FILE`.

    Args:
        options: the values.
        paths: the paths that are checked; no report may overwrite one of them.
        baseline: the baseline's file, likewise.

    Returns:
        The format of each file.

    Raises:
        UsageError: a value is invalid, or names a file that this run uses already.
    """
    taken = {os.path.realpath(path): "an input of this run" for path in paths}
    if baseline:
        taken[os.path.realpath(baseline)] = "the baseline"
    formats: dict[str, str] = {}
    for option in options:
        name, sign, file = option.partition("=")
        where = f"--report {option}"
        if not sign or not file:
            raise UsageError("expected FORMAT=FILE", where=where, hint=f"--report {name or 'FORMAT'}=FILE")
        if name not in FORMATS:
            raise UsageError(f"unknown format {name!r}", where=where, hint=_format_hint(name))
        if file == "-":
            raise UsageError("expected a file", where=where, hint=f"for standard output, use --format {name}")
        if os.path.isdir(file) or file.endswith(os.sep):
            raise UsageError(
                "expected a file, got a directory",
                where=where,
                hint=f"name a file in it, such as {os.path.join(file, name)}.…",
            )
        if other := taken.get(os.path.realpath(file)):
            raise UsageError(f"this file is {other}", where=where, hint="name another file")
        taken[os.path.realpath(file)] = f"the {name} report's"
        formats[file] = name
    return formats


def _format_hint(name: str) -> str:
    return unknown_name_hint(name, FORMATS, f"formats: {', '.join(FORMATS)}")


_PRINTERS: Final[Mapping[str, Callable[[str], None]]] = {
    **dict.fromkeys(TEXT_FORMATS, partial(print_text, end="")),
    "github": partial(print_text, end="", is_workflow=True),
}
"""How the formats for people are printed; the others are for programs."""


class _StandardOutput:
    """Standard output, in colour on a terminal. `before_printing` is called before each text."""

    def __init__(self, format_name: str, before_printing: Callable[[], None]) -> None:
        self._before_printing = before_printing
        self._print = _PRINTERS.get(format_name, print_page)

    @property
    def own_files(self) -> set[str]:
        return set()

    def write(self, text: str) -> None:
        self._before_printing()
        self._print(text)

    def finish(self) -> None:
        pass

    def discard(self) -> None:
        pass


class _File(AtomicFile):
    """A file without colours, which appears when it is complete; its directories are created."""

    def __init__(self, path: str) -> None:
        os.makedirs(os.path.dirname(os.path.realpath(path)), exist_ok=True)
        super().__init__(path)

    @property
    def own_files(self) -> set[str]:
        return {os.path.realpath(self.target), *([self.temporary] if self.temporary else [])}

    def write(self, text: str) -> None:
        super().write(click.unstyle(text))


class _Output:
    """A report and its destination, until a write to it fails."""

    def __init__(
        self, report: Report, file: str | None, open_destination: Callable[[], _StandardOutput | _File]
    ) -> None:
        self.report = report
        self.file = file
        self.failure: OSError | None = None
        self._destination: _StandardOutput | _File | None = None
        try:
            self._destination = open_destination()
        except OSError as error:
            self.failure = error

    @property
    def own_files(self) -> set[str]:
        """The paths that this output writes: the file, and the temporary one beside it."""
        return self._destination.own_files if self._destination else set()

    def write(self, pieces: Iterator[str]) -> None:
        """Write all pieces of a text."""
        for text in _joined(pieces):
            if destination := self._destination:
                self._attempt(partial(destination.write, text))

    def finish(self) -> None:
        """Move the file to its target."""
        destination = self._destination
        if destination:
            self._attempt(destination.finish)
            self._destination = None

    def discard(self) -> None:
        """Remove an incomplete file."""
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
    """All reports of a run. Leaving the context before `end` leaves no file behind."""

    def __init__(
        self,
        format_name: str,
        files: Mapping[str, str],
        *,
        before_printing: Callable[[], None],
        screen: Screen | None = None,
        **options: object,
    ) -> None:
        """Open the outputs.

        Args:
            format_name: the format of standard output.
            files: the format of each file.
            before_printing: called before anything is written to standard output.
            screen: the terminal that standard output is; None if it is none.
            **options: what else `new_report` takes.

        Raises:
            MissingExtraError: a format needs an extra that is not installed.
        """
        # Each report is made before any file is opened: one may lack an extra.
        printed = new_report(format_name, screen=screen, **options)
        reports = {file: new_report(name, **options) for file, name in files.items()}
        self._outputs = [_Output(printed, None, lambda: _StandardOutput(format_name, before_printing))]
        for file, report in reports.items():
            self._outputs.append(_Output(report, file, partial(_File, file)))
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
        """Whether a file found in a directory is one that this run is writing."""
        return (
            bool(self._own_names)
            and os.path.basename(path) in self._own_names
            and os.path.realpath(path) in self._own_files
        )

    def add(self, result: UnitResult) -> None:
        """Write what each report says about one unit. Raises an error once no output is left to write to."""
        for output in self._outputs:
            output.write(output.report.add(result))
        if all(output.failure for output in self._outputs):
            self.raise_failures()

    def end(self, summary: RunSummary, contract_of: Callable[[str], Contract]) -> None:
        """Write the end of each report, and move the files to their targets."""
        for output in self._outputs:
            output.write(output.report.end(summary, contract_of))
            output.finish()

    def raise_failures(self) -> None:
        """Report the files that could not be written. Raises ShapeproofError or OSError if there are any."""
        failures = [_as_error(output.failure, output.file) for output in reversed(self._outputs) if output.failure]
        for failure in failures[:-1]:
            print_text(f"shapeproof: {failure}", to_stderr=True)
        if failures:
            raise failures[-1]


def _joined(pieces: Iterator[str]) -> Iterator[str]:
    """Join pieces of a text into fewer ones: a write costs as much as many pieces, and the whole text may be long."""
    joined: list[str] = []
    size = 0
    for piece in pieces:
        joined.append(piece)
        size += len(piece)
        if size >= _MAX_WRITE:
            yield "".join(joined)
            joined, size = [], 0
    if size:
        yield "".join(joined)


def _as_error(failure: OSError, file: str | None) -> Exception:
    if file is None:
        return failure
    return ShapeproofError(
        f"this report can't be written: {failure.strerror}",
        where=file,
        hint="make sure that its directory is writable and has space left; an earlier file is unchanged",
    )
