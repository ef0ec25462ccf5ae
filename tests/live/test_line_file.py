"""The recorder's file: several writers never mix or lose lines, and nothing that goes wrong reaches the caller."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from shapeproof.live.line_file import LineFile

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs locks and modes of POSIX")

WRITER = """
import json, sys
from pathlib import Path
from shapeproof.live.line_file import LineFile
file = LineFile(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    file.append(json.dumps([sys.argv[2], number, "x" * 20_000]))
file.close()
"""


def lines_of(path: Path) -> list[list[object]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def start(path: Path, name: str, count: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", WRITER, str(path), name, str(count)])


def test_lines_of_several_processes_are_all_there(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    writers = [start(path, name, 300) for name in "abc"]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0, 0]
    lines = lines_of(path)
    assert len(lines) == 900
    for name in "abc":  # each in its order
        assert [number for writer, number, _ in lines if writer == name] == list(range(300))


def test_lines_of_threads_files_and_forks_are_all_there(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    files = [LineFile(path), LineFile(path)]

    def write(name: str) -> None:
        for number in range(100):
            files[number % 2].append(json.dumps([name, number]))

    child = os.fork()
    if child == 0:
        write("child")
        os._exit(0)
    threads = [threading.Thread(target=write, args=(f"thread {index}",)) for index in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert os.waitpid(child, 0)[1] == 0
    assert len(lines_of(path)) == 400


def test_killed_writer_leaves_complete_lines_and_the_next_starts_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    writer = start(path, "a", 100_000)
    while not path.exists() or path.stat().st_size < 2_000_000:
        assert writer.poll() is None
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    *complete, _ = path.read_bytes().split(b"\n")  # the last one may end in the middle
    assert len([json.loads(line) for line in complete]) >= 99
    path.write_bytes(b'["complete"]\n["incompl')
    file = LineFile(path)
    file.append('["next"]')
    file.close()
    assert path.read_bytes() == b'["complete"]\n["incompl\n["next"]\n'


def test_line_that_does_not_fit_leaves_nothing(tmp_path: Path) -> None:
    program = """
import resource, sys
from pathlib import Path
from shapeproof.live.line_file import LineFile
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
file = LineFile(Path(sys.argv[1]))
file.append("x" * 60)
try:
    file.append("y" * 60)
except OSError as error:
    print(error.strerror)
file.append("z" * 30)
file.close()
"""
    path = tmp_path / "lines.jsonl"
    result = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    assert result.stdout == "File too large\n"
    assert path.read_text() == f"{'x' * 60}\n{'z' * 30}\n"


def test_new_file_is_for_its_owner_only_and_another_keeps_its_mode(tmp_path: Path) -> None:
    mask = os.umask(0)
    try:
        LineFile(tmp_path / "new").close()
    finally:
        os.umask(mask)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o600
    (tmp_path / "old").touch(mode=0o644)
    (tmp_path / "old").chmod(0o644)
    LineFile(tmp_path / "old").close()
    assert (tmp_path / "old").stat().st_mode & 0o777 == 0o644


def test_what_is_not_a_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    for path in (tmp_path, tmp_path / "fifo", tmp_path / "missing" / "file"):
        with pytest.raises(OSError, match=r"."):
            LineFile(path)


def test_lock_that_is_never_released_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    monkeypatch.setattr("shapeproof.live.line_file._LOCK_SECONDS", 0.05)
    path = tmp_path / "lines.jsonl"
    file = LineFile(path)
    with path.open() as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        file.append("[]")
    file.close()
    with pytest.raises(OSError, match="ended"):
        file.append("[]")
    assert path.read_text() == "[]\n"


def test_a_link_in_the_working_directory_may_not_lead_out_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "checkout").mkdir()
    (tmp_path / "checkout" / "lines.jsonl").symlink_to("../victim")
    monkeypatch.chdir(tmp_path / "checkout")
    with pytest.raises(OSError, match="leads out of the directory"):
        LineFile(Path("lines.jsonl"))
    assert not (tmp_path / "victim").exists()
    LineFile(Path("../lines.jsonl")).close()
    assert (tmp_path / "lines.jsonl").exists()
