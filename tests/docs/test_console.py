"""The console blocks in README and docs show the real output. `pytest --update-golden` rewrites them."""

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
VARYING_OUTPUT = [
    (r"\b\d+\.\d+s\b", "0.00s"),  # pytest's duration
    (r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", "NOW"),  # moto's clock has fractions of a second
    (r"@\d+\.\d+\.\d+\b", "@EDITION"),  # the installed botocore's edition
    (
        r"\d+ more while shrinking; (\d failures?); \d+ of",
        r"N more while shrinking; \1; N of",
    ),  # depends on Hypothesis
]

MISTAKES = re.compile(r"^Try 'shapeproof|^Traceback \(most recent call last\)|command not found", re.MULTILINE)
"""Output that no page may show, although `--update-golden` would write it."""


def comparable(output: str) -> str:
    for pattern, replacement in VARYING_OUTPUT:
        output = re.sub(pattern, replacement, output)
    return output


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A separate project with the examples, in which pages write files."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def run_shell(command: str, project: Path, *, may_fail: bool = True) -> str:
    """The output of a command on both streams, in a terminal of 88 columns."""
    env = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(project),
        "COLUMNS": "88",
        "LANG": "C.UTF-8",
        "PYTEST_ADDOPTS": "-p no:cacheprovider",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    result = subprocess.run(
        ["bash", "-c", command], cwd=project, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, check=False, timeout=300,
    )  # fmt: skip
    assert may_fail or result.returncode == 0, result.stdout
    return result.stdout


LONG_PAGES = {"archives.md", "contracts.md", "existing-suite.md", "fuzzing.md", "suppress.md", "tests.md", "upgrade.md"}
"""The pages that run campaigns or suites of tests, which take longer."""


def real_session(step: Step, project: Path) -> str:
    """The text of a console block with the real output of its commands."""
    lines: list[str] = []
    for command, expected in commands(step.text):
        output = run_shell(command.removeprefix("$ "), project)
        assert not MISTAKES.search(output), f"{command}{output}"
        if output and not output.endswith("\n"):
            output += "\n"
        blank = "\n" if expected.endswith("\n\n") and not output.endswith("\n\n") else ""  # separates commands
        unchanged = comparable(output + blank) == comparable(expected)
        lines += [command, expected if unchanged else output + blank]
    return "".join(lines)


def test_console_blocks_show_real_output(page: Path, project: Path, request: pytest.FixtureRequest) -> None:
    text = page.read_text(encoding="utf-8")
    page_steps = steps(text)
    if not any(step.kind == "console" for step in page_steps):
        pytest.skip("this page has no console block")
    for module in ("botocore", "boto3", "moto", "yaml", "hypothesis"):
        if find_spec(module) is None:
            pytest.skip(f"{module} isn't installed; scripts/setup brings it")
    actual, end = "", 0
    for step in page_steps:
        if step.kind == "file":
            file = project / step.value
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(step.text, encoding="utf-8")
        elif step.kind == "run":
            run_shell(f"set -e; {step.value}", project, may_fail=False)
        else:
            actual += text[end : step.start] + real_session(step, project)
            end = step.end
    actual += text[end:]
    if request.config.getoption("--update-golden"):
        page.write_text(actual, encoding="utf-8")
    assert actual == text or request.config.getoption("--update-golden")
