"""What stands where a command expects a file: a pipe, or JSON and TOML without end, is an error of the user, at once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

NAME = "sagemaker.describe_hyper_parameter_tuning_job"


@pytest.mark.parametrize(
    ("place", "arguments"),
    [
        ("pyproject.toml", ("validate", "x.json")),
        ("pyproject.toml", ("init",)),
        ("shapeproof-baseline.json", ("validate", "x.json", "--write-baseline")),
        ("known.json", ("validate", "x.json", "--baseline", "known.json")),
        ("coverage.json", ("fuzz", "fill", "coverage.json")),
        ("kept.json", ("fuzz", "replay", "kept.json", "--exec", "true")),
        ("schemas/s3/list_buckets/1.0/contract.json", ("show", "s3.list_buckets@1.0")),
    ],
)
def test_a_pipe_in_place_of_a_file_is_an_error_of_the_user(
    run: Any, tmp_path: Path, place: str, arguments: tuple[str, ...]
) -> None:
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(tmp_path / place)
    done = run(*arguments, timeout=30)
    assert done.returncode == 2
    assert place in done.stderr
    assert "expected a file, got a pipe" in done.stderr


DEEP = 100_000


@pytest.mark.parametrize(
    ("place", "content", "arguments"),
    [
        ("pyproject.toml", "[tool.shapeproof]\nx = " + "[" * DEEP, ("validate", "x.json")),
        ("known.json", '{"shapeproof_baseline": ' + "[" * DEEP, ("validate", "x.json", "--baseline", "known.json")),
        ("coverage.json", "[" * DEEP, ("fuzz", "fill", "coverage.json")),
        ("kept.json", "[" * DEEP, ("fuzz", "replay", "kept.json", "--exec", "true")),
    ],
)
def test_deep_nesting_is_an_error_of_the_user(
    run: Any, tmp_path: Path, place: str, content: str, arguments: tuple[str, ...]
) -> None:
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_text(content)
    done = run(*arguments)
    assert done.returncode == 2
    assert place in done.stderr
