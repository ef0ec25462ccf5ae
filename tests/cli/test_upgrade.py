"""`shapeproof upgrade`: what a project uses, and what a newer botocore changes of that."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.botocore_wheels import service_model, write_wheel
from tests.cli.conftest import Run

APP = """import boto3

queues = boto3.client("sqs")


def names():
    return queues.list_queues()["QueueUrls"]


def other(client):
    return client.get_caller_identity()
"""


def queues(*states: str, required: bool = True) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "type": "structure",
        "members": {"State": {"shape": "State"}, "QueueUrls": {"shape": "Urls"}},
    }
    if required:
        answer["required"] = ["QueueUrls"]
    shapes = {
        "Answer": answer,
        "State": {"type": "string", "enum": list(states)},
        "Urls": {"type": "list", "member": {"shape": "Url"}},
        "Url": {"type": "string"},
    }
    return service_model(shapes, "ListQueues", "PurgeQueue")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with code, a recording and a lock file, beside two releases of botocore."""
    same = service_model({"Answer": {"type": "structure", "members": {}}}, "GetCallerIdentity")
    write_wheel(tmp_path / "wheels", "1.34.0", {"sqs": queues("on"), "sts": same}, date(2024, 1, 2))
    newer = queues("on", "off", required=False)
    del newer["operations"]["PurgeQueue"]
    write_wheel(tmp_path / "wheels", "1.40.0", {"sqs": newer, "sts": same}, date(2025, 7, 8))
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "app.py").write_text(APP)
    (tmp_path / "requirements.txt").write_text("boto3==1.34.0\nbotocore==1.34.0\n")
    lines: list[dict[str, Any]] = [
        {"shapeproof": 1, "contract": f"sqs.{name}", "representation": "cli", "response": {}}
        for name in ("list_queues", "list_queues", "purge_queue")
    ]
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "recorded.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return tmp_path


@pytest.mark.usefixtures("project")
def test_what_is_used_and_what_changes(run: Run, golden: Callable[[str, str], None]) -> None:
    result = run("upgrade", "--wheels", "wheels")
    assert result.returncode == 1, result.stderr
    golden("upgrade.txt", result.stdout)


@pytest.mark.usefixtures("project")
def test_what_fails_is_a_choice(run: Run) -> None:
    code = ["upgrade", "src", "--wheels", "wheels"]  # which doesn't use what is gone
    assert run(*code, "--from", "1.40.0", "--to", "1.40.0").returncode == 0
    assert run(*code).returncode == 1
    result = run(*code, "--to", "1.34.0", "--from", "1.40.0")
    assert result.returncode == 0, result.stdout
    assert "botocore 1.40.0 (--from) -> 1.34.0 (--to)" in result.stdout
    assert "  harmless" not in result.stdout
    assert "  harmless" in run(*code, "--to", "1.34.0", "--from", "1.40.0", "--verbose").stdout


@pytest.mark.usefixtures("project")
def test_enum_values_are_risky_alone(run: Run, project: Path) -> None:
    write_wheel(project / "wheels", "1.35.0", {"sqs": queues("on", "off")}, date(2024, 9, 8))
    arguments = ["upgrade", "src", "--wheels", "wheels", "--to", "1.35.0"]
    assert "risky     SP621 values added to an enum: State: off" in run(*arguments).stdout
    assert run(*arguments).returncode == 0
    assert run(*arguments, "--fail-on", "risky").returncode == 1
    assert run(*arguments, "--reader", "closed").returncode == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["src", "--wheels", "wheels", "--from", "9.9.9"], "9.9.9"),
        (["wheels"], "no operation of AWS is used in wheels"),
        (["src", "--wheels", "nowhere"], "nowhere"),
        (["--reader", "half"], "half"),
    ],
)
@pytest.mark.usefixtures("project")
def test_wrong_use_is_explained(run: Run, arguments: list[str], message: str) -> None:
    result = run("upgrade", *arguments)
    assert result.returncode == 2
    assert message in result.stderr
    assert len(result.stderr.splitlines()) <= 2


@pytest.mark.survey
@pytest.mark.usefixtures("project")
def test_a_command_runs_with_the_new_release(run: Run, project: Path) -> None:
    (project / "check.py").write_text("import botocore, sys\nsys.exit(botocore.__version__ != '1.40.0')")
    arguments = ["upgrade", "src", "--wheels", "wheels", "--from", "1.40.0"]
    python = shlex.join([sys.executable, "check.py"])
    passed = run(*arguments, "--exec", python)
    assert (passed.returncode, passed.stderr) == (0, "")
    assert passed.stdout.splitlines()[-1] == f"{python} passes with botocore 1.40.0"
    failed = run(*arguments, "--to", "1.34.0", "--from", "1.34.0", "--exec", python)
    assert failed.returncode == 1
    assert failed.stdout.splitlines()[-1] == f"{python} fails (exit status 1) with botocore 1.34.0"
    for command, message in (("nothing-of-this-name", "can't be run"), ("true | cat", "not run in a shell")):
        wrong = run(*arguments, "--exec", command)
        assert wrong.returncode == 2
        assert message in wrong.stderr


def test_what_is_not_read_is_told(run: Run, project: Path) -> None:
    (project / "src" / "broken.py").write_text("def (")
    (project / "src" / "latin.py").write_bytes(b"# \xe9")
    result = run("upgrade", "src", "nowhere", "--wheels", "wheels")
    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        "shapeproof: warning: nowhere: no such file or directory; check the path",
        "shapeproof: warning: src/broken.py: not read: it is too large, or no valid Python in UTF-8",
        "shapeproof: warning: src/latin.py: not read: it is too large, or no valid Python in UTF-8",
    ]


def test_a_project_without_a_lock_file_names_the_version(run: Run, project: Path) -> None:
    (project / "requirements.txt").write_text("boto3\n")
    result = run("upgrade", "src", "--wheels", "wheels")
    assert result.returncode == 2
    assert "no lock file pins botocore" in result.stderr
    assert "--from VERSION" in result.stderr
    assert run("upgrade", "src", "--wheels", "wheels", "--from", "1.34.0").returncode == 1
