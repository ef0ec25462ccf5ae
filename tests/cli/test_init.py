"""`shapeproof init`: what it writes is true of the project and fits it, and nothing that stood there is touched."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.program.forks import Program, environment

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


@pytest.mark.survey
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
        assert (again.returncode, again.stderr) == (0, "")
        assert "pyproject.toml is left as it is; [tool.shapeproof] has: paths, contracts\n" in again.stdout
        assert again.stdout.endswith("\nNothing was found that it lacks.\n")
    assert (project / "pyproject.toml").read_text() == text


@needs_botocore
def test_below_a_project_with_settings_it_says_where_to_run(project: Path, program: Program) -> None:
    (project / "pyproject.toml").write_text("[tool.shapeproof]\n")
    done = program.run(project / "docs", ["init"], stdin=b"", environment=environment(), timeout=60)
    assert done.exit_code == 0
    assert done.output.decode().endswith("""\
../pyproject.toml is left as it is; [tool.shapeproof] has: nothing
for what could be added, run it in ../
""")


@pytest.mark.survey
@needs_botocore
def test_a_project_with_settings_is_told_what_it_could_add(run: Any, golden: Any, project: Path) -> None:
    text = """\
[tool.shapeproof]
paths = ["docs"]
baseline = "known.json"
ignore = ["SP302@s3.*"]
contracts = {"docs/*caller*" = "sts.get_caller_identity"}
"""
    (project / "pyproject.toml").write_text(text)
    files(project, {"tests/test_it.py": MOTO, ".github/workflows/test.yml": "on: push\n"})
    done = run("init")
    assert (done.returncode, done.stderr) == (0, "")
    assert (project / "pyproject.toml").read_text() == text
    golden("init_configured.txt", done.stdout)
    write(project / "known.json", {"shapeproof_baseline": 1, "findings": []})
    assert "write a baseline" not in run("init").stdout


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


MOTO = "from moto import mock_aws\n"
STUB = "from botocore.stub import Stubber\n"
MOST_LINES = 24


def files(directory: Path, contents: dict[str, str]) -> None:
    for name, text in contents.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(text)


PROJECTS: dict[str, dict[str, str]] = {
    "moto": {
        "pyproject.toml": "[project]\nname = 'x'\n[dependency-groups]\ntest = ['moto[s3]>=5', 'pytest']\n",
        "tests/test_it.py": MOTO,
        ".github/workflows/test.yml": "on: push\n",
    },
    "stubber_pytest_ini": {"pytest.ini": "[pytest]\n", "tests/unit/test_it.py": STUB, ".gitlab-ci.yml": "test:\n"},
    "vcr": {
        "requirements-dev.txt": "pytest\npytest-recording==0.13\n",
        "setup.cfg": "[tool:pytest]\naddopts = -q\n",
        "tests/conftest.py": "import pytest\n",
        "Jenkinsfile": "pipeline {}\n",
    },
    "placebo_tox": {"tox.ini": "[tox]\nenvlist = py\n[pytest]\naddopts = -q\n", "test_it.py": "import placebo\n"},
    "localstack": {
        "compose.yaml": "services:\n  aws:\n    image: localstack/localstack:3\n",
        "tests/test_it.py": "client = boto3.client('s3', endpoint_url='http://localhost:4566')\n",
    },
    "openapi": {
        "poetry.lock": "[[package]]\nname = 'openapi-core'\nversion = '1'\n[[package]]\nname = 'moto'\nversion = '5'\n",
        "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '-q'\n",
    },
}


@pytest.mark.parametrize("name", PROJECTS)
def test_each_tool_is_recognised_and_gets_what_fits(run: Any, golden: Any, tmp_path: Path, name: str) -> None:
    files(tmp_path, PROJECTS[name])
    done = run("init")
    assert (done.returncode, done.stderr) == (0, "")
    golden(f"init_{name}.txt", done.stdout)
    assert len(done.stdout.partition("gets:")[0].splitlines()) <= MOST_LINES
    pyproject = tmp_path / "pyproject.toml"
    has_other_settings = any("pytest]" in text or "pytest.ini_options" in text for text in PROJECTS[name].values())
    text = pyproject.read_text() if pyproject.exists() else ""
    assert ('shapeproof = "report"' in text) is not has_other_settings
    again = run("init")
    assert (again.returncode, again.stderr) == (0, "")
    assert "gets:" not in again.stdout
    assert (pyproject.read_text() if pyproject.exists() else "") == text


def test_words_that_only_look_like_a_tool_are_none(run: Any, tmp_path: Path) -> None:
    words = {
        "pyproject.toml": "[project]\nname = 'moto'\ndescription = 'placebo and moto'\nkeywords = ['vcrpy']\n",
        "requirements.txt": "# moto\nmotor==3\nplacebo-effect\n",
        "tests/test_it.py": "# import moto\nmotor = 'import vcr'\nimport motor\n",
        "src/report.py": MOTO,
        "node_modules/x/test_x.py": MOTO,
        "compose.yaml": "services: {}\n",
    }
    files(tmp_path, words)
    done = run("init")
    assert done.returncode == 2
    assert "found in" not in done.stdout


def test_an_openapi_client_alone_is_told_what_is_not_supported(run: Any, tmp_path: Path) -> None:
    files(tmp_path, {"api/openapi.yaml": "openapi: 3.1.0\n"})
    done = run("init")
    assert done.returncode == 2
    assert "OpenAPI client: found in api/openapi.yaml; contracts of OpenAPI documents are not supported" in done.stdout


@pytest.mark.survey
def test_failures_that_a_campaign_kept_are_no_recordings(run: Any, examples: Path, tmp_path: Path) -> None:
    command = f"{sys.executable} -c 'raise SystemExit(3)'"
    name = "sagemaker.describe_hyper_parameter_tuning_job"
    done = run("fuzz", "run", name, "--exec", command, "-n", "1", "--failures", "shapeproof-failures")
    assert done.returncode == 1
    shutil.copytree(tmp_path / "shapeproof-failures", examples / "good" / "kept")
    assert run("init").returncode == 0
    settings = tomllib.loads((tmp_path / "pyproject.toml").read_text())["tool"]["shapeproof"]
    assert settings["paths"] == ["examples"]
    assert settings["exclude"] == ["examples/good/kept/"]
    assert "kept" not in run("validate", "--verbose").stdout.replace("examples/good/kept: skipped", "")


def test_many_contracts_and_files_take_no_more_than_a_screen(run: Any, tmp_path: Path) -> None:
    for number in range(40):
        write(tmp_path / "answers" / f"nosuch.DoThings_{number}.json", {"a": number})
        line: dict[str, Any] = {
            "shapeproof": 1,
            "contract": f"sts.get_caller_identity{number}",
            "representation": "cli",
            "response": {},
        }
        write(tmp_path / "lines" / f"{number}.jsonl", line)
    files(tmp_path, {"tests/test_it.py": MOTO + STUB + "import vcr, placebo\n", "Jenkinsfile": "x"})
    done = run("init")
    assert done.returncode == 0
    assert len(done.stdout.partition("gets:")[0].splitlines()) <= MOST_LINES


@pytest.mark.parametrize("name", ["\x1b[31mred", "line\nfeed", "\u202eabc"])
def test_names_of_files_reach_no_terminal(run: Any, tmp_path: Path, name: str) -> None:
    files(tmp_path, {f"a/test_{name}.py": MOTO, f"{name}/test_it.py": MOTO, "tests/test_it.py": MOTO})
    write(tmp_path / "tests" / f"nosuch.DoThings_{name}.json", {"a": 1})
    done = run("init")
    assert done.returncode == 0
    assert name not in done.stdout
    assert "moto: found in tests/test_it.py\n" in done.stdout  # files of such names are not looked at


def test_broken_and_huge_files_are_passed_over(run: Any, tmp_path: Path) -> None:
    files(
        tmp_path,
        {"poetry.lock": "[[", "Pipfile": "x = " + "[" * 5_000, "setup.cfg": "no section\n", "tests/test_it.py": MOTO},
    )
    (tmp_path / "tests" / "test_large.py").write_bytes(b"import vcr\n" + b"#" * 2**20)
    (tmp_path / "tests" / "test_latin.py").write_bytes(b"import placebo # \xe9\n")
    os.mkfifo(tmp_path / "tests" / "test_pipe.py")
    done = run("init")
    assert done.returncode == 0
    assert [line for line in done.stdout.splitlines() if "found in" in line] == ["moto: found in tests/test_it.py"]
