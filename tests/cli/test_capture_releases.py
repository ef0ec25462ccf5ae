"""`shapeproof capture --botocore VERSION`: contracts of releases from a directory of wheels, or from the real pip."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from tests.botocore_wheels import service_model, write_wheel

Run = Callable[..., CompletedProcess[str]]


def models(*members: str) -> dict[str, Any]:
    answer = {"type": "structure", "members": {member: {"shape": "Name"} for member in members}}
    return {"things": service_model({"Answer": answer, "Name": {"type": "string"}}, "DescribeThing", "ListThings")}


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    write_wheel(tmp_path / "wheels", "1.9.0", models("Name"), date(2020, 5, 6))
    write_wheel(tmp_path / "wheels", "1.10.0", models("Name", "Colour"), date(2021, 7, 8))
    return tmp_path / "wheels"


def test_a_release_of_a_directory_is_captured(run: Run, wheels: Path, tmp_path: Path) -> None:
    done = run("capture", "things.describe_thing", "things.ListThings", "--botocore", "1.9.0", "--wheels", "wheels")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "things.describe_thing@1.9.0 -> schemas/things/describe_thing/1.9.0\n"
        "things.list_things@1.9.0 -> schemas/things/list_things/1.9.0\n"
    )
    contract = json.loads((tmp_path / "schemas/things/describe_thing/1.9.0/contract.json").read_text())
    assert (contract["edition"], contract["since"], contract["through"]) == ("1.9.0", None, None)
    assert contract["released"] == {"1.9.0": "2020-05-06"}
    assert run("show", "things.describe_thing@1.9.0").returncode == 0


def test_an_operation_that_a_release_lacks_is_told_with_similar_ones(run: Run, wheels: Path) -> None:
    for _ in range(2):  # the second time, it is known
        done = run("capture", "things.list_thing", "--botocore", "1.9.0", "--wheels", "wheels")
        assert done.returncode == 2
        assert "things.list_thing: " in done.stderr
        assert "no operation" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--botocore", "1.8.0", "--wheels", "wheels"), "wheels: no wheel of botocore 1.8.0"),
        (("--botocore", "1.9.0", "--wheels", "nowhere"), "nowhere: No such file or directory"),
        (("--wheels", "wheels"), "--wheels has releases, but --botocore names none"),
        (("--botocore", "wheels", "--wheels", "wheels"), "--wheels has releases, but --botocore names none"),
        (("--botocore", "gone.whl"), "gone.whl: no such file or directory"),
        (("--botocore", "botocore-1.9.0-py3-none-any.whl"), "no such file or directory"),
    ],
)
def test_what_is_no_release_is_told(run: Run, wheels: Path, arguments: tuple[str, ...], message: str) -> None:
    done = run("capture", "things.describe_thing", *arguments)
    assert done.returncode == 2
    assert message in done.stderr


@pytest.mark.survey
def test_pip_downloads_a_release_once(run: Run, wheels: Path, tmp_path: Path) -> None:
    """The real pip, which is configured to look in a directory; then that is gone."""
    env = {
        "PIP_CONFIG_FILE": "/dev/null",
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
        "SHAPEPROOF_CACHE_DIR": str(tmp_path / "cache"),
    }
    capture = ("capture", "things.describe_thing", "--botocore", "1.10.0")
    assert run(*capture, env=env).stderr == ""
    first = (tmp_path / "schemas/things/describe_thing/1.10.0/response.schema.json").read_bytes()
    shutil.rmtree(wheels)
    again = run(*capture, "--output", "again", env=env)
    assert (again.returncode, again.stderr) == (0, "")
    assert (tmp_path / "again/things/describe_thing/1.10.0/response.schema.json").read_bytes() == first
    other = run("capture", "things.list_things", "--botocore", "1.10.0", env=env)
    assert other.returncode == 2
    assert "pip can't get botocore 1.10.0: " in other.stderr
    assert "--wheels DIR" in other.stderr
