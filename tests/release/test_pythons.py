"""The wheel in each Python that it is for, as far as they are on this machine: the README's commands, and tests that differ."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

import pytest
from tests.program.environments import find_python, first_steps, installed, run_tests

ROOT: Final = Path(__file__).parents[2]
PROJECT: Final[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
VERSIONS: Final = [text.rpartition(" ")[2] for text in PROJECT["classifiers"] if ":: Python :: 3." in text]
TESTS: Final = ("cel", "rules", "representations", "sample")
"""What rests on how Python compiles, parses and prints."""


@pytest.mark.survey
@pytest.mark.parametrize("version", VERSIONS)
def test_the_wheel_works_in_every_python(version: str, wheel: Path, tmp_path: Path) -> None:
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    python = find_python(version)
    environment = installed(python, tmp_path / "environment", [f"{wheel}[all]", "pytest", "boto3"], pins)
    print(f"\nPython {version}: {first_steps(environment, tmp_path)}")  # noqa: T201 - a survey
    print(run_tests(environment, tmp_path, *TESTS))  # noqa: T201
