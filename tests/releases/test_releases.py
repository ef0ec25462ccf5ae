"""Releases of botocore: what is read from wheels, what is kept, and what needs neither wheels nor pip again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.botocore_wheels import service_model, write_wheel

from shapeproof.errors import CaptureError, ReleaseError
from shapeproof.releases import Releases
from shapeproof.releases.model_cache import ModelCache
from shapeproof.user_cache.directory import CACHE_VARIABLE

NAME = {"type": "string", "max": 9}
VERSIONS = ("1.9.0", "1.10.0", "1.10.1")


def models(*members: str) -> dict[str, Any]:
    answer = {"type": "structure", "members": {member: {"shape": "Name"} for member in members}}
    return {"things": service_model({"Answer": answer, "Name": NAME}, "DescribeThing", "ListThings")}


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    directory = tmp_path / "wheels"
    write_wheel(directory, "1.9.0", models("Name"), date(2020, 5, 6))
    write_wheel(directory, "1.10.0", models("Name", "Colour"), date(2021, 7, 8))
    write_wheel(directory, "1.10.1", {"others": service_model({})}, date(2021, 7, 9))
    (directory / "boto3-1.11.0-py3-none-any.whl").write_bytes(b"")
    return directory


@pytest.fixture
def open_releases(tmp_path: Path) -> Callable[..., Releases]:
    def open_them(wheels: Path | None = None) -> Releases:
        return Releases(wheels, cache=ModelCache({CACHE_VARIABLE: str(tmp_path / "cache")}))

    return open_them


@pytest.fixture
def pip_finds(wheels: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The real pip finds releases in the directory of wheels, and nowhere else."""
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    return wheels


def test_a_directory_of_wheels_has_releases(wheels: Path, open_releases: Callable[..., Releases]) -> None:
    (wheels / "botocore-1.11.0.tar.gz").write_bytes(b"")
    releases = open_releases(wheels)
    assert releases.versions() == VERSIONS
    assert releases.read == []
    assert [releases.date(version) for version in VERSIONS] == [date(2020, 5, 6), date(2021, 7, 8), date(2021, 7, 9)]
    found = [releases.model("things", "describe_thing", version) for version in VERSIONS]
    assert [model and sorted(model.shapes["Answer"]["members"]) for model in found] == [
        ["Name"],
        ["Colour", "Name"],
        None,
    ]
    assert [model and model.edition for model in found] == ["1.9.0", "1.10.0", None]
    with releases.source("1.10.0") as source:
        assert source.operations("things") == ("DescribeThing", "ListThings")


def test_models_are_read_once(wheels: Path, open_releases: Callable[..., Releases]) -> None:
    first = open_releases(wheels)
    found = [first.model("things", "DescribeThing", version) for version in VERSIONS]
    assert first.read == [*VERSIONS]
    second = open_releases(wheels)
    # Either spelling of the operation.
    assert [second.model("things", "describe_thing", version) for version in VERSIONS] == found
    assert second.date("1.9.0") == date(2020, 5, 6)
    assert second.read == []
    assert second.problem is None


def test_an_open_release_is_not_read_again(wheels: Path, open_releases: Callable[..., Releases]) -> None:
    releases = open_releases(wheels)
    with releases.source("1.9.0"):
        assert releases.model("things", "DescribeThing", "1.9.0")
        assert releases.model("things", "ListThings", "1.9.0")
        assert releases.date("1.9.0") == date(2020, 5, 6)
    assert releases.read == ["1.9.0"]


def test_another_wheel_of_a_version_is_read(wheels: Path, open_releases: Callable[..., Releases]) -> None:
    before = open_releases(wheels).model("things", "DescribeThing", "1.9.0")
    write_wheel(wheels, "1.9.0", models("Name", "Size", "Weight"), date(2020, 5, 7))
    changed = open_releases(wheels)
    after = changed.model("things", "DescribeThing", "1.9.0")
    assert before is not None
    assert before != after
    assert changed.date("1.9.0") == date(2020, 5, 7)


@pytest.mark.survey
@pytest.mark.usefixtures("pip_finds")
def test_pip_downloads_what_was_not_read_before(wheels: Path, open_releases: Callable[..., Releases]) -> None:
    first = open_releases()
    assert first.versions() == VERSIONS
    found = [first.model("things", "DescribeThing", version) for version in VERSIONS]
    assert first.read == [*VERSIONS]
    assert [model is None for model in found] == [False, False, True]
    shutil.rmtree(wheels)
    second = open_releases()
    assert second.versions() == VERSIONS
    assert [second.model("things", "DescribeThing", version) for version in VERSIONS] == found
    assert second.date("1.10.1") == date(2021, 7, 9)
    with pytest.raises(ReleaseError, match=r"pip can't get botocore 1\.9\.0") as caught:
        second.model("things", "ListThings", "1.9.0")
    assert "--wheels DIR" in str(caught.value)


@pytest.mark.usefixtures("pip_finds")
def test_models_of_pip_are_not_those_of_a_directory(
    wheels: Path, tmp_path: Path, open_releases: Callable[..., Releases]
) -> None:
    """Whoever hands out a directory of wheels doesn't decide what a release has."""
    theirs = tmp_path / "theirs"
    write_wheel(theirs, "1.9.0", models("Forged"))
    forged = open_releases(theirs).model("things", "DescribeThing", "1.9.0")
    assert forged
    assert "Forged" in forged.shapes["Answer"]["members"]
    own = open_releases().model("things", "DescribeThing", "1.9.0")
    assert own
    assert "Forged" not in own.shapes["Answer"]["members"]


@pytest.mark.usefixtures("pip_finds")
def test_pip_that_finds_nothing_is_told(wheels: Path, open_releases: Callable[..., Releases]) -> None:
    shutil.rmtree(wheels)
    with pytest.raises(ReleaseError, match="pip can't get the releases of botocore") as caught:
        open_releases().versions()
    assert "--wheels DIR" in str(caught.value)


@pytest.mark.usefixtures("pip_finds")
def test_pip_runs_nothing_of_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_releases: Callable[..., Releases]
) -> None:
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    (checkout / "pip.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    monkeypatch.chdir(checkout)
    assert open_releases().date("1.9.0") == date(2020, 5, 6)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("version", ["1.9.0 @ ../x.whl", "1.9.0,<2", "-r", "", "1.9.0\n--pre"])
@pytest.mark.usefixtures("pip_finds")
def test_a_version_is_nothing_else(version: str, open_releases: Callable[..., Releases]) -> None:
    with pytest.raises(CaptureError, match="can't be the name of an edition"):
        open_releases().date(version)


def test_a_directory_without_the_release_is_told(
    wheels: Path, tmp_path: Path, open_releases: Callable[..., Releases]
) -> None:
    with pytest.raises(ReleaseError, match=r"wheels: no wheel of botocore 1\.10\.9"):
        open_releases(wheels).model("things", "DescribeThing", "1.10.9")
    with pytest.raises(ReleaseError, match="No such file or directory"):
        open_releases(tmp_path / "nowhere").versions()
    with pytest.raises(ReleaseError, match="no botocore wheels"):
        open_releases(tmp_path).versions()


def test_a_wheel_of_another_version_is_refused(wheels: Path, open_releases: Callable[..., Releases]) -> None:
    (wheels / "botocore-1.9.0-py3-none-any.whl").rename(wheels / "botocore-1.8.0-py3-none-any.whl")
    with pytest.raises(ReleaseError, match=r"this wheel has version 1\.9\.0, not 1\.8\.0"):
        open_releases(wheels).date("1.8.0")


def test_a_damaged_wheel_is_told(wheels: Path, open_releases: Callable[..., Releases]) -> None:
    (wheels / "botocore-1.8.0-py3-none-any.whl").write_bytes(b"PK")
    with pytest.raises(CaptureError, match="not a wheel"):
        open_releases(wheels).model("things", "DescribeThing", "1.8.0")


def test_what_can_not_be_kept_is_read_again(wheels: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    releases = Releases(wheels, cache=ModelCache({CACHE_VARIABLE: str(tmp_path / "file")}))
    for _ in range(2):
        assert releases.model("things", "DescribeThing", "1.9.0")
        assert releases.date("1.9.0") == date(2020, 5, 6)
    assert releases.read == ["1.9.0", "1.9.0"]
    assert releases.problem
