"""`scripts/regenerate` in a copy of the checkout: outdated files are listed and updated."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from documentation import PAGES

ROOT = Path(__file__).parents[1]
GENERATED_PAGES = [Path("docs", page) for page in PAGES]
EDITION = Path("schemas", "sagemaker", "describe_hyper_parameter_tuning_job", "1.29.145")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for directory in ("schemas", "codegen", "generated"):
        shutil.copytree(ROOT / directory, tmp_path / directory, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "regenerate", tmp_path / "scripts")
    shutil.copytree(ROOT / "scripts" / "documentation", tmp_path / "scripts" / "documentation")
    for page in GENERATED_PAGES:
        (tmp_path / page).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / page, tmp_path / page)
    return tmp_path


def regenerate(checkout: Path, *options: str) -> tuple[int, list[str]]:
    """The exit code and the output lines."""
    command = [sys.executable, str(checkout / "scripts" / "regenerate"), *options]
    result = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    return result.returncode, (result.stdout + result.stderr).splitlines()


def read_files(checkout: Path) -> dict[Path, bytes]:
    directories = (checkout / "schemas", checkout / "generated", checkout / "docs")
    files = (path for directory in directories for path in directory.rglob("*") if path.is_file())
    return {path.relative_to(checkout): path.read_bytes() for path in files}


@pytest.mark.survey
def test_outdated_files_are_listed_and_updated(checkout: Path) -> None:
    fresh_files = read_files(checkout)
    count = sum(path.name not in {"overlay.json", "changes.jsonl", "history.json"} for path in fresh_files)
    assert regenerate(checkout, "--check") == (0, [f"{count} files, 0 to update"])

    stale, missing, orphan = (
        EDITION / name for name in ("response.schema.json", "request.schema.json", "old.schema.json")
    )
    schema_text = (checkout / stale).read_text(encoding="utf-8")
    (checkout / stale).write_text(schema_text.replace('"minLength": 1,', '"minLength": 2,', 1), encoding="utf-8")
    (checkout / missing).unlink()
    (checkout / orphan).write_text("{}", encoding="utf-8")
    expected_lines = [f"missing: {missing}", f"stale: {stale}", f"orphan: {orphan}"]
    changed_files = read_files(checkout)
    assert regenerate(checkout, "--check") == (1, [*expected_lines, f"{count} files, 3 to update"])
    assert read_files(checkout) == changed_files, "--check must not write"

    assert regenerate(checkout) == (0, expected_lines)
    assert read_files(checkout) == fresh_files


@pytest.mark.survey
def test_changed_model_makes_its_schemas_stale(checkout: Path) -> None:
    file = checkout / EDITION / "model.json"
    model = json.loads(file.read_text(encoding="utf-8"))
    model["shapes"]["HyperParameterTuningJobName"]["max"] = 33
    file.write_text(json.dumps(model, indent=2) + "\n", encoding="utf-8")
    code, lines = regenerate(checkout, "--check")
    assert code == 1
    assert f"stale: {EDITION / 'response.schema.json'}" in lines
    assert f"stale: {file.relative_to(checkout)}" not in lines


def test_stale_overlay_entry_is_an_error(checkout: Path) -> None:
    file = checkout / EDITION.parent / "overlay.json"
    overlay = json.loads(file.read_text(encoding="utf-8"))
    overlay["descriptions"] = {"NoSuchShape": "Removed."}
    file.write_text(json.dumps(overlay), encoding="utf-8")
    code, (message, *_) = regenerate(checkout, "--check")
    assert code == 2
    assert message == f"regenerate: {file}: the description of NoSuchShape matches no committed edition"


@pytest.mark.survey
def test_reference_page_follows_code(checkout: Path) -> None:
    file = checkout / "codegen" / "shapeproof" / "cli" / "commands" / "init.py"
    file.write_text(file.read_text(encoding="utf-8").replace('"--dry-run", is_flag', '"--pretend", "dry_run", is_flag'))
    page = Path("docs", "reference", "cli.md")
    assert regenerate(checkout) == (0, [f"stale: {page}"])
    assert "`--pretend`" in (checkout / page).read_text(encoding="utf-8")


@pytest.mark.survey
def test_finding_without_example_is_an_error(checkout: Path) -> None:
    file = checkout / "codegen" / "shapeproof" / "validation" / "catalog" / "examples.py"
    file.write_text(file.read_text(encoding="utf-8").replace('"Quantity": 0}', '"Quantity": 1}'))
    assert regenerate(checkout, "--check") == (2, ["regenerate: examples without a finding: SP221"])
