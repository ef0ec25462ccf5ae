"""`--resume FILE`: what is done is not checked again, and nothing else is taken for the state of the same run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

pytest.importorskip("fsspec")

FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job"
FILES: Final = 3
PROGRAM: Final = str(Path(sys.executable).parent / "shapeproof")


@pytest.fixture
def archive(tmp_path: Path, examples: Path) -> str:
    """An archive of some files, each with good and bad responses."""
    good = json.loads((examples / "good" / "churn_completed.json").read_bytes())
    (tmp_path / "archive").mkdir()
    for number in range(FILES):
        lines = [{**good, f"Made{index % 7}": number} if index % 3 else good for index in range(30)]
        text = "".join(json.dumps(line) + "\n" for line in lines)
        (tmp_path / "archive" / f"{number}.jsonl").write_text(text)
    return f"file://{tmp_path}/archive"


def test_a_run_that_is_done_is_told_again_without_checking_anything(run: Any, archive: str, tmp_path: Path) -> None:
    command = ("validate", archive, "--contract", FLAGSHIP, "--format", "json")
    expected = run(*command)
    assert expected.returncode == 1
    for _ in range(2):
        done = run(*command, "--resume", "state.json")
        assert (done.returncode, done.stdout, done.stderr) == (1, expected.stdout, expected.stderr)
    state = json.loads((tmp_path / "state.json").read_bytes())
    assert state["done"] == [[0, state["plan"]["units"]]]
    # What is in the file is what is told: nothing was checked.
    text = (tmp_path / "state.json").read_text()
    assert '"responses":90,' in text
    (tmp_path / "state.json").write_text(text.replace('"responses":90,', '"responses":91,'))
    assert json.loads(run(*command, "--resume", "state.json").stdout)["summary"]["responses"] == 91


@pytest.mark.parametrize("options", [["--view", "tolerant"], ["--ignore", "SP301"], ["--coverage"]])
def test_other_options_are_another_run(run: Any, archive: str, tmp_path: Path, options: list[str]) -> None:
    command = ("validate", archive, "--contract", FLAGSHIP, "--resume", "state.json")
    run(*command)
    before = (tmp_path / "state.json").read_bytes()
    done = run(*command, *options)
    assert done.returncode == 2
    assert "state.json: this file is of a run with other options\n" in done.stderr
    assert "start anew: remove the file, or name another one" in done.stderr
    assert (tmp_path / "state.json").read_bytes() == before


def test_other_files_are_another_run(run: Any, archive: str, tmp_path: Path) -> None:
    command = ("validate", archive, "--contract", FLAGSHIP, "--resume", "state.json")
    run(*command)
    (tmp_path / "archive" / "9.jsonl").write_text("{}\n")
    done = run(*command)
    assert done.returncode == 2
    assert "state.json: this file is of a run of other files, or these have changed since\n" in done.stderr


@pytest.mark.parametrize("content", ["precious", '{"shapeproof_resume":1}', '{"shapeproof_resume":1,', "[]"])
def test_a_file_that_holds_something_else_is_left_alone(run: Any, archive: str, tmp_path: Path, content: str) -> None:
    (tmp_path / "state.json").write_text(content)
    done = run("validate", archive, "--contract", FLAGSHIP, "--resume", "state.json")
    assert done.returncode == 2
    assert done.stderr.startswith("shapeproof: state.json: this ")
    assert "Traceback" not in done.stderr
    assert (tmp_path / "state.json").read_text() == content


@pytest.mark.survey
def test_a_run_that_is_stopped_again_and_again_ends_as_one_that_is_not(
    run: Any, examples: Path, tmp_path: Path
) -> None:
    good = json.loads((examples / "good" / "churn_completed.json").read_bytes())
    (tmp_path / "archive").mkdir()
    for number in range(4_000):
        response = {**good, f"Made{number % 90}": 1} if number % 3 == 0 else good
        (tmp_path / "archive" / f"{number}.json").write_text(json.dumps(response))
    command = ("validate", f"file://{tmp_path}/archive", "--contract", FLAGSHIP, "--format", "json")
    expected = run(*command, timeout=300)
    before, output = 0, ""
    for tenths in range(6, 600, 2):
        process = subprocess.Popen(
            [PROGRAM, *command, "--resume", "state.json"],
            cwd=tmp_path,
            env={**os.environ, "SHAPEPROOF_EDITION_NOTES": "0"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            output, _ = process.communicate(timeout=tenths / 10)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
            output, _ = process.communicate(timeout=60)
        if process.returncode == 1:
            break
        assert process.returncode == 2
        if not (tmp_path / "state.json").exists():  # it had not yet begun
            continue
        state = json.loads((tmp_path / "state.json").read_bytes())
        done = sum(stop - start for start, stop in state["done"])
        if output:  # it could tell what is known
            summary = json.loads(output)["summary"]
            assert (summary["interrupted"], summary["responses"]) == (True, 200 * done)
        assert before <= done < state["plan"]["units"] == 20
        before = done
    assert before, "it was never stopped on its way"
    assert output == expected.stdout
