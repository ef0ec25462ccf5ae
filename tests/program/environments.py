"""Environments in which the wheel is installed as its users install it, and the tests that run in them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest

__all__ = ["find_python", "first_steps", "install", "installed", "run_tests", "versions"]

ROOT: Final = Path(__file__).parents[2]


def _run(*command: str | Path, cwd: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PYTHON"))}
    return subprocess.run(
        command, cwd=cwd, env={**clean, **variables}, capture_output=True, text=True, check=False, timeout=1_800
    )


def find_python(version: str) -> Path:
    """A Python of a version such as 3.13, on PATH or beside the one that runs, as pyenv keeps them. Skips without one."""

    def candidates() -> Iterator[str | None]:
        yield shutil.which(f"python{version}")
        yield from map(str, sorted(Path(sys.base_prefix).parent.glob(f"{version}.*/bin/python{version}")))

    program = f"import ensurepip, sys, venv; sys.exit({version!r} != '%d.%d' % sys.version_info[:2])"
    for candidate in filter(None, candidates()):
        if _run(candidate, "-c", program).returncode == 0:
            return Path(candidate)
    pytest.skip(f"no Python {version} with venv is on PATH")


def installed(python: Path, directory: Path, requirements: Sequence[str], constraints: Sequence[str]) -> Path:
    """The Python of a new environment; skips where no package index can be reached.

    Args:
        python: the Python that it is made with.
        directory: where to make it.
        requirements: what pip installs.
        constraints: the versions that it may take.
    """
    made = _run(python, "-m", "venv", directory)
    assert made.returncode == 0, made.stdout + made.stderr
    program = directory / "bin" / "python"
    install(program, requirements, constraints)
    return program


def install(python: Path, requirements: Sequence[str], constraints: Sequence[str] = ()) -> None:
    """Install into an environment, as `installed` does."""
    directory = python.parents[1]
    pins = directory / "constraints.txt"
    pins.write_text("".join(f"{line}\n" for line in constraints))
    pip: list[str | Path] = [python, "-m", "pip", "--disable-pip-version-check", "--retries=1"]
    done = _run(*pip, "install", "--quiet", "-c", pins, *requirements)
    if done.returncode:
        probe = _run(*pip, "download", "--quiet", "--no-deps", "--dest", directory / "probe", "click")
        if probe.returncode:
            pytest.skip("no package index can be reached")
        pytest.fail(done.stdout + done.stderr)


def versions(python: Path, names: Sequence[str]) -> str:
    """The versions of distributions in an environment, on one line."""
    program = "import sys; from importlib.metadata import version; print(*(f'{n} {version(n)}' for n in sys.argv[1:]), sep=', ')"
    return _run(python, "-c", program, *names).stdout.strip()


def first_steps(python: Path, directory: Path) -> str:
    """Run the README's commands in an environment; return the number of those that passed, as they say it."""
    done = _run(python, ROOT / "scripts" / "releasing" / "first_steps.py", cwd=directory)
    assert done.returncode == 0, done.stdout + done.stderr
    assert str(python.parents[1]) in done.stdout, "expected the installed wheel, not a checkout"
    return done.stdout.splitlines()[-1]


def run_tests(python: Path, directory: Path, *tests: str) -> str:
    """Run tests of the checkout in an environment, on the code that is installed there; return pytest's last line."""
    options: list[str | Path] = ["-q", "-p", "no:cacheprovider", "--basetemp", directory / "tests", "--rootdir", ROOT]
    files = [ROOT / "tests" / test for test in tests]
    # Elsewhere: the contracts of a checkout would be those of a project.
    command: list[str | Path] = [python, "-m", "pytest", *options, "-c", ROOT / "pyproject.toml", *files]
    path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    done = _run(*command, cwd=directory, PATH=path, PYTHONPATH=str(ROOT))
    summary = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr
    assert re.search(r"\d+ passed", summary), summary
    return summary
