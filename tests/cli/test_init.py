"""`shapeproof init`: what it writes is true of the project, and nothing that stood there is touched."""

from __future__ import annotations

import importlib.util
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

needs_botocore = pytest.mark.skipif(
    importlib.util.find_spec("botocore") is None, reason="what paths suggest is held against botocore's models"
)
THEIRS = "[project]\nname = 'theirs'   # a comment\n\n\n[tool.other]\nx = 1"


@pytest.fixture
def project(examples: Path, tmp_path: Path) -> Path:
    """Recordings that tell what they are, some that don't, and what is none."""
    (tmp_path / "tests").mkdir()
    (examples / "good").rename(tmp_path / "tests" / "jobs")
    for path in sorted(examples.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    examples.rmdir()
    for path in (tmp_path / "tests" / "jobs").iterdir():
        if path.name not in {"churn_completed.json", "returns_notebook.txt"}:
            path.unlink()
    for name in ("one", "two"):
        write(tmp_path / "tests" / "s3" / f"list_buckets_{name}.json", {"Buckets": [], "Owner": {"ID": "x"}})
    write(tmp_path / "docs" / "sts_get_caller_identity[1].json", {"UserId": "u", "Account": "1", "Arn": "a" * 20})
    write(tmp_path / "docs" / "s3_list_buckets.json", {"other": 1, "things": 2})
    write(tmp_path / "tests" / "other" / "nosuch.DoThings_1.json", {"a": 1})
    write(tmp_path / "package.json", {"name": "theirs"})
    (tmp_path / "pyproject.toml").write_text(THEIRS)
    return tmp_path


def write(path: Path, value: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(value))


@needs_botocore
def test_it_writes_what_it_found_behind_what_was_there(run: Any, golden: Any, project: Path) -> None:
    dry = run("init", "--dry-run")
    assert (dry.returncode, dry.stderr) == (0, "")
    assert (project / "pyproject.toml").read_text() == THEIRS
    done = run("init")
    assert (done.returncode, done.stdout) == (0, dry.stdout.replace("would get", "gets"))
    text = (project / "pyproject.toml").read_text()
    assert text.startswith(THEIRS + "\n\n[tool.shapeproof]\n")
    golden("init.txt", done.stdout)
    assert tomllib.loads(text)["tool"]["shapeproof"] == {
        "paths": ["docs", "tests"],
        "contracts": {
            "docs/sts_get_caller_identity[[]1].json": "sts.get_caller_identity",
            "tests/s3/*": "s3.list_buckets",
        },
    }
    checked = run("validate", "--verbose")
    assert "docs/s3_list_buckets.json: skipped, nothing tells which contract" in checked.stdout
    assert "tests/other/nosuch.DoThings_1.json:1:1: error SP991" in checked.stdout
    assert checked.stdout.splitlines()[-1].startswith("6 responses in 6 files: 5 clean, 1 error")


@needs_botocore
def test_it_writes_once(run: Any, project: Path) -> None:
    assert run("init").returncode == 0
    text = (project / "pyproject.toml").read_text()
    for options in ([], ["--dry-run"]):
        again = run("init", *options)
        assert (again.returncode, again.stdout) == (2, "")
        assert again.stderr == "shapeproof: pyproject.toml: [tool.shapeproof] already exists\n"
    assert (project / "pyproject.toml").read_text() == text


def test_a_project_without_the_file_gets_one(run: Any, examples: Path, tmp_path: Path) -> None:
    assert run("init").returncode == 0
    settings = tomllib.loads((tmp_path / "pyproject.toml").read_text())["tool"]["shapeproof"]
    assert settings["paths"] == ["examples"]
    assert run("validate", "-q").stdout == run("validate", "examples", "-q").stdout


@needs_botocore
def test_the_project_s_own_contracts_are_found(run: Any, tmp_path: Path) -> None:
    assert run("capture", "s3.list_buckets", "--output", "src/contracts").returncode == 0
    write(tmp_path / "answers" / "one.json", {"Buckets": [], "Owner": {}})
    done = run("init")
    assert done.stdout.startswith("s3.list_buckets: 1 json\n")
    settings = tomllib.loads((tmp_path / "pyproject.toml").read_text())["tool"]["shapeproof"]
    assert settings == {"paths": ["answers"], "schemas": "src/contracts"}
    assert run("validate").returncode == 0


@needs_botocore
def test_paths_end_where_directories_differ(run: Any, tmp_path: Path) -> None:
    assert run("capture", "s3.list_buckets", "--output", "schemas").returncode == 0
    for directory in ("x", "y"):
        (tmp_path / "tests" / directory).mkdir(parents=True)
        write(tmp_path / "tests" / directory / "responses" / "buckets.json", {"Buckets": [], "Owner": {}})
    assert run("init").returncode == 0
    settings = tomllib.loads((tmp_path / "pyproject.toml").read_text())["tool"]["shapeproof"]
    assert settings["paths"] == ["tests"]


def test_where_nothing_is_found_nothing_is_written(run: Any, tmp_path: Path) -> None:
    write(tmp_path / "package.json", {"name": "theirs"})
    done = run("init")
    assert done.returncode == 2
    assert "found no recording of a known contract" in done.stderr
    assert not (tmp_path / "pyproject.toml").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[project\n", "pyproject.toml: not valid TOML"),
        (
            "tool = {other = {x = 1}}\n",
            "settings can't be appended to this file\n  its tables are written inline",
        ),
    ],
)
def test_a_file_that_cannot_be_appended_to_is_left_alone(
    run: Any, examples: Path, tmp_path: Path, text: str, words: str
) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    done = run("init")
    assert done.returncode == 2
    assert words in done.stderr
    assert (tmp_path / "pyproject.toml").read_text() == text


def test_line_ends_stay_what_they_are(run: Any, examples: Path, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"[project]\r\nname = 'x'\r\n")
    assert run("init").returncode == 0
    text = (tmp_path / "pyproject.toml").read_bytes()
    assert text.count(b"\n") == text.count(b"\r\n")
