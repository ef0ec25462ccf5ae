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

TESTS: Final = Path(__file__).parents[1]
PROGRAM: Final = Path(sys.executable).parent / "shapeproof"
PLAIN: Final = {"COLUMNS": "100", "PYTHONWARNINGS": "error"}
"""A terminal of one width, and no warning goes unseen."""
MEANINGFUL: Final = ("NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING", "PYTHONUTF8")

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """`shapeproof ARGUMENTS…` in a directory of the test's own."""

    def started(
        *arguments: str | bytes, stdin: bytes = b"", env: Mapping[str, str] | None = None, timeout: float = 60
    ) -> subprocess.CompletedProcess[str]:
        clean = {key: value for key, value in os.environ.items() if key not in MEANINGFUL}
        done = subprocess.run(
            [PROGRAM, *arguments], cwd=tmp_path, input=stdin, env={**clean, **PLAIN, **(env or {})},
            capture_output=True, timeout=timeout, check=False,
        )  # fmt: skip
        out, err = (text.decode("utf-8", "strict") for text in (done.stdout, done.stderr))
        assert "Traceback" not in err, err
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    return started


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """The example recordings, below `examples` in the test's directory."""
    return shutil.copytree(TESTS.parent / "examples" / "recordings", tmp_path / "examples")
