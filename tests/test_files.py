"""Files of others are opened without waiting, and never read beyond a limit."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from shapeproof.files import FileTooLargeError, SpecialFileError, open_regular, read_file
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.discovery.planner import plan_units

SHAPEPROOF = str(Path(sys.executable).parent / "shapeproof")


@pytest.fixture
def alarm() -> Iterator[None]:
    """Fail, instead of waiting for ever, where a pipe is read."""

    def fail(*_: object) -> None:
        raise TimeoutError("it waits")

    previous = signal.signal(signal.SIGALRM, fail)
    signal.alarm(20)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, previous)


@pytest.mark.parametrize("size", [0, 1, 64 * 2**10 - 1, 64 * 2**10, 64 * 2**10 + 1, 9 * 2**20])
def test_a_file_is_read_whole(tmp_path: Path, size: int) -> None:
    data = os.urandom(size)
    (tmp_path / "file").write_bytes(data)
    assert read_file(tmp_path / "file", size) == data
    if size:
        with pytest.raises(FileTooLargeError):
            read_file(tmp_path / "file", size - 1)


def test_what_is_not_a_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alarm: None) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket has to be short
    os.mkfifo("pipe")
    (tmp_path / "link").symlink_to("pipe")
    (tmp_path / "loop").symlink_to("loop")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
        before = len(os.listdir("/proc/self/fd"))
        for path in ("pipe", "link", "socket", "/dev/zero", "/dev/tty"):
            with pytest.raises(OSError) as error:  # noqa: PT011 # without a terminal, /dev/tty does not exist
                open_regular(path)
            assert isinstance(error.value, SpecialFileError) or path == "/dev/tty"
        for path, kind in {".": IsADirectoryError, "loop": OSError, "absent": FileNotFoundError}.items():
            with pytest.raises(kind):
                read_file(path)
        assert len(os.listdir("/proc/self/fd")) == before


def test_an_endless_file_that_shows_no_size_is_read_up_to_the_limit() -> None:
    with pytest.raises(FileTooLargeError):
        read_file("/proc/self/maps", 100)


@pytest.mark.parametrize("name", ["x.json", "x.jsonl", "x.yaml", "x.txt", "x.har"])
def test_a_file_that_becomes_a_pipe_after_it_was_planned_is_a_finding(tmp_path: Path, name: str, alarm: None) -> None:
    (tmp_path / name).write_text("{}\n")
    (planned,) = plan_units([str(tmp_path)])
    (tmp_path / name).unlink()
    os.mkfifo(tmp_path / name)
    (result,) = Checker(CheckOptions()).check(planned)
    assert [(located.finding.code, Path(located.file).name) for located in result.findings] == [("SP990", name)]


def validate(directory: Path, *arguments: str | bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [SHAPEPROOF, "validate", *arguments], cwd=directory, capture_output=True, check=False, timeout=60
    )


def test_a_pipe_in_place_of_the_settings_or_of_a_contract_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    directory = tmp_path / "schemas" / "s3" / "list_buckets" / "1.0"
    directory.mkdir(parents=True)
    os.mkfifo(directory / "contract.json")
    result = validate(tmp_path, "x.json", "--contract", "s3.list_buckets")
    assert (result.returncode, b"got a pipe, a socket or a device" in result.stderr) == (2, True)
    os.mkfifo(tmp_path / "pyproject.toml")
    result = validate(tmp_path, "x.json")
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"pyproject.toml: this file can't be read: expected a file, got a pipe" in result.stderr


def test_directories_of_any_depth_are_walked(tmp_path: Path) -> None:
    """Deeper than calls may nest, and deeper than a path may be long."""
    depth = 1_100
    directory = os.open(tmp_path, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d", dir_fd=directory)
        below = os.open("d", os.O_RDONLY, dir_fd=directory)
        os.close(directory)
        directory = below
    for _ in range(250):
        os.mkdir("d" * 9, dir_fd=directory)
        below = os.open("d" * 9, os.O_RDONLY, dir_fd=directory)
        os.close(directory)
        directory = below
    os.close(directory)
    (tmp_path / "e.json").write_text("{")
    result = validate(tmp_path, ".")
    assert result.returncode == 2
    assert b"Traceback" not in result.stderr
    assert b"the path is longer than the system allows" in result.stdout
    assert b"e.json" in result.stdout
    subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)


@pytest.mark.parametrize("format_name", ["text", "json", "github"])
def test_names_of_any_bytes_are_files_like_others(tmp_path: Path, format_name: str) -> None:
    names = [b"a\nb.json", b"\xff\xfe.json", b"\x1b[31mred.jsonl", "\u202e.txt".encode(), b"::error::x.yaml"]
    for name in names:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("interactions: [")
    (tmp_path / "directory.json").mkdir()
    result = validate(tmp_path, ".", *names, "--format", format_name)
    assert (result.returncode, result.stderr) in {(1, b""), (2, b"")}
    assert result.stdout.count(b"SP9") >= len(names)


def test_a_path_that_no_file_can_have_is_a_finding() -> None:
    (planned,) = plan_units(["a\0b"])
    (result,) = Checker(CheckOptions()).check(planned)
    assert [located.finding.code for located in result.findings] == ["SP990"]
