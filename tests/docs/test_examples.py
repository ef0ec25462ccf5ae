"""The Python examples in README and docs parse, and behave as described."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import shapeproof
from documentation.markdown import blocks, steps
from shapeproof.fuzz.drawing.corpus import corpus

GUIDE = Path(__file__).parents[2] / "docs" / "guide"


def python_blocks(name: str) -> list[str]:
    return [block.text for block in blocks((GUIDE / name).read_text(encoding="utf-8")) if block.language == "python"]


def python_block(name: str, marker: str) -> str:
    """The only Python block of a guide that contains `marker`."""
    (block,) = (block for block in python_blocks(name) if marker in block)
    return block


def run_pytest(directory: Path, *arguments: str) -> str:
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", str(directory), *arguments],
        cwd=directory, env={"PYTHONPATH": str(directory)}, capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip
    return result.stdout


def test_all_python_parses(page: Path) -> None:
    for block in blocks(page.read_text(encoding="utf-8")):
        is_signature = page.name == "python-api.md"  # signatures are not statements
        if block.language == "python" and not is_signature:
            ast.parse(block.text)


@pytest.mark.survey
def test_fuzzing_example_finds_a_bug(tmp_path: Path) -> None:
    files = {step.value: step.text for step in steps((GUIDE / "fuzzing.md").read_text(encoding="utf-8"))}
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "report.py").write_text(files["app/report.py"].replace("if best else", "or"))
    (tmp_path / "test_report.py").write_text(files["test_report.py"])
    output = run_pytest(tmp_path)
    assert "3 failed" in output, output
    assert "'NoneType' object is not subscriptable" in output


def test_mark_and_fixture_example(tmp_path: Path) -> None:
    fake = """
import pytest
from unittest.mock import MagicMock

def fake_client():
    client = MagicMock()
    client.describe_hyper_parameter_tuning_job.return_value = {"HyperParameterTuningJobStatus": "Completed"}
    return client

"""
    mark, fixture = python_block("tests.md", "pytest.mark"), python_block("tests.md", "fake_client")
    (tmp_path / "test_it.py").write_text(f"{fake}{mark}\n\n{fixture}")
    output = run_pytest(tmp_path, "--strict-markers")
    assert "1 failed, 1 passed" in output, output
    assert "[SP101]" in output


def test_live_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    mock_aws: Any = pytest.importorskip("moto").mock_aws
    client: Callable[..., Any] = pytest.importorskip("boto3").client
    code = compile("".join(python_blocks("live.md")), "live.md", "exec")
    with mock_aws():
        exec(code, {"client": client("sagemaker", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b")})
    (line,) = (tmp_path / "answers.jsonl").read_text().splitlines()
    assert "sagemaker.list_training_jobs" in line


def test_python_guide_example(flagship: shapeproof.Contract, capsys: pytest.CaptureFixture[str]) -> None:
    response = next(corpus(flagship, coherent=True))
    request = shapeproof.sample.smallest(flagship, "request")
    example_code, loop_code = python_blocks("python.md")
    exec(compile(example_code, "python.md", "exec"), {"response": response, "request": request})
    assert capsys.readouterr().out == ""
    response["HyperParameterTuningJobStatus"] = "Complete"
    with pytest.raises(shapeproof.ContractViolation):
        exec(compile(example_code, "python.md", "exec"), {"response": response, "request": request})
    assert "/HyperParameterTuningJobStatus SP302" in capsys.readouterr().out

    loop_code = loop_code.replace('"schemas"', "")
    # Drift is only a warning here.
    exec(compile(loop_code, "python.md", "exec"), {"shapeproof": shapeproof, "responses": [response]})
    del response["HyperParameterTuningJobArn"]
    with pytest.raises(shapeproof.ContractViolation):
        exec(compile(loop_code, "python.md", "exec"), {"shapeproof": shapeproof, "responses": [response]})


def test_sampling_example(flagship: shapeproof.Contract, capsys: pytest.CaptureFixture[str]) -> None:
    exec(
        compile(python_block("mutants.md", "smallest"), "mutants.md", "exec"),
        {"shapeproof": shapeproof, "contract": flagship},
    )
    assert len(capsys.readouterr().out.splitlines()) > 400
