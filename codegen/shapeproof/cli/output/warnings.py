"""Warnings on standard error: what is wrong, but does not stop a command."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shapeproof.cli.terminal import print_text
from shapeproof.errors import one_line
from shapeproof.recordings.checking.unit_result import UnitResult

__all__ = ["unread", "warn_of"]


def unread(result: UnitResult) -> Iterator[str]:
    """A message for each thing in a unit that can't be read, for commands that report no findings."""
    for located in result.findings:
        if located.finding.kind == "reading" and located.finding.severity == "error":
            yield one_line(f"{located.file}: {located.finding.message}")


def warn_of(problems: Iterable[object]) -> None:
    """Print a warning for each problem."""
    for problem in problems:
        print_text(f"shapeproof: warning: {problem}", to_stderr=True)
