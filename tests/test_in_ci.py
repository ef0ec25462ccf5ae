"""Use in CI: the pre-commit hook, the GitHub action, and the examples in the guide.

The files are validated by their tools' schemas, and their scripts are run, as far as that is possible without GitHub.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, cast

import pytest

from shapeproof.cli.commands.validate import command

ROOT: Final = Path(__file__).parents[1]
GUIDE: Final = (ROOT / "docs" / "guide" / "ci.md").read_text(encoding="utf-8")
YAML_BLOCKS: Final = re.findall(r"^```yaml\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
BIN: Final = Path(sys.executable).parent


def requires(module: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(find_spec(module) is None, reason=f"{module} isn't installed; scripts/setup brings it")


def run(*arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        arguments, cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, text=True, check=False, timeout=600
    )


def yaml_blocks(marker: str) -> list[str]:
    """The YAML blocks of the guide that match the pattern `marker`."""
    blocks = [block for block in YAML_BLOCKS if re.search(marker, block, re.MULTILINE)]
    assert blocks, f"the guide has no YAML block that matches {marker}"
    return blocks


@requires("check_jsonschema")
@pytest.mark.parametrize("kind", ["action", "workflow"])
def test_action_and_workflows_match_their_schemas(kind: str, tmp_path: Path) -> None:
    files = [ROOT / "action.yml"]
    if kind == "workflow":
        files = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
        for number, block in enumerate(yaml_blocks("^jobs:")):
            files.append(tmp_path / f"{number}.yml")
            files[-1].write_text(block)
    result = run(BIN / "check-jsonschema", "--builtin-schema", f"vendor.github-{kind}s", *files, cwd=tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr


@requires("pre_commit")
def test_hook_and_guide_configurations_are_valid(tmp_path: Path) -> None:
    result = run(BIN / "pre-commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml", cwd=tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr
    for number, block in enumerate(yaml_blocks("^repos:")):
        (tmp_path / f"{number}.yaml").write_text(block)
        result = run(BIN / "pre-commit", "validate-config", f"{number}.yaml", cwd=tmp_path)
        assert result.returncode == 0, result.stdout + result.stderr


def action() -> dict[str, Any]:
    yaml = pytest.importorskip("yaml")
    return cast("dict[str, Any]", yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8")))


def script_steps() -> dict[str, dict[str, Any]]:
    return {step["name"]: step for step in action()["runs"]["steps"] if "run" in step}


def step_environment(step: Mapping[str, Any], arguments: Mapping[str, str]) -> dict[str, str]:
    """The environment variables of a step, with the expressions that GitHub would evaluate replaced."""
    declared = cast("dict[str, dict[str, str]]", action()["inputs"])
    inputs = {**{name: definition["default"] for name, definition in declared.items()}, **arguments}
    expressions = {f"inputs.{name}": value for name, value in inputs.items()} | {"github.action_path": str(ROOT)}
    expressions["steps.python.outputs.python-path"] = ""  # as if no Python version was requested
    return {
        name: expressions[expression.removeprefix("${{ ").removesuffix(" }}")]
        for name, expression in step["env"].items()
    }


def run_validate_step(directory: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the action's last step in a directory, with this environment's program instead of an installed one."""
    scripts = directory / "temp" / "shapeproof" / "bin"
    scripts.mkdir(parents=True, exist_ok=True)
    (scripts / "python").write_text(f'#!/bin/sh\nexec "{BIN / "python"}" "$@"\n')
    (scripts / "python").chmod(0o755)
    step = script_steps()["Validate recordings"]
    env = {**step_environment(step, inputs), "RUNNER_TEMP": str(directory / "temp")}
    return run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"], cwd=directory, env=env)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A user's checkout: good and bad recordings, and a JSON file that is not a recording."""
    shutil.copytree(ROOT / "examples" / "recordings", tmp_path / "their recordings")
    (tmp_path / "package.json").write_text('{"name": "theirs"}')
    return tmp_path


def test_no_input_is_interpolated_into_a_script() -> None:
    for step in script_steps().values():
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"


def test_default_format_of_action_exists() -> None:
    (format_option,) = (parameter for parameter in command.params if "--format" in parameter.opts)
    formats = cast("Any", format_option.type).choices
    assert action()["inputs"]["format"]["default"] in formats


@pytest.mark.survey
@pytest.mark.parametrize(
    ("inputs", "exit_code", "output"),
    [
        ({"paths": "their recordings/good"}, 0, "clean, no findings"),
        ({"paths": "their recordings/good\ntheir recordings/bad\n"}, 1, "error SP302"),
        (
            {"paths": "their recordings/bad", "args": "--view\ntolerant\n--ignore\nstructure,reading"},
            0,
            "warning SP302",
        ),
        ({"paths": "--help"}, 2, "no such file or directory"),
        ({}, 2, "missing argument"),
    ],
)
def test_action_validates_recordings(project: Path, inputs: dict[str, str], exit_code: int, output: str) -> None:
    result = run_validate_step(project, **{"format": "text", **inputs})
    assert result.returncode == exit_code, result.stdout + result.stderr
    assert output in result.stdout + result.stderr


@pytest.mark.parametrize("name", ["paths", "args", "format", "report"])
def test_action_does_not_execute_its_inputs(project: Path, name: str) -> None:
    malicious_input = "$(touch ran) `touch ran` \"; touch ran; ' ; touch ran #\n${IFS}touch ran"
    run_validate_step(project, **{"format": "text", "paths": "their recordings/good", name: malicious_input})
    assert not (project / "ran").exists()


PLANTED = ("json", "sitecustomize", "conftest", "click", "multiprocessing", "pickle", "venv", "botocore", "pip")
PLANT = "import pathlib; pathlib.Path({!r}).touch()\nraise ImportError('planted')\n"


@pytest.fixture
def canary(project: Path, tmp_path: Path) -> Path:
    """A file that appears once a module that a pull request added to a checkout is imported."""
    file = tmp_path / "imported"
    for name in PLANTED:
        (project / f"{name}.py").write_text(PLANT.format(str(file)))
    for number in range(150):
        (project / f"s3.ListBuckets_{number}.json").write_text("{}")
    return file


@pytest.mark.parametrize("path", ["", "."])
def test_action_imports_nothing_from_the_checkout(
    project: Path, canary: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setenv("PYTHONPATH", path)
    result = run_validate_step(project, format="text", paths=".", args="--jobs\n2")
    assert "responses in" in result.stdout, result.stderr
    assert not canary.exists()


@pytest.mark.survey
def test_action_looks_for_botocore_outside_the_checkout(project: Path, canary: Path) -> None:
    (script,) = (step["run"] for name, step in script_steps().items() if name == "Install Shapeproof")
    lines = [line for line in script.splitlines() if "pip install" not in line]
    env = {"RUNNER_TEMP": str(project / "temp"), "EXTRAS": "", "VERSION": "", "SOURCE": "", "PYTHON": sys.executable}
    env["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    result = run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", "\n".join(lines), cwd=project, env=env)
    assert result.returncode == 0, result.stderr
    assert f"contracts: committed ones, and botocore {version('botocore')}" in result.stdout
    assert not canary.exists()


@pytest.mark.survey
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_program_imports_nothing_from_the_working_directory(project: Path, canary: Path, jobs: str) -> None:
    result = run(BIN / "shapeproof", "validate", ".", "--jobs", jobs, cwd=project)
    assert "responses in" in result.stdout, result.stderr
    result = run(BIN / "shapeproof", "generate", "models", "s3.list_buckets", "--view", "strict", cwd=project)
    assert result.returncode == 0, result.stderr
    assert not canary.exists()


@pytest.mark.survey
def test_action_installs_shapeproof(tmp_path: Path, project: Path) -> None:
    step = script_steps()["Install Shapeproof"]
    env = {**step_environment(step, {"extras": ""}), "RUNNER_TEMP": str(tmp_path)}
    env["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    result = run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"], cwd=tmp_path, env=env)
    if result.returncode != 0 and "No matching distribution" in result.stderr:
        pytest.skip("no package index can be reached")
    assert result.returncode == 0, result.stdout + result.stderr
    program = tmp_path / "shapeproof" / "bin" / "shapeproof"
    assert run(program, "validate", "their recordings/good", cwd=project).returncode == 0
    assert f"and botocore {version('botocore')}" in result.stdout, "expected the botocore of the Python on PATH"


@requires("pre_commit")
@pytest.mark.survey
def test_hook_runs_under_pre_commit(tmp_path: Path, project: Path) -> None:
    """Install the hook from a new repository with the files of this checkout, committed or not."""
    clone, project_repository = tmp_path / "clone", project / "theirs"
    file_list = run("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", cwd=ROOT)
    if file_list.returncode != 0:
        pytest.skip(f"not a git checkout: {file_list.stderr.strip()}")
    for name in filter(None, file_list.stdout.split("\0")):
        if (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, clone / name)
    env = {"PRE_COMMIT_HOME": str(tmp_path / "home"), "GIT_CONFIG_GLOBAL": os.devnull, "HOME": str(tmp_path)}
    revision = commit_all(clone, env)

    shutil.copytree(project / "their recordings", project_repository / "tests")
    (project_repository / "package.json").write_text('{"name": "theirs"}')
    (project_repository / "pyproject.toml").write_text('[tool.shapeproof]\npaths = ["tests/good"]\n')
    hook = f"repos:\n- repo: {clone}\n  rev: {revision}\n  hooks:\n  - id: shapeproof\n"
    (project_repository / ".pre-commit-config.yaml").write_text(hook)
    commit_all(project_repository, env)
    pre_commit = (BIN / "pre-commit", "run", "--verbose")
    result = run(*pre_commit, "--all-files", cwd=project_repository, env=env)
    if "No matching distribution" in result.stdout:
        pytest.skip("no package index can be reached")
    assert result.returncode == 0, result.stdout + result.stderr
    assert re.search(r"^Shapeproof\.*Passed|^shapeproof\.*Passed", result.stdout, re.MULTILINE)
    assert "no findings" in result.stdout

    (project_repository / "pyproject.toml").write_text('[tool.shapeproof]\npaths = ["tests"]\n')
    run("git", "add", "--all", cwd=project_repository, env=env)
    result = run(*pre_commit, cwd=project_repository, env=env)
    assert result.returncode == 1
    assert "error SP302" in result.stdout
    assert "package.json" not in result.stdout

    (project_repository / "notes.md").write_text("nothing of ours\n")
    run("git", "add", "--all", cwd=project_repository, env=env)
    run("git", "reset", "--quiet", "pyproject.toml", cwd=project_repository, env=env)
    result = run(*pre_commit, "--files", "notes.md", cwd=project_repository, env=env)
    assert "Skipped" in result.stdout


def commit_all(directory: Path, env: Mapping[str, str]) -> str:
    """Create a repository from a directory, and return the revision of its only commit."""
    author = ("-c", "user.name=tests", "-c", "user.email=tests@example.com")
    for arguments in (("init", "--quiet"), ("add", "--all"), (*author, "commit", "--quiet", "-m", "all of it")):
        result = run("git", *arguments, cwd=directory, env=env)
        assert result.returncode == 0, result.stderr
    return run("git", "rev-parse", "HEAD", cwd=directory, env=env).stdout.strip()


def test_guide_lists_inputs_of_action() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| .+ \| (.+) \|$", GUIDE, re.MULTILINE)
    inputs = cast("dict[str, dict[str, str]]", action()["inputs"])
    assert [name for name, _ in rows] == list(inputs)
    defaults = {name: row.strip("`") for name, row in rows if row.startswith("`") and name != "paths"}
    assert defaults == {name: value["default"] for name, value in inputs.items() if value["default"]}
