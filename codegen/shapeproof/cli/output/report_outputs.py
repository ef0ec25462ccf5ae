"""Where reports of the command line go: one to standard output, any number to files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from shapeproof.cli.terminal import print_page, print_text
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.report.common.screen import Screen
from shapeproof.report.formats.report_format import FORMATS, new_report
from shapeproof.report.outputs.report_writers import Output, ReportWriters, file_outputs

__all__ = ["FILE_FORMATS", "STREAM_FORMATS", "TEXT_FORMATS", "ReportOutputs"]

STREAM_FORMATS = [name for name, entry in FORMATS.items() if not entry.files_only]
"""The formats that may go to standard output."""
FILE_FORMATS = {name: f"use --report {name}=FILE" for name, entry in FORMATS.items() if entry.files_only}
"""What to use for the formats that may not."""
TEXT_FORMATS: Final = ("text", "full", "grouped", "concise", "statistics")
"""Those that are lines for people."""

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


class ReportOutputs(ReportWriters):
    """All reports of a run of the command line."""

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
        printed = new_report(format_name, screen=screen, **options)
        super().__init__(
            [
                Output(printed, None, lambda: _StandardOutput(format_name, before_printing)),
                *file_outputs(files, **options),
            ]
        )

    def add(self, result: UnitResult) -> None:
        """Write what each report says about one unit. Raises an error once no output is left to write to."""
        super().add(result)
        if self.is_useless:
            self.raise_failures()

    def raise_failures(self) -> None:
        """Report the files that could not be written. Raises ShapeproofError or OSError if there are any."""
        failures = self.failures
        for failure in failures[:-1]:
            print_text(f"shapeproof: {failure}", to_stderr=True)
        if failures:
            raise failures[-1]
