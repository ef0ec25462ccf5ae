"""What stands in for the parts of a system, each beside the part itself where this system has it."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.operating_system import descriptors, processes
from shapeproof.operating_system.command_lines import join_words, split_words
from shapeproof.operating_system.console import pipe_encoding
from shapeproof.operating_system.paths import forward_slashes
from shapeproof.operating_system.pipe_threads import ThreadedPipeWatch
from shapeproof.operating_system.times import utc_time
from shapeproof.operating_system.user_directories import caches_of_user

WORDS = st.lists(st.text(st.sampled_from("ab \\\"'$/.-é\n"), max_size=8), max_size=5)


@given(WORDS)
def test_words_are_split_and_joined_as_a_posix_shell_does(words: list[str]) -> None:
    command = join_words(words, is_windows=False)
    assert command == shlex.join(words)
    assert split_words(command, is_windows=False) == shlex.split(command) == words


def test_backslashes_of_windows_stay() -> None:
    command = r'"C:\Program Files\Python\python.exe" .\consumer.py --name ' + "'a b'"
    assert split_words(command, is_windows=True) == [
        r"C:\Program Files\Python\python.exe", r".\consumer.py", "--name", "a b"
    ]  # fmt: skip


@given(st.lists(st.text(st.sampled_from('a "\\'), max_size=8), max_size=3))
def test_words_are_joined_as_programs_on_windows_split_them(words: list[str]) -> None:
    assert windows_words(join_words(words, is_windows=True)) == words


def windows_words(line: str) -> list[str]:
    """The arguments of a command line by the rules of Microsoft's C runtime."""
    words: list[str] = []
    word, is_quoted, backslashes = "", False, 0
    has_word = False
    for character in line:
        if character == "\\":
            backslashes += 1
            has_word = True
            continue
        if character == '"':
            word += "\\" * (backslashes // 2)
            if backslashes % 2:
                word += '"'
            else:
                is_quoted = not is_quoted
            has_word = True
        elif character == " " and not is_quoted:
            word += "\\" * backslashes
            if has_word:
                words.append(word)
            word, has_word = "", False
        else:
            word += "\\" * backslashes + character
            has_word = True
        backslashes = 0
    return [*words, word + "\\" * backslashes] if has_word else words


@pytest.mark.parametrize(
    ("path", "separator", "expected"),
    [("a\\b\\c.json", "\\", "a/b/c.json"), ("a\\b/c.json", "/", "a\\b/c.json"), ("a/b", "\\", "a/b")],
)
def test_slashes(path: str, separator: str, expected: str) -> None:
    assert forward_slashes(path, separator) == expected


@pytest.mark.parametrize(
    ("environment", "system", "expected"),
    [
        ({}, "win32", "utf-8"),
        ({"PYTHONIOENCODING": "cp1252"}, "win32", None),
        ({"PYTHONIOENCODING": ""}, "win32", "utf-8"),
        ({}, "linux", None),
    ],
)
def test_encoding_of_pipes(environment: dict[str, str], system: str, expected: str | None) -> None:
    assert pipe_encoding(environment, system) == expected


def test_caches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/alice")
    variables = {"LOCALAPPDATA": "/local", "XDG_CACHE_HOME": "/xdg"}
    assert [caches_of_user(variables, system) for system in ("win32", "darwin", "linux")] == [
        "/local",
        "/home/alice/Library/Caches",
        "/xdg",
    ]
    assert caches_of_user({"XDG_CACHE_HOME": "relative"}, "linux") == "/home/alice/.cache"
    assert caches_of_user({}, "win32") == "/home/alice/.cache"


@given(st.integers(min_value=-62_135_596_800, max_value=253_402_300_799) | st.floats(-6e10, 2e11))
def test_times_of_all_years(seconds: float) -> None:
    assert utc_time(seconds) == datetime.fromtimestamp(seconds, UTC)


@pytest.mark.parametrize("seconds", [-1, -62_135_596_800, 253_402_300_799, -0.5])
def test_times_that_a_system_refuses(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = datetime.fromtimestamp(seconds, UTC)

    class Refusing(datetime):
        @classmethod
        def fromtimestamp(cls, timestamp: float, tz: Any = None) -> Any:  # noqa: ARG003
            raise OSError(22, "Invalid argument")

    monkeypatch.setattr("shapeproof.operating_system.times.datetime", Refusing)
    assert utc_time(seconds) == expected


@pytest.mark.parametrize("has_pread", [True, False])
def test_bytes_are_read_at_an_offset(has_pread: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not has_pread:
        monkeypatch.setattr(descriptors, "_read_at", None)
    (tmp_path / "file").write_bytes(b"0123456789")
    descriptor = os.open(tmp_path / "file", os.O_RDONLY)
    try:
        assert [descriptors.read_at(descriptor, size, at) for size, at in ((3, 2), (9, 8), (1, 0), (1, 10))] == [
            b"234", b"89", b"0", b""
        ]  # fmt: skip
    finally:
        os.close(descriptor)


def test_a_mode_is_set_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(descriptors, "_chmod", None)
    path = tmp_path / "file"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT)
    try:
        descriptors.set_mode(descriptor, str(path), 0o640)
    finally:
        os.close(descriptor)
    assert path.stat().st_mode & 0o777 == 0o640 or sys.platform == "win32"


@pytest.mark.parametrize("end", [processes.end_process, processes.end_group])
def test_a_process_is_ended_without_groups(end: Callable[[int], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_end_group", None)
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as process:
        end(process.pid)
        assert process.wait(30) != 0
    with pytest.raises(OSError, match=r".*"):
        end(process.pid)


def test_threads_end_with_the_process_and_its_pipes() -> None:
    import threading

    code = "import sys\nfor line in sys.stdin: print(line * 2, end='', flush=True)\nprint('x' * 4_000_000)\n"
    before = threading.active_count()
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        with ThreadedPipeWatch(process) as watch:
            assert watch.write(memoryview(b"abc\n")) == 4
            data = b""
            while len(data) < 8:
                data += watch.read("stdout") if "stdout" in watch.ready(5) else b""
            assert data == b"abc\nabc\n"
            assert not watch.has_unread_input()
        with ThreadedPipeWatch(process) as watch:  # the threads are those of the process
            assert threading.active_count() == before + 3
        process.kill()
    deadline = datetime.now(UTC).timestamp() + 10
    while threading.active_count() > before and datetime.now(UTC).timestamp() < deadline:
        pass
    assert threading.active_count() == before
