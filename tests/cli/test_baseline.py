"""A project that gets used to what it has, and to nothing more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

BAD = "examples/bad/status_not_a_value.json"


@pytest.fixture
def examples(tmp_path: Path, examples: Path) -> Path:
    """Some of the example recordings."""
    some = ["status_not_a_value.json", "status_in_capitals.json", "truncated.jsonl", "nulls_for_absent.json"]
    for path in (examples / "bad").iterdir():
        if path.name not in some:
            path.unlink()
    return examples


def test_old_findings_don_t_fail_new_ones_do_gone_ones_are_told(
    run: Any, golden: Any, examples: Path, tmp_path: Path
) -> None:
    assert run("validate", "examples/bad").returncode == 1
    done = run("validate", "examples/bad", "--write-baseline")
    assert done.returncode == 0
    assert done.stderr == "shapeproof: shapeproof-baseline.json: written, 7 entries for 7 findings\n"
    golden("baseline.json", (tmp_path / "shapeproof-baseline.json").read_text())
    options = ("examples/bad", "--baseline", "shapeproof-baseline.json")
    done = run("validate", *options)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "6 responses in 4 files: 2 clean, no new findings; 7 known"
    assert "SP302" not in done.stdout

    (examples / "bad" / "status_in_capitals.json").unlink()
    changed = examples / "bad" / "status_not_a_value.json"
    changed.write_text(changed.read_text().replace('"Strategy": "', '"Strategy": "My', 1))
    done = run("validate", *options)
    assert done.returncode == 1
    assert "2 entries of the baseline are gone: write it anew (--write-baseline).\n" in done.stdout
    assert done.stdout.count("error SP302") == 1
    golden("validate_baseline.txt", run("validate", *options, "--verbose").stdout)
    document = json.loads(run("validate", *options, "--format", "json", "--verbose").stdout)
    assert [one.get("known", False) for one in document["findings"]].count(False) == 1
    assert (document["summary"]["known"], document["summary"]["gone"]) == (5, 2)
    assert document["summary"]["severities"] == {"error": 1}


def test_it_holds_from_any_folder_and_of_one_file(run: Any, examples: Path, tmp_path: Path) -> None:
    run("validate", "examples", "--write-baseline", "--baseline", "examples/known.json")
    (tmp_path / "pyproject.toml").write_text(
        '[tool.shapeproof]\npaths = ["examples"]\nbaseline = "examples/known.json"\n'
    )
    assert run("validate").returncode == 0
    done = run("validate", str(tmp_path / BAD))
    assert (done.returncode, "gone" in done.stdout) == (0, False)


def test_the_settings_name_it_and_it_is_written_there(run: Any, examples: Path, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.shapeproof]\nbaseline = "examples/known.json"\n')
    done = run("validate", BAD)
    assert done.returncode == 2
    assert "examples/known.json: there is no such baseline\n  --write-baseline makes it" in done.stderr
    assert run("validate", BAD, "--write-baseline").returncode == 0
    assert json.loads((examples / "known.json").read_bytes())["shapeproof_baseline"] == 1
    assert run("validate", BAD, "--jobs", "2").returncode == 0


def test_nothing_else_is_written_over(run: Any, examples: Path, tmp_path: Path) -> None:
    before = (tmp_path / BAD).read_bytes()
    done = run("validate", "examples", "--write-baseline", "--baseline", BAD)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{BAD}: this holds something else, and is not written over" in done.stderr
    assert (tmp_path / BAD).read_bytes() == before
    done = run("validate", BAD, "--baseline", BAD)
    assert (done.returncode, done.stderr) == (
        2,
        f"shapeproof: {BAD}: this is no baseline\n  write it anew with --write-baseline\n",
    )


def test_a_folder_that_isn_t_there_is_told(run: Any, examples: Path) -> None:
    done = run("validate", BAD, "--write-baseline", "--baseline", "nosuch/known.json")
    assert done.returncode == 2
    assert "nosuch" in done.stderr
    assert "No such file or directory" in done.stderr


def test_what_could_not_be_checked_fails_all_the_same(run: Any, examples: Path) -> None:
    assert run("validate", BAD, "nosuch.json", "--write-baseline").returncode == 2
    done = run("validate", BAD, "nosuch.json", "--baseline", "shapeproof-baseline.json")
    assert done.returncode == 2
    assert "error SP990" in done.stdout
