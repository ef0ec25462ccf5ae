"""What other people's CI takes from here: the pre-commit hook, the action, and what the guide tells them to copy.

The files are held to their tools' schemas; what they run is run, as far as that can be done without GitHub.
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
YAML: Final = re.findall(r"^```yaml\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
BIN: Final = Path(sys.executable).parent


def needs(module: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(find_spec(module) is None, reason=f"{module} isn't installed; scripts/setup brings it")


def run(*arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        arguments, cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, text=True, check=False, timeout=600
    )


def yaml_blocks(marker: str) -> list[str]:
    """The guide's blocks of YAML that have a line of that text."""
    found = [block for block in YAML if re.search(marker, block, re.MULTILINE)]
    assert found, f"the guide has no YAML with {marker}"
    return found


@needs("check_jsonschema")
@pytest.mark.parametrize("kind", ["action", "workflow"])
def test_the_action_and_workflows_keep_their_schemas(kind: str, tmp_path: Path) -> None:
    files = [ROOT / "action.yml"]
    if kind == "workflow":
        files = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
        for number, block in enumerate(yaml_blocks("^jobs:")):
            files.append(tmp_path / f"{number}.yml")
            files[-1].write_text(block)
    done = run(BIN / "check-jsonschema", "--builtin-schema", f"vendor.github-{kind}s", *files, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@needs("pre_commit")
def test_the_hook_and_how_it_is_used_keep_pre_commit_s_rules(tmp_path: Path) -> None:
    done = run(BIN / "pre-commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    for number, block in enumerate(yaml_blocks("^repos:")):
        (tmp_path / f"{number}.yaml").write_text(block)
        done = run(BIN / "pre-commit", "validate-config", f"{number}.yaml", cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr


def action() -> dict[str, Any]:
    yaml = pytest.importorskip("yaml")
    return cast("dict[str, Any]", yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8")))


def steps() -> dict[str, dict[str, Any]]:
    return {step["name"]: step for step in action()["runs"]["steps"] if "run" in step}


def variables(step: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, str]:
    """What a step's variables hold, as GitHub fills them in."""
    declared = cast("dict[str, dict[str, str]]", action()["inputs"])
    inputs = {**{name: one["default"] for name, one in declared.items()}, **given}
    known = {f"inputs.{name}": value for name, value in inputs.items()} | {"github.action_path": str(ROOT)}
    known["steps.python.outputs.python-path"] = ""  # as where no Python was asked for
    return {name: known[text.removeprefix("${{ ").removesuffix(" }}")] for name, text in step["env"].items()}


def validated(directory: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """The action's last step, run in a directory, with the program of this environment for the one that it installs."""
    installed = directory / "temp" / "shapeproof" / "bin"
    installed.mkdir(parents=True, exist_ok=True)
    (installed / "shapeproof").unlink(missing_ok=True)
    (installed / "shapeproof").symlink_to(BIN / "shapeproof")
    step = steps()["Validate recordings"]
    env = {**variables(step, given), "RUNNER_TEMP": str(directory / "temp")}
    return run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"], cwd=directory, env=env)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Somebody's checkout: good and bad recordings, and data that is none."""
    shutil.copytree(ROOT / "examples" / "recordings", tmp_path / "their recordings")
    (tmp_path / "package.json").write_text('{"name": "theirs"}')
    return tmp_path


def test_no_input_becomes_part_of_a_script() -> None:
    for step in steps().values():
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"


def test_the_action_s_own_format_is_one() -> None:
    (option,) = (parameter for parameter in command.params if "--format" in parameter.opts)
    formats = cast("Any", option.type).choices
    assert action()["inputs"]["format"]["default"] in formats


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        ({"paths": "their recordings/good"}, 0, "clean, no findings"),
        ({"paths": "their recordings/good\ntheir recordings/bad\n"}, 1, "error SP302"),
        (
            {"paths": "their recordings/bad", "args": "--view\ntolerant\n--ignore\nstructure,reading"},
            0,
            "warning SP302",
        ),
        ({"paths": "--help"}, 2, "no such file or directory"),
        ({}, 2, "Missing argument"),
    ],
)
def test_the_action_validates(project: Path, given: dict[str, str], code: int, words: str) -> None:
    done = validated(project, **{"format": "text", **given})
    assert done.returncode == code, done.stdout + done.stderr
    assert words in done.stdout + done.stderr


@pytest.mark.parametrize("name", ["paths", "args", "format", "report"])
def test_the_action_runs_nothing_that_is_in_its_inputs(project: Path, name: str) -> None:
    evil = "$(touch ran) `touch ran` \"; touch ran; ' ; touch ran #\n${IFS}touch ran"
    validated(project, **{"format": "text", "paths": "their recordings/good", name: evil})
    assert not (project / "ran").exists()


@pytest.mark.survey
def test_the_action_installs(tmp_path: Path, project: Path) -> None:
    step = steps()["Install Shapeproof"]
    env = {**variables(step, {"extras": ""}), "RUNNER_TEMP": str(tmp_path)}
    env["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    done = run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"], cwd=tmp_path, env=env)
    if done.returncode != 0 and "No matching distribution" in done.stderr:
        pytest.skip("no package index can be reached")
    assert done.returncode == 0, done.stdout + done.stderr
    program = tmp_path / "shapeproof" / "bin" / "shapeproof"
    assert run(program, "validate", "their recordings/good", cwd=project).returncode == 0
    assert f"contracts: botocore {version('botocore')}" in done.stdout, "the one of the python on PATH"


@needs("pre_commit")
@pytest.mark.survey
def test_the_hook_under_pre_commit(tmp_path: Path, project: Path) -> None:
    """With what is in this checkout, committed or not, as a repository of its own."""
    clone, theirs = tmp_path / "clone", project / "theirs"
    listed = run("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", cwd=ROOT)
    if listed.returncode != 0:
        pytest.skip(f"not a git checkout: {listed.stderr.strip()}")
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, clone / name)
    env = {"PRE_COMMIT_HOME": str(tmp_path / "home"), "GIT_CONFIG_GLOBAL": os.devnull, "HOME": str(tmp_path)}
    revision = committed(clone, env)

    shutil.copytree(project / "their recordings", theirs / "tests")
    (theirs / "package.json").write_text('{"name": "theirs"}')
    (theirs / "pyproject.toml").write_text('[tool.shapeproof]\npaths = ["tests/good"]\n')
    hook = f"repos:\n- repo: {clone}\n  rev: {revision}\n  hooks:\n  - id: shapeproof\n"
    (theirs / ".pre-commit-config.yaml").write_text(hook)
    committed(theirs, env)
    pre_commit = (BIN / "pre-commit", "run", "--verbose")
    done = run(*pre_commit, "--all-files", cwd=theirs, env=env)
    if "No matching distribution" in done.stdout:
        pytest.skip("no package index can be reached")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^Shapeproof\.*Passed|^shapeproof\.*Passed", done.stdout, re.MULTILINE)
    assert "no findings" in done.stdout

    (theirs / "pyproject.toml").write_text('[tool.shapeproof]\npaths = ["tests"]\n')
    run("git", "add", "--all", cwd=theirs, env=env)
    done = run(*pre_commit, cwd=theirs, env=env)
    assert done.returncode == 1
    assert "error SP302" in done.stdout
    assert "package.json" not in done.stdout

    (theirs / "notes.md").write_text("nothing of ours\n")
    run("git", "add", "--all", cwd=theirs, env=env)
    run("git", "reset", "--quiet", "pyproject.toml", cwd=theirs, env=env)
    done = run(*pre_commit, "--files", "notes.md", cwd=theirs, env=env)
    assert "Skipped" in done.stdout


def committed(directory: Path, env: Mapping[str, str]) -> str:
    """Make a repository of a directory; the revision of its one commit."""
    author = ("-c", "user.name=tests", "-c", "user.email=tests@example.com")
    for arguments in (("init", "--quiet"), ("add", "--all"), (*author, "commit", "--quiet", "-m", "all of it")):
        done = run("git", *arguments, cwd=directory, env=env)
        assert done.returncode == 0, done.stderr
    return run("git", "rev-parse", "HEAD", cwd=directory, env=env).stdout.strip()


def test_the_guide_lists_the_action_s_inputs() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| .+ \| (.+) \|$", GUIDE, re.MULTILINE)
    inputs = cast("dict[str, dict[str, str]]", action()["inputs"])
    assert [name for name, _ in rows] == list(inputs)
    defaults = {name: row.strip("`") for name, row in rows if row.startswith("`") and name != "paths"}
    assert defaults == {name: value["default"] for name, value in inputs.items() if value["default"]}
