"""The command line, run in forks of one process that has imported it: many tests start it hundreds of times."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

__all__ = ["Outcome", "Program", "environment"]

_SERVER: Final = Path(__file__).with_name("fork_server.py")
_PLAIN: Final = {"COLUMNS": "100", "PYTHONWARNINGS": "error", "SHAPEPROOF_EDITION_NOTES": "0"}
"""A terminal of one width, no warning goes unseen, and a newer botocore says nothing."""
_MEANINGFUL: Final = ("NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING", "PYTHONUTF8")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended, and what it printed."""

    exit_code: int
    output: bytes
    errors: bytes


class Program:
    """The command line, run in forks of one process."""

    def __init__(self, directory: Path, environment: Mapping[str, str]) -> None:
        """Start the server.

        Args:
            directory: for what runs read and print.
            environment: the variables of the server, and of runs that have no others.
        """
        self._files = {name: directory / name for name in ("input", "output", "errors")}
        self._environment = dict(environment)
        self._server = subprocess.Popen(
            [sys.executable, str(_SERVER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=directory,
            env=self._environment,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.kill()
        self._server.communicate()

    def run(
        self,
        directory: Path,
        arguments: Sequence[str],
        *,
        stdin: bytes = b"",
        environment: Mapping[str, str] | None = None,
        timeout: float = 30,
    ) -> Outcome:
        """Run the command line in a directory. A run that takes longer than the timeout ends with 124."""
        return self._request({"arguments": arguments}, directory, stdin, environment, timeout)

    def run_module(self, directory: Path, module: Path) -> Outcome:
        """Run a module that was generated."""
        return self._request({"module": str(module)}, directory, b"", None, 30)

    def _request(
        self,
        what: dict[str, object],
        directory: Path,
        stdin: bytes,
        environment: Mapping[str, str] | None,
        timeout: float,
    ) -> Outcome:
        self._files["input"].write_bytes(stdin)
        request = {
            **what,
            **{name: str(path) for name, path in self._files.items()},
            "directory": str(directory),
            "environment": self._environment if environment is None else dict(environment),
            "seconds": timeout,
        }
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write(f"{json.dumps(request)}\n")
        self._server.stdin.flush()
        exit_code = int(self._server.stdout.readline())
        return Outcome(exit_code, self._files["output"].read_bytes(), self._files["errors"].read_bytes())


def environment() -> dict[str, str]:
    """The environment of the tests, without what says how to print."""
    return {**{key: value for key, value in os.environ.items() if key not in _MEANINGFUL}, **_PLAIN}
