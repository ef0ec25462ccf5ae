"""The files in which `fuzz run` keeps what a program fails on, and from which `fuzz replay` reads it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final, cast

from shapeproof.atomic_files import create_exclusively, make_directories, require_below
from shapeproof.cli.fuzz.target import TargetOptions
from shapeproof.errors import UsageError
from shapeproof.files import read_file
from shapeproof.fuzz.campaign.program_input import Lines, document_of
from shapeproof.fuzz.campaign.run_outcome import RunOutcome, describe, error_line
from shapeproof.markup.json_text import readable_json

__all__ = ["FailureDirectory", "kept_lines"]

_OUTPUT_LENGTH: Final = 2_000
_NAME_LENGTH: Final = 40


@dataclass(frozen=True, slots=True)
class FailureDirectory:
    """Where failures are kept; `target` is the program that failed.

    Nothing that exists is overwritten, and no link is followed: the directory may come with what is tested.
    """

    path: Path
    target: TargetOptions

    def __post_init__(self) -> None:
        """Raises UsageError if failures can't be kept there, before the program is run on anything."""
        where, hint = str(self.path), "name another directory: --failures DIR"
        if self.path.is_symlink():
            raise UsageError("failures can't be kept here: expected a directory, got a link", where=where, hint=hint)
        try:
            if not self.path.is_absolute() and os.pardir not in self.path.parts:
                require_below(self.path, Path())
        except OSError as error:
            raise UsageError(f"failures can't be kept here: {error.strerror}", where=where, hint=hint) from error

    def keep(self, lines: Lines, outcome: RunOutcome, prefix: str, changes: Sequence[str] = ()) -> Path:
        """Write the recording line of a failing response, with the program's outcome.

        Args:
            lines: the recording line; of pages, a list of them. The last one has the outcome.
            outcome: how the program failed.
            prefix: the beginning of the file's name.
            changes: the smallest changes of the response with which the program passes, as sentences.

        Returns:
            The file.
        """
        words = "-".join(re.findall(r"\w+", error_line(outcome.stderr) or describe(outcome)))
        make_directories(self.path)
        name = f"{prefix}{words[:_NAME_LENGTH].lower().rstrip('-')}"
        files = (self.path / f"{name}{f'-{number}' if number > 1 else ''}.json" for number in count(1))
        return next(file for file in files if _is_kept(file, self._text(lines, outcome, file, changes)))

    def _text(self, lines: Lines, outcome: RunOutcome, file: Path, changes: Sequence[str]) -> str:
        failure = {
            "outcome": describe(outcome),
            "stderr": outcome.stderr[-_OUTPUT_LENGTH:],
            "stdout": outcome.stdout[-_OUTPUT_LENGTH:],
            "minimal_changes": changes,
            "replay": self.target.replay_command(file),
        }
        if isinstance(lines, list):
            return readable_json([*lines[:-1], {**lines[-1], "failure": failure}]) + "\n"
        return readable_json({**lines, "failure": failure}) + "\n"


def _is_kept(file: Path, text: str) -> bool:
    """Write a file, unless something else has its name; True if it holds the text now."""
    try:
        create_exclusively(file, text)
    except FileExistsError:
        # The same seed found the same failure before.
        return not file.is_symlink() and file.is_file() and read_file(file).decode(errors="replace") == text
    return True


def kept_lines(file: Path) -> Lines:
    """The recording line in a kept file, or those of its pages. Raises UsageError if the file has none."""
    try:
        lines = json.loads(read_file(file))
        document_of(lines).encode()  # half of a surrogate pair can't be sent to a program
        if not lines:
            raise ValueError("no page")  # noqa: TRY301 - as any other fault of the file
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UsageError(
            "expected a response kept by `shapeproof fuzz run`",
            where=str(file),
            hint="name a file in the directory shapeproof-failures",
        ) from error
    return cast("Lines", lines)
