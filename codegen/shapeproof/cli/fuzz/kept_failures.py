"""The files in which `fuzz run` keeps what a program fails on, and from which `fuzz replay` reads it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from shapeproof.cli.fuzz.target import TargetOptions
from shapeproof.errors import UsageError
from shapeproof.fuzz.campaign.run_outcome import RunOutcome, describe, error_line

__all__ = ["FailureDirectory", "kept_response"]

_OUTPUT_LENGTH: Final = 2_000
_NAME_LENGTH: Final = 40


@dataclass(frozen=True, slots=True)
class FailureDirectory:
    """Where failures are kept; `target` is the program that failed."""

    path: Path
    target: TargetOptions

    def keep(self, line: Mapping[str, Any], outcome: RunOutcome, prefix: str, changes: Sequence[str] = ()) -> Path:
        """Write the recording line of a failing response, with the program's outcome.

        Args:
            line: the recording line.
            outcome: how the program failed.
            prefix: the beginning of the file's name.
            changes: the smallest changes of the response with which the program passes, as sentences.

        Returns:
            The file.
        """
        words = "-".join(re.findall(r"\w+", error_line(outcome.stderr) or describe(outcome)))
        file = self.path / f"{prefix}{words[:_NAME_LENGTH].lower().rstrip('-')}.json"
        failure = {
            "outcome": describe(outcome),
            "stderr": outcome.stderr[-_OUTPUT_LENGTH:],
            "stdout": outcome.stdout[-_OUTPUT_LENGTH:],
            "minimal_changes": changes,
            "replay": self.target.replay_command(file),
        }
        self.path.mkdir(parents=True, exist_ok=True)
        document = json.dumps({**line, "failure": failure}, indent=2, ensure_ascii=False)
        file.write_text(document + "\n", encoding="utf-8")
        return file


def kept_response(file: Path) -> Any:
    """The response in a kept file. Raises UsageError if the file has none."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))["response"]
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            "expected a response kept by `shapeproof fuzz run`",
            where=str(file),
            hint="name a file in the directory shapeproof-failures",
        ) from error
