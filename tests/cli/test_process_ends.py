"""No process outlives the one that started it: however that ends, and whatever its own are doing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

PROGRAM: Final = Path(sys.executable).parent / "shapeproof"
pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks for processes in /proc")

STUCK: Final = """
    import re, sys
    from pathlib import Path
    from shapeproof.recordings.checking import checker
    from shapeproof.cli import main


    def stuck(self, unit, result):
        Path("running").touch()
        re.match("(a+)+$", "a" * 60 + "b")  # holds Python's lock, so that no thread and no handler runs


    checker.Checker._check_unit = stuck
    if __name__ == "__main__":
        sys.argv = ["shapeproof", *sys.argv[1:]]
        main()
"""


@pytest.fixture
def mark(request: pytest.FixtureRequest) -> str:
    return f"marked-{os.getpid()}-{abs(hash(request.node.name))}"


def processes_with(word: str) -> list[int]:
    found: list[int] = []
    for directory in Path("/proc").iterdir():
        if directory.name.isdecimal():
            try:
                command, state = (directory / "cmdline").read_bytes(), (directory / "stat").read_text()
            except OSError:  # it has ended
                continue
            if word.encode() in command and state.rpartition(")")[2].split()[0] != "Z":
                found.append(int(directory.name))
    return found


def wait_until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def descendants(process: int) -> set[int]:
    import psutil

    return {child.pid for child in psutil.Process(process).children(recursive=True)}


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_workers_that_are_stuck_end_with_their_parent(tmp_path: Path) -> None:
    (tmp_path / "stuck.py").write_text(textwrap.dedent(STUCK))
    (tmp_path / "recordings").mkdir()
    for number in range(200):
        (tmp_path / "recordings" / f"{number}.json").write_text("{}")
    command = [sys.executable, "stuck.py", "validate", "recordings", "--jobs", "2"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as parent:
        wait_until((tmp_path / "running").exists)
        children = descendants(parent.pid)
        assert len(children) >= 3
        parent.kill()
        parent.wait()
        try:
            wait_until(lambda: not any(map(is_running, children)))
        finally:
            for child in filter(is_running, children):
                os.kill(child, signal.SIGKILL)


@pytest.mark.parametrize("option", ["--exec", "--exec-lines"])
def test_a_consumer_ends_when_fuzz_is_killed(tmp_path: Path, mark: str, option: str) -> None:
    (tmp_path / "consumer.py").write_text(
        "import os, sys, time\nsys.stdin.readline()\nif os.fork() == 0: os.setsid()\ntime.sleep(600)\n"
    )
    consumer = f"{sys.executable} -IS consumer.py"
    command: list[str | Path] = [
        PROGRAM,
        "fuzz",
        "run",
        "s3.list_buckets",
        option,
        f"{consumer} {mark}",
        "--timeout",
        "600",
    ]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL) as fuzz:
        wait_until(lambda: len(set(processes_with(mark)) - {fuzz.pid}) == 2)
        fuzz.kill()
        fuzz.wait()
        try:
            wait_until(lambda: not processes_with(mark))
        finally:
            for process in processes_with(mark):
                os.kill(process, signal.SIGKILL)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process adopt orphans")
def test_a_daemon_that_hides_is_found(run: Any, tmp_path: Path, mark: str) -> None:
    """It clears its environment, leaves the session and closes its streams, and its parents have ended."""
    source = f"""
        import os, sys
        sys.stdin.read()
        for _ in range(2):
            if os.fork(): os._exit(0)
            os.setsid()
        for descriptor in range(3): os.close(descriptor)
        os.execve(sys.executable, [sys.executable, "-ISc", "import time; time.sleep(600)", "{mark}"], {{}})
    """
    (tmp_path / "consumer.py").write_text(textwrap.dedent(source))
    done = run("fuzz", "run", "s3.list_buckets", "--exec", f"{sys.executable} -IS consumer.py", "-n", "3")
    left = processes_with(mark)
    for process in left:
        os.kill(process, signal.SIGKILL)
    assert (done.returncode, left) == (0, [])
