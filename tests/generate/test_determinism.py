"""The same contracts give the same bytes, independent of process, directory and hash seed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

SCRIPT: Final = """
import hashlib, sys
from shapeproof import load
from shapeproof.generate.output.committed_output import committed_files
contract = load("sagemaker.describe_hyper_parameter_tuning_job@1.29.145")
for name, text in committed_files([contract]).items():
    print(name, hashlib.sha256(text.encode()).hexdigest())
"""


def digests(directory: Path, seed: str) -> list[str]:
    environment = os.environ | {"PYTHONHASHSEED": seed}
    result = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=directory, env=environment, capture_output=True, text=True, check=True
    )
    return result.stdout.splitlines()


@pytest.mark.survey
def test_output_is_independent_of_hash_seed_and_directory(tmp_path: Path) -> None:
    settings = "[tool.black]\nline-length = 40\n[tool.isort]\nforce_single_line = true\n"
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
    expected = digests(Path(__file__).parent, "1")
    assert len(expected) > 10
    assert digests(tmp_path, "2") == expected
