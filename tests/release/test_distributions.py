"""The wheel and the sdist: exactly what belongs into them, nothing of the machine that built them, and the same each time."""

from __future__ import annotations

import email
import email.message
import getpass
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).parents[2]
PROJECT: Final[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ONLY_HERE: Final = (
    "__pycache__",
    "*.pyc",
    ".venv*",
    "*-venv*",
    ".git",
    "node_modules",
    ".npm-tools",
    ".*_cache",
    ".hypothesis",
)


def build(source: Path, out: Path, *kinds: str, **variables: str) -> Path:
    """Build with what is installed here; return the only new distribution."""
    command = [sys.executable, "-m", "build", "--no-isolation", *kinds, "--outdir", str(out), str(source)]
    done = subprocess.run(command, env={**os.environ, **variables}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = out.iterdir()
    return path


@pytest.fixture(scope="module")
def sdist(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Asks for the wheel, so that it skips where nothing can be built."""
    return build(ROOT, tmp_path_factory.mktemp("sdist"), "--sdist")


@pytest.fixture(scope="module")
def unpacked(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(directory, filter="data")
    (path,) = directory.iterdir()
    return path


def committed(*directories: str) -> set[str]:
    """The files that are committed or could be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", *directories]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip(f"not a git checkout: {listed.stderr.strip()}")
    return {name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()}


def test_wheel_has_what_belongs_into_it_and_nothing_else(wheel: Path) -> None:
    information = f"shapeproof-{PROJECT['version']}.dist-info/"
    packages = {
        name.partition("/")[2] for name in committed("codegen", "generated") if not name.startswith("generated/docs/")
    }
    contracts = {f"shapeproof/_schemas/{name.removeprefix('schemas/')}" for name in committed("schemas")}
    own = {f"{information}{name}" for name in ("METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE")}
    assert set(zipfile.ZipFile(wheel).namelist()) == packages | contracts | own


def test_sdist_has_what_belongs_into_it_and_nothing_else(unpacked: Path) -> None:
    found = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    files = {"pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", ".gitignore"}
    assert found == committed("codegen", "generated", "schemas") | files | {"PKG-INFO"}


def test_the_wheel_of_the_sdist_is_the_wheel_of_the_checkout(wheel: Path, unpacked: Path, tmp_path: Path) -> None:
    assert build(unpacked, tmp_path, "--wheel").read_bytes() == wheel.read_bytes()


@pytest.mark.survey
def test_another_checkout_builds_the_same_bytes(wheel: Path, sdist: Path, tmp_path: Path) -> None:
    """Neither the path, nor times of files, nor the user's mask, nor what Python left behind is in them."""
    copy = tmp_path / "a longer name" / "elsewhere"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*ONLY_HERE), copy_function=shutil.copy)
    for path in copy.rglob("*.py"):
        os.utime(path, (1_500_000_000, 1_500_000_000))
        path.chmod(0o600)
    (copy / "codegen" / "shapeproof" / "__pycache__").mkdir()
    (copy / "codegen" / "shapeproof" / "__pycache__" / "errors.cpython-311.pyc").write_bytes(b"")
    again = build(copy, tmp_path / "wheel", "--wheel", TZ="Pacific/Kiritimati", PYTHONHASHSEED="7")
    assert again.read_bytes() == wheel.read_bytes()
    again = build(copy, tmp_path / "sdist", "--sdist", TZ="Pacific/Kiritimati", PYTHONHASHSEED="7")
    assert again.read_bytes() == sdist.read_bytes()


@pytest.mark.survey
def test_times_are_those_that_the_build_is_told(tmp_path: Path) -> None:
    """A release is built with the time of its commit: anybody who builds it with that gets the same bytes."""
    first, second = (
        build(ROOT, tmp_path / name, "--wheel", SOURCE_DATE_EPOCH="1780000000") for name in ("first", "second")
    )
    assert first.read_bytes() == second.read_bytes()
    assert {member.date_time[:3] for member in zipfile.ZipFile(first).infolist()} == {(2026, 5, 28)}


def test_nothing_in_them_is_of_this_machine(wheel: Path, sdist: Path) -> None:
    local = {str(ROOT), str(Path.home()), sys.prefix} | ({getpass.getuser()} - {"root"})
    words = re.compile("|".join(rf"(?<![\w.-]){re.escape(word)}(?![\w.-])" for word in local if len(word) > 4).encode())
    with zipfile.ZipFile(wheel) as archive:
        found = [name for name in archive.namelist() if words.search(archive.read(name))]
    with tarfile.open(sdist) as archive:
        for member in archive.getmembers():
            content = archive.extractfile(member)
            found += [member.name] if content and words.search(content.read()) else []
            assert (member.uid, member.gid, member.uname, member.gname) == (0, 0, "", ""), member.name
    assert found == []


def metadata(wheel: Path) -> email.message.Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(archive.read(name))


def test_metadata_says_what_an_index_shows(wheel: Path) -> None:
    found = metadata(wheel)
    assert (found["Name"], found["Version"]) == ("shapeproof", PROJECT["version"])
    assert found["License-Expression"] == "Apache-2.0"
    assert found.get_all("License-File") == ["LICENSE"]
    assert found["Requires-Python"] == ">=3.11"
    assert found["Description-Content-Type"] == "text/markdown"
    payload = found.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode() == (ROOT / "README.md").read_text(encoding="utf-8")
    assert found.get_all("Provides-Extra") == sorted(PROJECT["optional-dependencies"])


def test_twine_has_no_objection(wheel: Path, sdist: Path) -> None:
    if find_spec("twine") is None:
        pytest.skip("twine isn't installed; scripts/setup brings it")
    command = [sys.executable, "-m", "twine", "check", "--strict", str(wheel), str(sdist)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("PASSED") == 2
