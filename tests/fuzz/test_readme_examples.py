"""The examples of the README's section on fuzzing do what is said of them."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Final

CHECKOUT: Final = Path(__file__).parents[2]
SECTION: Final = (CHECKOUT / "README.md").read_text(encoding="utf-8").partition("## Fuzz what reads the responses")[2]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", SECTION.partition("\n## ")[0], re.MULTILINE | re.DOTALL)


def test_the_pytest_example_passes(tmp_path: Path) -> None:
    report, tests = blocks("python")
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "report.py").write_text(report)
    (tmp_path / "test_report.py").write_text(tests)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(tmp_path)],
        cwd=tmp_path, env={"PYTHONPATH": str(tmp_path), "CI": ""}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "3 passed" in done.stdout, done.stdout


def test_the_pytest_example_fails_for_a_report_with_a_bug(tmp_path: Path) -> None:
    report, tests = blocks("python")
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "report.py").write_text(report.replace("if best else", "or"))
    (tmp_path / "test_report.py").write_text(tests)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(tmp_path)],
        cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "3 failed" in done.stdout, done.stdout
    assert "'NoneType' object is not subscriptable" in done.stdout


def test_the_program_example_prints_what_is_shown(tmp_path: Path) -> None:
    (shown,) = (block for block in blocks("") if block.startswith("$ shapeproof fuzz"))
    command, _, printed = shown.partition("\n")
    words = [
        word.replace("python ", f"{sys.executable} -IS ").replace("examples/", f"{CHECKOUT}/examples/")
        for word in shlex.split(command)[2:]
    ]
    done = subprocess.run(
        [sys.executable, "-m", "shapeproof", *words], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    told = done.stdout.replace(f"{sys.executable} -IS ", "python ").replace(f"{CHECKOUT}/", "")
    *failures, summary = told.strip().splitlines()
    *shown_failures, _ = printed.strip().splitlines()
    assert failures == shown_failures
    assert re.fullmatch(
        r"300 responses tried, \d+ more to shrink; 3 failures; 6\d\d of 672 features of the contract shown", summary
    )
