"""The options of `fuzz run` and `fuzz replay` that say which program is run, and how."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from shapeproof.cli.fuzz.options import Seconds, bundled
from shapeproof.errors import UsageError, needs_extra
from shapeproof.fuzz.campaign.run_outcome import CRASH
from shapeproof.operating_system.command_lines import join_words

__all__ = ["TargetOptions", "requiring_fuzz_extra", "target_options"]

_TIMEOUT: Final = 10.0


@dataclass(frozen=True, slots=True)
class TargetOptions:
    """A program (exactly one of `program` and `line_program`) and how it is run.

    `timeout` is in seconds; `crash_regex` matches what a crash prints on standard error.
    """

    program: str | None
    line_program: str | None
    timeout: float
    crash_regex: str | None

    def __post_init__(self) -> None:
        if self.program is not None and self.line_program is not None:
            raise UsageError("expected one program, got two", hint="give either --exec or --exec-lines")
        if self.program is None and self.line_program is None:
            raise UsageError("no program to run", hint="give --exec COMMAND or --exec-lines COMMAND")

    @property
    def command(self) -> str:
        """The command of either kind of program."""
        return self.line_program or "" if self.program is None else self.program

    @property
    def crash_pattern(self) -> re.Pattern[str]:
        """What a crash prints on standard error. Raises UsageError for an invalid regular expression."""
        try:
            return re.compile(CRASH if self.crash_regex is None else self.crash_regex, re.MULTILINE)
        except re.error as error:
            raise UsageError(
                f"invalid regular expression: {error}",
                where="--crash-regex",
                hint=r"it is one of Python's `re`: a bracket that means itself is written \(",
            ) from error

    def replay_command(self, file: Path) -> str:
        """The command line that runs the program again on a kept response."""
        option = "--exec-lines" if self.program is None else "--exec"
        words = ["shapeproof", "fuzz", "replay", str(file), option, self.command]
        if self.timeout != _TIMEOUT:
            words += ["--timeout", f"{self.timeout:g}"]
        if self.crash_regex is not None:
            words += ["--crash-regex", self.crash_regex]
        return join_words(words)


target_options = bundled(
    "target",
    TargetOptions,
    click.option(
        "--exec",
        "program",
        metavar="COMMAND",
        help="Started for each response: on standard input, or as {}.",
    ),
    click.option(
        "--exec-lines",
        "line_program",
        metavar="COMMAND",
        help="A program started once, which reads a response per line and answers each with a line.",
    ),
    click.option(
        "--timeout",
        type=Seconds(),
        default=_TIMEOUT,
        show_default=True,
        metavar="SECONDS",
        help="A run that takes longer counts as a hang.",
    ),
    click.option("--crash-regex", metavar="REGEX", help="What a crash prints.  [default: common tracebacks]"),
)


def requiring_fuzz_extra() -> AbstractContextManager[None]:
    """Guard the import of modules that run programs. Raises MissingExtraError if the extra `fuzz` isn't installed."""
    return needs_extra("running a program on responses", extra="fuzz")
