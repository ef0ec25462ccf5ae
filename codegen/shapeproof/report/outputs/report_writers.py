"""Writes reports to where they go, all of them in one pass.

A file that can't be written is a failure to report at the end, and does not keep the others from being written.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from types import TracebackType
from typing import Final, Protocol, Self

from click import unstyle

from shapeproof.atomic_files import AtomicFile
from shapeproof.contract import Contract
from shapeproof.errors import ShapeproofError
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.formats.report_format import Report, new_report

__all__ = ["Destination", "Output", "ReportWriters", "file_outputs"]

_MAX_WRITE: Final = 2**18
"""Characters that are written at once; more only if they are one piece."""


class Destination(Protocol):
    """Where a report goes."""

    @property
    def own_files(self) -> set[str]:
        """The paths that are written."""
        ...

    def write(self, text: str) -> None:
        """Write a text. Raises OSError."""
        ...

    def finish(self) -> None:
        """Complete what was written. Raises OSError."""
        ...

    def discard(self) -> None:
        """Remove what is incomplete."""
        ...


class _File(AtomicFile):
    """A file without colours, which appears when it is complete; its directories are created."""

    def __init__(self, path: str) -> None:
        os.makedirs(os.path.dirname(os.path.realpath(path)), exist_ok=True)
        super().__init__(path)

    @property
    def own_files(self) -> set[str]:
        return {os.path.realpath(self.target), *([self.temporary] if self.temporary else [])}

    def write(self, text: str) -> None:
        super().write(unstyle(text))


class Output:
    """A report and its destination, until a write to it fails."""

    def __init__(self, report: Report, file: str | None, open_destination: Callable[[], Destination]) -> None:
        """Open the destination.

        Args:
            report: the report.
            file: the path of the file; None for standard output.
            open_destination: opens it. It may raise OSError.
        """
        self.report = report
        self.file = file
        self.failure: OSError | None = None
        self._destination: Destination | None = None
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


class ReportWriters:
    """All reports of a run. Leaving the context before `end` leaves no file behind."""

    def __init__(self, outputs: Iterable[Output]) -> None:
        """Take the outputs."""
        self._outputs = list(outputs)
        self._own_files = {path for output in self._outputs for path in output.own_files}
        self._own_names = {os.path.basename(path) for path in self._own_files}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.discard()

    def discard(self) -> None:
        """Remove what is incomplete."""
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
        """Write what each report says about one unit."""
        for output in self._outputs:
            output.write(output.report.add(result))

    def end(self, summary: RunSummary, contract_of: Callable[[str], Contract]) -> None:
        """Write the end of each report, and move the files to their targets."""
        for output in self._outputs:
            output.write(output.report.end(summary, contract_of))
            output.finish()

    @property
    def failures(self) -> list[Exception]:
        """Why outputs could not be written: ShapeproofError for a file, OSError for standard output, which is last."""
        return [_as_error(output.failure, output.file) for output in reversed(self._outputs) if output.failure]

    @property
    def is_useless(self) -> bool:
        """Whether no output is left to write to."""
        return all(output.failure for output in self._outputs)


def file_outputs(files: Mapping[str, str], **options: object) -> list[Output]:
    """Open report files.

    Args:
        files: the format of each file.
        **options: what else `new_report` takes.

    Raises:
        MissingExtraError: a format needs an extra that is not installed.
    """
    # Each report is made before any file is opened: one may lack an extra.
    reports = {file: new_report(name, **options) for file, name in files.items()}
    return [Output(report, file, partial(_File, file)) for file, report in reports.items()]


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
