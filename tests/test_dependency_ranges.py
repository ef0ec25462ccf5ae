"""The dependencies of the core that are 0.x work at both ends of the ranges that pyproject.toml allows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TESTS = {
    "jiter": ["recordings/test_json_parser.py", "recordings/test_json_locations.py"],
    "jsonschema-rs": ["validation/test_engines.py", "validation/test_engines_fetch_nothing.py"],
}


def bounds(name: str) -> dict[str, str]:
    """What pip has to install for each end of the range."""
    dependencies = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    text = next(text for text in dependencies if text.startswith(f"{name}>="))
    lowest, limit = re.fullmatch(rf"{name}>=([\d.]+),<([\d.]+)", text).groups()  # type: ignore[union-attr]
    return {"lowest": f"{name}=={lowest}", "newest": f"{name}<{limit}"}


@pytest.mark.survey
@pytest.mark.parametrize("end", ["lowest", "newest"])
@pytest.mark.parametrize("name", TESTS)
def test_both_ends_of_a_range_work(name: str, end: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(tmp_path), bounds(name)[end]]
    installed = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    if installed.returncode:
        pytest.skip(f"pip can't install {bounds(name)[end]}")
    tests = [str(ROOT / "tests" / test) for test in TESTS[name]]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
