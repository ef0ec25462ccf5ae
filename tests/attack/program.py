"""Runs the command line in a directory, and tells what must never happen of what happened."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

__all__ = ["Outcome", "Program", "faults"]

_SERVER: Final = Path(__file__).with_name("fork_server.py")
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_COMMANDS: Final = re.compile(
    r"^\s*::(stop-commands|set-env|set-output|add-mask|add-path|add-matcher|remove-matcher|group|endgroup|debug)"
    r"|^\s*::(error|warning|notice)( file=x)?::injected|##(vso|teamcity)?\[",
    re.MULTILINE,
)
_SPOOFED: Final = re.compile(r"^shapeproof: spoofed", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended, and what it printed."""

    exit_code: int
    output: bytes
    errors: bytes


class Program:
    """The command line, run in forks of one process."""

    def __init__(self, directory: Path) -> None:
        """Start the server, which keeps what runs print in a directory."""
        self._files = [str(directory / name) for name in ("output", "errors")]
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONWARNINGS": "error",
            "COLUMNS": "100",
            "GITHUB_ACTIONS": "true",
        }
        self._server = subprocess.Popen(
            [sys.executable, str(_SERVER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=directory,
            env=environment,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.kill()
        self._server.communicate()

    def run(self, directory: Path, arguments: Sequence[str]) -> Outcome:
        """Run the command line in a directory."""
        return self._request(directory, {"arguments": arguments})

    def run_module(self, directory: Path, module: Path) -> Outcome:
        """Run a module that was generated."""
        return self._request(directory, {"module": str(module)})

    def _request(self, directory: Path, request: dict[str, object]) -> Outcome:
        output, errors = self._files
        line = json.dumps({**request, "directory": str(directory), "output": output, "errors": errors})
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write(f"{line}\n")
        self._server.stdin.flush()
        exit_code = int(self._server.stdout.readline())
        return Outcome(exit_code, Path(output).read_bytes(), Path(errors).read_bytes())


def faults(outcome: Outcome) -> Iterator[str]:
    """What is wrong with an outcome, whatever the input was."""
    if outcome.exit_code not in {0, 1, 2}:
        yield f"exit code {outcome.exit_code}"
    for name, content in (("output", outcome.output), ("errors", outcome.errors)):
        try:
            text = content.decode("utf-8", "strict")
        except UnicodeDecodeError as error:
            yield f"{name} is not UTF-8: {error}"
            continue
        if "Traceback (most recent call last)" in text:
            yield f"{name} has a traceback"
        if hidden := sorted({character for character in text if _is_hidden(character)}):
            yield f"{name} has {hidden[:5]!a}"
        if _SPOOFED.search(text):
            yield f"{name} has a line that Shapeproof didn't write"
        if command := _COMMANDS.search(text):
            yield f"{name} has a command for a CI runner: {command[0]!a}"


def _is_hidden(character: str) -> bool:
    return character != "\n" and unicodedata.category(character) in _HIDDEN
