"""Closed streams, readers that stop reading, and numbers beyond all limits: none of them looks like a finding (1)."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROGRAM = shlex.quote(str(Path(sys.executable).parent / "shapeproof"))
NAME = "sagemaker.describe_hyper_parameter_tuning_job"


def shell(directory: Path, line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", line.replace("shapeproof", PROGRAM)],
        cwd=directory, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        (f"shapeproof show {NAME} >&-", 0, ""),
        (f"shapeproof show {NAME} >&- 2>&-", 0, ""),
        ("shapeproof validate nosuch 2>&-", 2, ""),
        ("shapeproof validate nosuch >&- 2>&-", 2, ""),
        ("shapeproof fuzz fill - <&-", 2, "-: standard input is closed"),
        ("shapeproof init 2>&-", 2, ""),
        ("shapeproof fuzz corpus s3.list_buckets -n 1 2>&-", 0, ""),
        (f"shapeproof show {NAME} | true; exit ${{PIPESTATUS[0]}}", 2, ""),
        ("shapeproof --help | true; exit ${PIPESTATUS[0]}", 2, ""),
        (f"shapeproof show {NAME} >/dev/full", 2, "shapeproof: the output: No space left on device"),
    ],
)
def test_streams(tmp_path: Path, line: str, code: int, message: str) -> None:
    done = shell(tmp_path, line)
    assert (done.returncode, message in done.stderr, "internal" in done.stderr) == (code, True, False)
    assert message or not done.stderr


def test_closed_standard_input_is_not_an_empty_file(tmp_path: Path) -> None:
    done = shell(tmp_path, "shapeproof validate - <&-")
    assert done.returncode == 2
    assert "standard input is closed" in done.stdout


def test_a_file_is_not_written_in_place_of_a_closed_stream(tmp_path: Path) -> None:
    """The first file that is opened would take number 1, and get what is printed."""
    (tmp_path / "a.json").write_text("{}")
    done = shell(tmp_path, f"shapeproof validate a.json --contract {NAME} --report json=report.json >&-")
    assert done.returncode == 1
    assert (tmp_path / "report.json").read_text().startswith('{"')


@pytest.mark.parametrize("number", ["1e400", "nan", "-1", "inf", "1e308", "0", "9" * 5000])
def test_numbers_beyond_all_limits_are_refused(run: Any, number: str) -> None:
    for arguments in (
        ("fuzz", "run", NAME, "--exec", "true", "-n", "1", "--timeout", number),
        ("fuzz", "run", NAME, "--exec", "true", "-n", "1", "--time", number),
        ("validate", "x.json", "--jobs", number),
    )[: 2 if number == "0" else 3]:
        done = run(*arguments)
        assert done.returncode == 2
        assert f"invalid value for '{arguments[-2]}'" in done.stderr
