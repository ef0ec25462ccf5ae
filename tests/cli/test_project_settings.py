"""`shapeproof validate` in a project that has settings; the command line goes before them."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

CASE = "examples/bad/status_not_a_value.json"


def settings(directory: Path, text: str) -> None:
    (directory / "pyproject.toml").write_text(f"[tool.shapeproof]\n{text}\n")


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        ("", [], 1),
        ('view = "tolerant"', [], 0),
        ('view = "tolerant"', ["--view", "strict"], 1),
        ('ignore = ["drift"]', [], 0),
        ('ignore = ["SP302"]', ["--error", "drift"], 1),
        ('warn = ["SP3xx"]', [], 0),
        ('error = ["SP302"]', ["--ignore", "drift"], 0),
        ('view = "tolerant"\nerror = ["SP302"]', [], 1),
    ],
)
def test_severities(run: Any, examples: Path, tmp_path: Path, text: str, options: list[str], code: int) -> None:
    settings(tmp_path, text)
    assert run("validate", CASE, *options).returncode == code


def test_paths_from_any_folder_of_the_project(run: Any, examples: Path, tmp_path: Path) -> None:
    settings(tmp_path, 'paths = ["examples/bad", "examples/good"]')
    assert run("validate").stdout == run("validate", "examples/bad", "examples/good").stdout
    assert run("validate", "examples/good").returncode == 0


def test_without_paths_anywhere_it_says_so(run: Any, tmp_path: Path) -> None:
    settings(tmp_path, 'view = "tolerant"')
    done = run("validate")
    assert (done.returncode, done.stdout) == (2, "")
    assert "missing argument PATH…" in done.stderr
    assert 'paths = ["tests"]' in done.stderr


@pytest.mark.survey
def test_contracts_by_path(run: Any, tmp_path: Path) -> None:
    name = "sagemaker.describe_hyper_parameter_tuning_job"
    settings(tmp_path, f'[tool.shapeproof.contracts]\n"jobs/*" = "{name}"\n"*.odd.json" = "nosuch.operation"')
    (tmp_path / "jobs").mkdir()
    for path in ("jobs/a.json", "b.json", "c.odd.json"):
        (tmp_path / path).write_text('{"Odd": "soon"}')  # by its members it belongs to no contract
    done = run("validate", ".", "--format", "json")
    found = [(one["file"], one["code"], one["contract"]) for one in json.loads(done.stdout)["findings"]]
    assert (done.returncode, done.stderr) == (2, "")
    assert ("./c.odd.json", "SP992", None) in found
    assert ("./jobs/a.json", "SP301", f"{name}@1.29.145") in found
    assert {file for file, _, _ in found} == {"./c.odd.json", "./jobs/a.json"}
    assert run("validate", "jobs/a.json", "--contract", "nosuch.operation").returncode == 2


def test_the_folder_of_contracts(run: Any, examples: Path, tmp_path: Path) -> None:
    settings(tmp_path, 'schemas = "nosuch"')
    done = run("validate", CASE)
    assert done.returncode == 2
    assert "nosuch: there is no such directory of contracts" in done.stderr


def test_a_slip_in_the_settings_stops_it(run: Any, examples: Path, tmp_path: Path) -> None:
    settings(tmp_path, 'veiw = "strict"')
    done = run("validate", CASE)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "shapeproof: pyproject.toml:2: tool.shapeproof.veiw: unknown setting\n  did you mean view?\n"


@pytest.mark.skipif(importlib.util.find_spec("botocore") is None, reason="capture needs botocore")
def test_other_commands_look_for_contracts_there_too(run: Any, tmp_path: Path) -> None:
    settings(tmp_path, 'schemas = "mine"')
    assert run("capture", "sts.get_caller_identity", "--output", "mine").returncode == 0
    assert "sts.get_caller_identity@" in run("list").stdout
    assert run("show", "sts.get_caller_identity").returncode == 0
    (tmp_path / "me.json").write_text('{"UserId": "u", "Account": "1", "Arn": "a"}')
    assert "sts.get_caller_identity@" in run("validate", "me.json").stdout


@pytest.mark.skipif(importlib.util.find_spec("botocore") is None, reason="capture needs botocore")
def test_an_entry_of_an_overlay_that_matches_nothing_is_told_when_the_contract_is_captured(
    run: Any, tmp_path: Path
) -> None:
    rule = {
        "id": "BUCKET1",
        "shape": "Gone",
        "rule": "true",
        "message": "x",
        "at": ["A"],
        "source": "https://example.org",
    }
    overlay = tmp_path / "schemas" / "sts" / "get_caller_identity" / "overlay.json"
    overlay.parent.mkdir(parents=True)
    overlay.write_text(json.dumps({"shapeproof": 1, "rules": [{**rule, "keeps": {}, "breaks": {}}]}))
    done = run("capture", "sts.get_caller_identity")
    assert done.returncode == 0
    assert done.stderr == (
        "shapeproof: warning: schemas/sts/get_caller_identity/overlay.json: "
        "the rule BUCKET1 about Gone matches no committed edition\n"
    )


def test_globs_of_the_settings_start_from_their_folder_and_options_go_before_them(
    run: Any, examples: Path, tmp_path: Path
) -> None:
    settings(tmp_path, 'include = ["examples/bad/status_*"]\nexclude = ["*_capitals.json"]')
    verbose = json.loads(run("validate", "examples", "--format", "json", "--verbose").stdout)
    assert {one["file"] for one in verbose["findings"]} == {"examples/bad/status_not_a_value.json"}
    reasons = {one["file"]: one["reason"] for one in verbose["skipped"]}
    assert reasons["examples/bad/status_in_capitals.json"] == "excluded by tool.shapeproof.exclude"
    assert reasons["examples/good/churn_completed.json"] == "not matched by tool.shapeproof.include"
    chosen = json.loads(run("validate", "examples", "--format", "json", "--include", "bad/status_*").stdout)
    assert {one["file"] for one in chosen["findings"]} == {"examples/bad/status_not_a_value.json"}
    all_of_it = run("validate", "examples", "--format", "json", "--include", "bad/status_*", "--exclude", "none")
    assert {one["file"] for one in json.loads(all_of_it.stdout)["findings"]} == {
        "examples/bad/status_in_capitals.json",
        "examples/bad/status_not_a_value.json",
    }


def test_what_is_not_a_glob_is_reported(run: Any, examples: Path) -> None:
    done = run("validate", "examples", "--exclude", "[z-a]")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'[z-a]' is not a valid glob" in done.stderr
