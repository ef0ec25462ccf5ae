"""`scripts/snapshots` in a copy of the checkout: wheels are compared, in the order of their versions."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.botocore_wheels import service_model, write_wheel

ROOT = Path(__file__).parents[1]
TEXT = (
    '{"shapeproof":1,"releases":["1.9.0","1.10.0"]}\n'
    '{"service":"things","shapes":{"Answer":{".o":["Note"],"or":["Id"]},"State":{".o":["Off"],"o.":["Gone"]}}}\n'
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "codegen", tmp_path / "codegen", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "snapshots", tmp_path / "scripts")
    (tmp_path / "schemas").mkdir()
    return tmp_path


def snapshots(checkout: Path, *arguments: str) -> tuple[int, str, str]:
    """The exit code and what is printed."""
    command = [sys.executable, str(checkout / "scripts" / "snapshots"), "wheels", *arguments]
    result = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    return result.returncode, result.stdout, result.stderr


def write_release(checkout: Path, version: str, required: list[str], members: list[str], states: list[str]) -> None:
    shapes: dict[str, dict[str, object]] = {
        "Answer": {
            "type": "structure",
            "required": required,
            "members": {name: {"shape": "State"} for name in members},
        },
        "State": {"type": "string", "enum": states},
    }
    same: dict[str, dict[str, object]] = {
        "Answer": {"type": "structure", "members": {"Id": {"shape": "Text"}}},
        "Text": {"type": "string"},
    }
    write_wheel(checkout / "wheels", version, {"things": service_model(shapes), "others": service_model(same)})


def test_the_file_is_written_from_wheels(checkout: Path) -> None:
    write_release(checkout, "1.10.0", ["Id"], ["Id", "Note"], ["On", "Off"])
    assert snapshots(checkout)[::2] == (2, "snapshots: wheels: expected at least two botocore wheels\n")
    write_release(checkout, "1.9.0", [], ["Id"], ["On", "Gone"])
    assert snapshots(checkout, "--check")[0] == 1
    assert not (checkout / "schemas" / "changes.jsonl").exists()
    assert snapshots(checkout) == (0, f"schemas/changes.jsonl: {len(TEXT)} bytes, 2 releases, changed\n", "")
    assert (checkout / "schemas" / "changes.jsonl").read_text() == TEXT
    assert snapshots(checkout, "--check") == (0, f"schemas/changes.jsonl: {len(TEXT)} bytes, 2 releases\n", "")


def test_a_wheel_that_cannot_be_read_is_an_error(checkout: Path) -> None:
    write_release(checkout, "1.9.0", [], ["Id"], ["On"])
    (checkout / "wheels" / "botocore-1.10.0-py3-none-any.whl").write_text("no archive")
    code, output, errors = snapshots(checkout)
    assert (code, output) == (2, "")
    assert errors.startswith("snapshots: wheels/botocore-1.10.0-py3-none-any.whl")
    assert "Traceback" not in errors
