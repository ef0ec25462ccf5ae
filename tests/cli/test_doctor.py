"""`shapeproof doctor`: what it says of an installation and a project that are well, and of all that can be wrong."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import pytest
from tests.program.extras import EXTRAS, environment_without, modules_without
from tests.program.forks import environment

ROOT: Final = Path(__file__).parents[2]
SHIPPED: Final = ROOT / "schemas" / "sagemaker" / "describe_hyper_parameter_tuning_job" / "1.29.145"
SETTINGS: Final = """\
[tool.shapeproof]
view = "tolerant"
paths = ["good"]

[tool.shapeproof.contracts]
"good/*.json" = "sts.get_caller_identity"
"""
Doctor = Callable[..., dict[str, Any]]


def usual(directory: Path, **variables: str) -> dict[str, str]:
    """The variables of a user at home in a directory, with completion and a cache."""
    base = {key: value for key, value in environment().items() if not key.startswith(("PYTEST_", "SHAPEPROOF_"))}
    path = f"{Path(sys.executable).parent}{os.pathsep}{base['PATH']}"
    return {**base, "HOME": str(directory), "SHELL": "/bin/bash", "PATH": path, **variables}


def ended(directory: Path, variables: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "shapeproof", "doctor", *arguments], cwd=directory, env=dict(variables),
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture
def doctor(tmp_path: Path) -> Doctor:
    """What it finds, by section and name; `code` is the exit code."""

    def found(*, code: int = 0, variables: Mapping[str, str] | None = None) -> dict[str, Any]:
        done = ended(tmp_path, {**usual(tmp_path), **(variables or {})}, "--format", "json")
        assert done.stderr == ""
        document = json.loads(done.stdout)
        assert done.returncode == code, done.stdout
        assert bool(document["problems"]) is bool(code)
        return {
            section["name"]: {check["name"]: check for check in section["checks"]} for section in document["sections"]
        }

    return found


def test_what_is_printed(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    (tmp_path / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / ".bashrc").write_text('eval "$(shapeproof completion bash)"\n', encoding="utf-8")
    (tmp_path / "good").mkdir()
    done = ended(tmp_path, usual(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    printed = done.stdout.replace(str(ROOT), "CHECKOUT")
    printed = re.sub(r"(python +)\S+ \(\w+\), .*", r"\1VERSION (IMPLEMENTATION), PYTHON", printed)
    printed = re.sub(r"(system +).*", r"\1SYSTEM", printed)
    printed = re.sub(r"(on PATH +).*", r"\1SCRIPT", printed)
    printed = re.sub(r"\b[0-9]+(\.[0-9]+)+\b", "VERSION", printed)
    golden("doctor.txt", re.sub(r"[0-9]+ (services|editions?|operations?)", r"N \1", printed))


def test_the_versions_are_those_of_the_metadata(doctor: Doctor) -> None:
    found = doctor()
    assert found["versions"]["shapeproof"]["value"] == metadata.version("shapeproof")
    assert found["packages"]["click"]["value"] == metadata.version("click")
    assert {*found["extras"]} == {*EXTRAS}
    assert f"botocore {metadata.version('botocore')}" in found["extras"]["aws"]["value"]


@pytest.mark.survey
def test_no_secret_is_printed(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.shapeproof]\nredact = ["Sesame9"]\n', encoding="utf-8")
    secrets = {"AWS_SECRET_ACCESS_KEY": "Sesame1", "GITHUB_TOKEN": "Sesame2", "PIP_INDEX_URL": "https://u:Sesame3@host"}
    for arguments in ((), ("--format", "json")):
        done = ended(tmp_path, usual(tmp_path, **secrets), *arguments)
        assert "Sesame" not in done.stdout + done.stderr


@pytest.mark.survey
@pytest.mark.parametrize(
    ("settings", "name", "message", "hint"),
    [
        ("[tool.shapeproof]\nveiw = 'strict'\n", "file", "pyproject.toml:2: tool.shapeproof.veiw: unknown setting", "did you mean view?"),
        ("[tool.shapeproof\n", "file", "pyproject.toml: not valid TOML", "strings are in quotes"),
        ("[tool.shapeproof]\nview = 3\n", "file", "unknown view 3", "strict, tolerant"),
        ("[tool.shapeproof]\nschemas = 'gone'\n", "schemas", "there is no such directory of contracts", "capture"),
        ("[tool.shapeproof]\npaths = ['gone']\n", "paths", "gone doesn't exist", "correct the path"),
        ("[tool.shapeproof]\nbaseline = 'gone.json'\n", "baseline", "gone.json doesn't exist", "--write-baseline"),
        ("[tool.shapeproof.contracts]\n'*.json' = 's3.list_bukkets'\n", "contracts: *.json", "s3 has no operation", "s3.list_buckets"),
        (f"[tool.shapeproof]\nerror = ['SP99']\n{'#' * 9}\x1b[2J", "file", "pyproject.toml: not valid TOML", ""),
    ],
)  # fmt: skip
def test_broken_settings(doctor: Doctor, tmp_path: Path, settings: str, name: str, message: str, hint: str) -> None:
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
    check = doctor(code=1)["settings"][name]
    assert check["status"] == "problem"
    assert message in check["value"]
    assert hint in check["hint"]


@pytest.mark.survey
def test_contracts_of_a_project(doctor: Doctor, tmp_path: Path) -> None:
    for name in ("good", "broken"):
        shutil.copytree(SHIPPED, tmp_path / "schemas" / "mine" / name / SHIPPED.name)
    document = json.loads((SHIPPED / "contract.json").read_bytes()) | {
        "service": "mine",
        "method": "good",
        "operation": "Good",
    }
    (tmp_path / "schemas" / "mine" / "good" / SHIPPED.name / "contract.json").write_text(
        json.dumps(document), encoding="utf-8"
    )
    (tmp_path / "schemas" / "mine" / "broken" / SHIPPED.name / "contract.json").write_text("[", encoding="utf-8")
    found = doctor(code=1)["contracts"]
    assert found["project"]["value"] == "2 operations, 2 editions, in ~/schemas"
    assert found[f"mine.broken@{SHIPPED.name}"]["status"] == "problem"
    assert f"mine.good@{SHIPPED.name}" not in found


@pytest.mark.survey
def test_caches(doctor: Doctor, tmp_path: Path) -> None:
    assert doctor()["cache"]["directory"]["value"] == "~/.cache/shapeproof, not there yet"
    assert not (tmp_path / ".cache").exists(), "nothing is made"
    open_to_all = tmp_path / "open"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    check = doctor(code=1, variables={"SHAPEPROOF_CACHE_DIR": str(open_to_all)})["cache"]["directory"]
    assert (check["value"], check["status"]) == ("~/open: others may write to it", "problem")
    (tmp_path / "file").touch()
    check = doctor(code=1, variables={"SHAPEPROOF_CACHE_DIR": str(tmp_path / "file")})["cache"]["directory"]
    assert check["value"].startswith("~/file: ")
    own = tmp_path / "own"
    own.mkdir(mode=0o700)
    (own / "key").write_bytes(b"short")
    (own / "key").chmod(0o600)
    check = doctor(code=1, variables={"SHAPEPROOF_CACHE_DIR": str(own)})["cache"]["directory"]
    assert check["value"] == "~/own/key: it is damaged: remove it"
    (own / "key").write_bytes(bytes(32))
    found = doctor(variables={"SHAPEPROOF_CACHE_DIR": str(own)})["cache"]
    assert (found["directory"]["value"], found["size"]["value"]) == ("~/own", "0.0 MiB in 1 file")


@pytest.mark.survey
@pytest.mark.parametrize(
    ("module", "source", "section", "name", "expected"),
    [
        ("hypothesis", "raise RuntimeError('broken\\x1b[2J')", "extras", "fuzz", "RuntimeError: broken"),
        ("psutil", "import os; os._exit(7)", "extras", "fuzz", "importing it ends Python (exit code 7)"),
        ("botocore", "raise SystemExit(0)", "extras", "aws", "SystemExit: 0"),
        ("yaml", "syntax error", "extras", "vcr", "SyntaxError"),
        ("msgspec", "import nothing_of_this_name", "extras", "generate", "ModuleNotFoundError"),
        ("jsonschema_rs", "raise ImportError('wrong architecture')", "packages", "jsonschema-rs", "wrong architecture"),
        ("jiter", "raise ImportError('wrong architecture')", "packages", "jiter", "wrong architecture"),
    ],
)
def test_broken_packages(
    doctor: Doctor, tmp_path: Path, module: str, source: str, section: str, name: str, expected: str
) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / f"{module}.py").write_text(source + "\n", encoding="utf-8")
    check = doctor(code=1, variables={"PYTHONPATH": str(broken)})[section][name]
    assert check["status"] == "problem"
    assert expected in check["value"]
    printed = ended(tmp_path, usual(tmp_path, PYTHONPATH=str(broken))).stdout
    assert "\x1b[2J" not in printed
    assert printed.endswith(" found\n")


def test_a_version_out_of_range(doctor: Doctor, tmp_path: Path) -> None:
    for name, version in (("click", "7.1.2"), ("cbor2", "99.0")):
        directory = tmp_path / "others" / f"{name}-{version}.dist-info"
        directory.mkdir(parents=True)
        (directory / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8"
        )
    found = doctor(code=1, variables={"PYTHONPATH": str(tmp_path / "others")})
    assert re.fullmatch(r"7\.1\.2, but Shapeproof needs >= 8\.\d+, < 9", found["packages"]["click"]["value"])
    assert found["extras"]["aws"]["value"].startswith("cbor2: 99.0, but Shapeproof needs >= ")


@pytest.mark.survey
def test_nothing_of_the_directory_is_imported(doctor: Doctor, tmp_path: Path) -> None:
    for name in ("hypothesis", "yaml", "botocore"):
        (tmp_path / f"{name}.py").write_text("open('imported', 'w').close()", encoding="utf-8")
    subprocess.run(
        [Path(sys.executable).parent / "shapeproof", "doctor"], cwd=tmp_path, env=usual(tmp_path), capture_output=True,
        check=True,
    )  # fmt: skip
    assert not (tmp_path / "imported").exists()


@pytest.mark.survey
@pytest.mark.parametrize(
    ("variables", "section", "name", "value", "code"),
    [
        ({"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}, "pytest", "plugin", "not loaded: PYTEST_DISABLE_PLUGIN_AUTOLOAD is set", 1),
        ({"PYTEST_ADDOPTS": "-p no:shapeproof"}, "pytest", "plugin", "not loaded: PYTEST_ADDOPTS turns it off", 1),
        ({"NO_COLOR": "1"}, "terminal", "colour", "no, by NO_COLOR", 0),
        ({"FORCE_COLOR": "1"}, "terminal", "colour", "yes, by FORCE_COLOR", 0),
        ({"PYTHONIOENCODING": "cp1252"}, "terminal", "encoding", "cp1252", 0),
        ({"SHELL": "/bin/tcsh"}, "completion", "completion", "none for the shell tcsh", 0),
        ({"SHELL": "/usr/bin/zsh"}, "completion", "zsh", "not installed", 0),
        ({"PATH": ""}, "command", "on PATH", "no", 0),
        ({"HOME": "relative"}, "cache", "directory", "there is no home directory; SHAPEPROOF_CACHE_DIR can name another one", 1),
    ],
)  # fmt: skip
def test_surroundings(
    doctor: Doctor, variables: dict[str, str], section: str, name: str, value: str, code: int
) -> None:
    assert doctor(code=code, variables=variables)[section][name]["value"] == value


@pytest.mark.survey
@pytest.mark.parametrize("missing", [EXTRAS, ("fuzz",)], ids=["core", "fuzz"])
def test_extras_whose_files_are_gone(missing: tuple[str, ...], tmp_path: Path) -> None:
    refusing = tmp_path / "refusing"
    refusing.mkdir()
    done = ended(tmp_path, environment_without(modules_without(missing), refusing, usual(tmp_path)))
    assert (done.returncode, done.stderr) == (1, "")
    assert all(f'pip install "shapeproof[{extra}]"' in done.stdout for extra in missing)


@pytest.mark.survey
def test_extras_that_are_not_installed_are_no_problem(wheel_environment: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [wheel_environment / "shapeproof", "doctor"], cwd=tmp_path, env=usual(tmp_path), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert all(f'pip install "shapeproof[{extra}]"' in done.stdout for extra in EXTRAS)
