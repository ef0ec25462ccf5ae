"""The whole program, as a person starts it: its own process, a directory of its own, what it prints and how it ends.

What it prints in full is kept in tests/golden; `pytest --update-golden` writes that anew, and `git diff` shows what
has changed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest
from tests.program.forks import Program, environment

TESTS: Final = Path(__file__).parents[1]
PROGRAM: Final = Path(sys.executable).parent / "shapeproof"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path, program: Program) -> Run:
    """`shapeproof ARGUMENTS…` in a directory of the test's own.

    Each run is a fork of a process that has imported the program. Where a variable of the environment is set, it is a
    process of its own, since Python reads some of them only at its start.
    """

    def started(
        *arguments: str | bytes, stdin: bytes = b"", env: Mapping[str, str] | None = None, timeout: float = 60
    ) -> subprocess.CompletedProcess[str]:
        if env is None:
            texts = [os.fsdecode(argument) for argument in arguments]
            ended = program.run(tmp_path, texts, stdin=stdin, environment=environment(), timeout=timeout)
            code, streams = ended.exit_code, (ended.output, ended.errors)
        else:
            done = subprocess.run(
                [PROGRAM, *arguments], cwd=tmp_path, input=stdin, env={**environment(), **env},
                capture_output=True, timeout=timeout, check=False,
            )  # fmt: skip
            code, streams = done.returncode, (done.stdout, done.stderr)
        out, err = (content.decode("utf-8", "strict") for content in streams)
        assert "Traceback" not in err, err
        return subprocess.CompletedProcess(arguments, code, out, err)

    return started


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """The example recordings, below `examples` in the test's directory."""
    return shutil.copytree(TESTS.parent / "examples" / "recordings", tmp_path / "examples")
