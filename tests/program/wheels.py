"""The wheel of this checkout, and an environment with nothing else than it and what the core depends on."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest

__all__ = ["wheel", "wheel_environment"]

ROOT: Final = Path(__file__).parents[2]


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    for tool in ("build", "hatchling"):
        if find_spec(tool) is None:
            pytest.skip(f"{tool} isn't installed; scripts/setup brings it")
    directory = tmp_path_factory.mktemp("wheel")
    result = _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", directory)
    assert result.returncode == 0, result.stdout + result.stderr
    (path,) = directory.glob("*.whl")
    return path


@pytest.fixture(scope="session")
def wheel_environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts directory of an environment that contains only the wheel and its core dependencies."""
    directory = tmp_path_factory.mktemp("elsewhere")
    result = _run(sys.executable, "-m", "venv", directory)
    if result.returncode != 0:
        pytest.skip(f"no environment can be created: {result.stdout.strip()}")
    scripts = directory / "bin"
    pip: list[str | Path] = [scripts / "python", "-m", "pip", "--disable-pip-version-check", "--retries=1"]
    installation = _run(*pip, "install", "--quiet", "-c", ROOT / "constraints.txt", wheel)
    if installation.returncode != 0:
        # Without a network the test is skipped; otherwise, a wheel that can't be installed is a failure.
        probe = _run(*pip, "download", "--quiet", "--no-deps", "--dest", directory / "probe", "click")
        if probe.returncode != 0:
            pytest.skip("no package index can be reached")
        pytest.fail(installation.stdout + installation.stderr)
    return scripts
