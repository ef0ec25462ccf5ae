"""The workflows, the citation and the templates: valid for their tools, without tokens, and their scripts run.

`tests/test_in_ci.py` holds the workflows to GitHub's schema.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).parents[2]
WORKFLOWS: Final = ROOT / ".github" / "workflows"
TEMPLATES: Final = ROOT / ".github" / "ISSUE_TEMPLATE"
PROJECT: Final[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
BIN: Final = Path(sys.executable).parent


def workflow(name: str) -> dict[str, Any]:
    yaml = pytest.importorskip("yaml")
    loaded: dict[str, Any] = yaml.safe_load((WORKFLOWS / name).read_text(encoding="utf-8"))
    return loaded


def steps(name: str) -> list[dict[str, Any]]:
    return [step for job in workflow(name)["jobs"].values() for step in job.get("steps", ())]


@pytest.mark.skipif(
    find_spec("check_jsonschema") is None, reason="check-jsonschema isn't installed; scripts/setup brings it"
)
@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.citation-file-format", [ROOT / "CITATION.cff"]),
        ("vendor.github-issue-forms", sorted(TEMPLATES.glob("[0-9]*.yml"))),
        ("vendor.github-issue-config", [TEMPLATES / "config.yml"]),
    ],
)
def test_files_match_the_schemas_of_their_tools(schema: str, files: list[Path], tmp_path: Path) -> None:
    assert files
    command: list[str | Path] = [BIN / "check-jsonschema", "--builtin-schema", schema, *files]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_python_that_is_promised_is_tested() -> None:
    promised = [line.rpartition(" ")[2] for line in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", line)]
    assert PROJECT["requires-python"] == f">={promised[0]}"
    matrices = [
        job["strategy"]["matrix"]
        for name in ("ci.yml", "release.yml")
        for job in workflow(name)["jobs"].values()
        if "strategy" in job
    ]
    assert [matrix["python"] for matrix in matrices] == [promised] * 3
    systems = [["ubuntu-latest", "windows-latest", "macos-latest"]]
    assert [matrix["os"] for matrix in matrices if "os" in matrix] == systems * 2


def test_only_what_publishes_may_write_and_nothing_has_a_secret() -> None:
    for file in WORKFLOWS.glob("*.yml"):
        assert not re.search(r"secrets\.|password:|api[-_]token", file.read_text(encoding="utf-8")), file.name
        assert workflow(file.name)["permissions"] == {"contents": "read"}
    granted = {
        name: job["permissions"] for name, job in workflow("release.yml")["jobs"].items() if "permissions" in job
    }
    assert granted == {
        "publish": {"id-token": "write"},
        "announce": {"contents": "write", "id-token": "write", "attestations": "write"},
    }
    assert not [name for name, job in workflow("ci.yml")["jobs"].items() if "permissions" in job]
    for name in granted:  # what may write runs no code of the checkout
        used = [step.get("uses", "") for step in workflow("release.yml")["jobs"][name]["steps"]]
        assert not [action for action in used if action.startswith(("actions/checkout", "./"))]


def test_nothing_is_published_before_all_jobs_have_passed() -> None:
    jobs = workflow("release.yml")["jobs"]
    pending, before = ["publish"], set[str]()
    while pending:
        needs = jobs[pending.pop()].get("needs", [])
        needs = [needs] if isinstance(needs, str) else needs
        before.update(needs)
        pending += needs
    assert before == {"build", "checks", "try"}
    assert jobs["announce"]["needs"] == "publish"
    assert "environment" in jobs["publish"]


@pytest.mark.parametrize("name", ["ci.yml", "release.yml"])
def test_no_expression_is_interpolated_into_a_script(name: str) -> None:
    scripts = [step["run"] for step in steps(name) if "run" in step]
    assert scripts
    for script in scripts:
        assert "${{" not in script
        done = subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), script
        for word in re.findall(r"(?:^|\s)((?:\./)?(?:scripts|\.ci)/[\w./-]+)", script):
            assert (ROOT / word).is_file(), word


@pytest.mark.parametrize("name", ["ci.yml", "release.yml"])
def test_actions_have_versions(name: str) -> None:
    used = [step["uses"] for step in steps(name) if "uses" in step]
    assert not [action for action in used if not re.search(r"@(?:v\d+|release/v\d+|[0-9a-f]{40})$", action)]


@pytest.mark.survey
def test_the_build_job_builds_and_writes_notes(tmp_path: Path) -> None:
    """Its scripts, one after the other, in a checkout that was prepared for a release."""
    if find_spec("twine") is None:
        pytest.skip("twine isn't installed; scripts/setup brings it")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip(f"not a git checkout: {listed.stderr.strip()}")
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / name)
    variables = {
        **os.environ,
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "GITHUB_REF_NAME": "v7.0.0rc1",
        "GITHUB_SERVER_URL": "https://example.com",
        "GITHUB_REPOSITORY": "someone/shapeproof",
        "GIT_CONFIG_GLOBAL": os.devnull,
    }

    def bash(script: str) -> str:
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        done = subprocess.run(command, cwd=tmp_path, env=variables, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
        return done.stdout

    bash("scripts/release prepare 7.0.0rc1 --day 2026-12-01")
    bash("git init -q && git add -A && git -c user.name=a -c user.email=a@example.com commit -q -m release")
    scripts = [step["run"] for step in workflow("release.yml")["jobs"]["build"]["steps"] if "run" in step]
    output = "".join(bash(script) for script in scripts if "pip install" not in script)
    assert (
        len(re.findall(r"^[0-9a-f]{64}  shapeproof-7\.0\.0rc1(?:\.tar\.gz|-py3-none-any\.whl)$", output, re.MULTILINE))
        == 2
    )
    notes = (tmp_path / "notes.md").read_text(encoding="utf-8")
    assert notes.startswith("### ")
    assert "(https://example.com/someone/shapeproof/blob/v7.0.0rc1/docs/" in notes
    assert not re.search(r"\]\((?!https?://)", notes)
