"""What the README says of tests is what happens."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import shapeproof

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
SECTION = README.partition("\n## In your tests\n")[2].partition("\n## ")[0]
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", SECTION, re.MULTILINE | re.DOTALL)
(PRINTED,) = re.findall(r"^```\n(=+ shapeproof =+\n.*?)^```$", SECTION, re.MULTILINE | re.DOTALL)


def pytest_in(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        cwd=folder, capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip
    return done.stdout


def test_the_first_example_is_what_is_printed(tmp_path: Path) -> None:
    pytest.importorskip("moto")
    (tmp_path / "test_tuning.py").write_text(EXAMPLES[0])
    printed = pytest_in(tmp_path, "--shapeproof")
    told = re.search(r"^=+ shapeproof =+\n(.*?)^=", printed, re.MULTILINE | re.DOTALL)
    assert told, printed
    assert without_edition(told[1]) == without_edition(PRINTED.partition("\n")[2])
    assert "1 passed" in printed


def without_edition(text: str) -> str:
    return re.sub(r"@[\d.]+:", "@EDITION:", text)


def test_the_mark_and_the_fixture_are_written_so(tmp_path: Path) -> None:
    fake = """
import pytest
from unittest.mock import MagicMock

def fake_client():
    client = MagicMock()
    client.describe_hyper_parameter_tuning_job.return_value = {"HyperParameterTuningJobStatus": "Completed"}
    return client

"""
    (tmp_path / "test_it.py").write_text(fake + EXAMPLES[1] + "\n\n" + EXAMPLES[2])
    printed = pytest_in(tmp_path, "--strict-markers")
    assert "1 failed, 1 passed" in printed
    assert "/HyperParameterTuningJobArn: `HyperParameterTuningJobArn` is required, but absent [SP101]" in printed


def test_watching_and_recording_are_written_so(
    client: Callable[[str], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    mock_aws: Any = pytest.importorskip("moto").mock_aws
    with mock_aws():
        exec(compile(EXAMPLES[3], "README.md", "exec"), {"client": client("sagemaker")})
    (line,) = (tmp_path / "answers.jsonl").read_text().splitlines()
    assert "sagemaker.list_training_jobs" in line
    assert shapeproof.findings({"TrainingJobSummaries": []}, "sagemaker.list_training_jobs@installed") == []
