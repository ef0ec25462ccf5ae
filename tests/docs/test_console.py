"""What README and docs show of a terminal is what a terminal shows. `pytest --update-golden` writes it anew."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from documentation.markdown import Step, commands, steps

ROOT = Path(__file__).parents[2]
VARYING = [
    (r"\b\d+\.\d+s\b", "0.00s"),  # how long pytest took
    (r"@\d+\.\d+\.\d+\b", "@EDITION"),  # of the installed botocore
    (
        r"\d+ more while shrinking; (\d) failures; \d+ of",
        r"N more while shrinking; \1 failures; N of",
    ),  # Hypothesis's business
]

MISTAKES = re.compile(r"^Try 'shapeproof|^Traceback \(most recent call last\)|command not found", re.MULTILINE)
"""What no page shows, though `--update-golden` would write it there."""


def comparable(printed: str) -> str:
    for pattern, replacement in VARYING:
        printed = re.sub(pattern, replacement, printed)
    return printed


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A project of its own: the examples, and what a page writes."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def shell(command: str, scratch: Path, *, may_fail: bool = True) -> str:
    """What a command prints on both streams, in a terminal of 88 columns."""
    env = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(scratch),
        "COLUMNS": "88",
        "LANG": "C.UTF-8",
        "PYTEST_ADDOPTS": "-p no:cacheprovider",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    ended = subprocess.run(
        ["bash", "-c", command], cwd=scratch, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, check=False, timeout=300,
    )  # fmt: skip
    assert may_fail or ended.returncode == 0, ended.stdout
    return ended.stdout


def session(step: Step, scratch: Path) -> str:
    """A console block as it looks when its commands are really run."""
    lines: list[str] = []
    for command, expected in commands(step.text):
        printed = shell(command.removeprefix("$ "), scratch)
        assert not MISTAKES.search(printed), f"{command}{printed}"
        if printed and not printed.endswith("\n"):
            printed += "\n"
        blank = "\n" if expected.endswith("\n\n") and not printed.endswith("\n\n") else ""  # sets commands apart
        unchanged = comparable(printed + blank) == comparable(expected)
        lines += [command, expected if unchanged else printed + blank]
    return "".join(lines)


def test_what_a_page_shows_is_what_is_printed(page: Path, scratch: Path, request: pytest.FixtureRequest) -> None:
    text = page.read_text(encoding="utf-8")
    taken = steps(text)
    if not any(step.kind == "console" for step in taken):
        pytest.skip("it shows no terminal")
    for module in ("botocore", "boto3", "moto", "yaml", "hypothesis"):
        if find_spec(module) is None:
            pytest.skip(f"{module} isn't installed; scripts/setup brings it")
    actual, end = "", 0
    for step in taken:
        if step.kind == "file":
            file = scratch / step.value
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(step.text, encoding="utf-8")
        elif step.kind == "run":
            shell(f"set -e; {step.value}", scratch, may_fail=False)
        else:
            actual += text[end : step.start] + session(step, scratch)
            end = step.end
    actual += text[end:]
    if request.config.getoption("--update-golden"):
        page.write_text(actual, encoding="utf-8")
    assert actual == text or request.config.getoption("--update-golden")
