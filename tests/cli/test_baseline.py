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


def test_known_findings_do_not_fail_new_ones_do_stale_entries_are_reported(
    run: Any, golden: Any, examples: Path, tmp_path: Path
) -> None:
    assert run("validate", "examples/bad").returncode == 1
    done = run("validate", "examples/bad", "--write-baseline")
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        "shapeproof: shapeproof-baseline.json: written, 7 entries for 7 findings",
        (
            '  use it: --baseline shapeproof-baseline.json, or baseline = "shapeproof-baseline.json" in pyproject.toml, '
            "[tool.shapeproof]"
        ),
    ]
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
    assert "2 stale entries in the baseline: their findings are gone. Update it with --write-baseline.\n" in done.stdout
    assert done.stdout.count("error SP302") == 1
    golden("validate_baseline.txt", run("validate", *options, "--verbose").stdout)
    document = json.loads(run("validate", *options, "--format", "json", "--verbose").stdout)
    assert [one.get("known", False) for one in document["findings"]].count(False) == 1
    assert (document["summary"]["known"], document["summary"]["stale"]) == (5, 2)
    assert document["summary"]["severities"] == {"error": 1}


def test_it_holds_from_any_folder_and_of_one_file(run: Any, examples: Path, tmp_path: Path) -> None:
    run("validate", "examples", "--write-baseline", "--baseline", "examples/known.json")
    (tmp_path / "pyproject.toml").write_text(
        '[tool.shapeproof]\npaths = ["examples"]\nbaseline = "examples/known.json"\n'
    )
    assert run("validate").returncode == 0
    done = run("validate", str(tmp_path / BAD))
    assert (done.returncode, "stale" in done.stdout) == (0, False)


def test_the_settings_name_it_and_it_is_written_there(run: Any, examples: Path, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.shapeproof]\nbaseline = "examples/known.json"\n')
    done = run("validate", BAD)
    assert done.returncode == 2
    assert "examples/known.json: this baseline does not exist\n  create it with --write-baseline" in done.stderr
    assert run("validate", BAD, "--write-baseline").returncode == 0
    assert json.loads((examples / "known.json").read_bytes())["shapeproof_baseline"] == 1
    assert run("validate", BAD, "--jobs", "2").returncode == 0


def test_nothing_else_is_written_over(run: Any, examples: Path, tmp_path: Path) -> None:
    before = (tmp_path / BAD).read_bytes()
    done = run("validate", "examples", "--write-baseline", "--baseline", BAD)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{BAD}: this file is not a baseline, so it is not overwritten" in done.stderr
    assert (tmp_path / BAD).read_bytes() == before
    done = run("validate", BAD, "--baseline", BAD)
    assert (done.returncode, done.stderr) == (
        2,
        f"shapeproof: {BAD}: this file is not a baseline\n  name another file: --baseline FILE\n",
    )


def test_a_folder_that_is_not_there_is_reported(run: Any, examples: Path) -> None:
    done = run("validate", BAD, "--write-baseline", "--baseline", "nosuch/known.json")
    assert done.returncode == 2
    assert (
        "nosuch/known.json: the baseline can't be written: No such file or directory\n  make sure that" in done.stderr
    )


def test_what_could_not_be_checked_fails_all_the_same(run: Any, examples: Path) -> None:
    run("validate", BAD, "--write-baseline")
    done = run("validate", BAD, "nosuch.json", "--baseline", "shapeproof-baseline.json")
    assert done.returncode == 2
    assert "error SP990" in done.stdout


@pytest.mark.parametrize("paths", [("nosuch.json",), (BAD, "nosuch.json")])
def test_it_is_left_alone_when_the_job_was_not_done(
    run: Any, examples: Path, tmp_path: Path, paths: tuple[str, ...]
) -> None:
    (tmp_path / "shapeproof-baseline.json").write_text('{"shapeproof_baseline": 1, "findings": []}')
    done = run("validate", *paths, "--write-baseline")
    assert (done.returncode, done.stderr) == (
        2,
        "shapeproof: shapeproof-baseline.json: not written, because not everything could be checked\n",
    )
    assert (tmp_path / "shapeproof-baseline.json").read_text() == '{"shapeproof_baseline": 1, "findings": []}'


def test_of_what_was_not_checked_its_entries_stay(run: Any, examples: Path, tmp_path: Path) -> None:
    file = tmp_path / "shapeproof-baseline.json"
    run("validate", "examples/bad", "--write-baseline")
    whole = file.read_text()
    done = run("validate", BAD, "--write-baseline")
    assert (
        done.stderr.splitlines()[0]
        == f"shapeproof: {file.name}: written, 1 entry for 1 finding; 6 entries kept for files that were not checked"
    )
    assert file.read_text() == whole
    (tmp_path / BAD).unlink()
    run("validate", "examples/bad", "--write-baseline")
    assert len(file.read_text().splitlines()) == len(whole.splitlines()) - 1

    file.write_text(whole.replace("]}", "<<<<<<< ours\n]}"))
    done = run("validate", "examples/bad/truncated.jsonl", "--write-baseline")
    assert (done.returncode, done.stderr.count("none of its entries are kept: invalid JSON")) == (0, 1)


def test_entries_of_ignored_codes_are_not_stale(run: Any, examples: Path) -> None:
    run("validate", "examples/bad", "--write-baseline")
    done = run("validate", "examples/bad", "--baseline", "shapeproof-baseline.json", "--ignore", "SP302")
    assert (done.returncode, "stale" in done.stdout) == (0, False)
