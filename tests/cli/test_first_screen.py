"""`validate` on a terminal: the full text where it fits, otherwise what to do first; the commands that it proposes work."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import shlex
import struct
import termios
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import PROGRAM
from tests.program.forks import environment


def on_terminal(directory: Path, lines: int, columns: int, *arguments: str, **variables: str) -> tuple[int, str]:
    """The exit code of `shapeproof ARGUMENTS…` on a terminal of this size, and what the terminal got."""
    inherited = {name: value for name, value in environment().items() if name not in {"LINES", "COLUMNS"}}
    child, terminal = pty.fork()
    if not child:  # pragma: no cover - the child process becomes the program
        os.chdir(directory)
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # where a slow run shows its progress
        os.execve(PROGRAM, [str(PROGRAM), *arguments], {**inherited, "TERM": "xterm", **variables})
    output = b""
    try:
        while piece := os.read(terminal, 2**16):
            output += piece
    except OSError:  # how Linux ends a terminal
        pass
    finally:
        os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), output.decode().replace("\r\n", "\n")


def plain(text: str) -> str:
    return re.sub("\x1b\\[[0-9;]*m", "", text)


@pytest.mark.parametrize(("lines", "expected"), [(500, "full"), (24, "grouped")])
def test_a_terminal_shows_what_fits(run: Any, examples: Path, tmp_path: Path, lines: int, expected: str) -> None:
    code, text = on_terminal(tmp_path, lines, 500, "validate", "examples/bad")
    assert code == 1
    piped = run("validate", "examples/bad", "--format", expected).stdout
    first = piped.splitlines()[:3]
    assert plain(text).splitlines()[:3] == first
    assert "\x1b[31m" in text


@pytest.mark.survey
def test_what_is_asked_for_is_not_fitted(run: Any, examples: Path, tmp_path: Path) -> None:
    for arguments in (["--format", "full"], ["--verbose"], ["--quiet"], ["--format", "concise"], ["--statistics"]):
        code, text = on_terminal(tmp_path, 5, 80, "validate", "examples/bad", *arguments)
        done = run("validate", "examples/bad", *arguments)
        assert (code, plain(text)) == (done.returncode, done.stdout)


def test_no_colours_and_little_on_a_small_terminal(examples: Path, tmp_path: Path) -> None:
    _, text = on_terminal(tmp_path, 24, 80, "validate", "examples", NO_COLOR="1")
    assert "\x1b" not in text
    lead = text[: text.index("The 10 largest")]
    assert sum(-(-len(line) // 80) or 1 for line in lead.splitlines()) < 30
    assert text.count("Start here\n") == 2  # where a person begins to read, and where the terminal stops


def test_piped_text_and_files_are_full(run: Any, examples: Path, tmp_path: Path) -> None:
    full = run("validate", "examples/bad", "--format", "full", "--report", "text=one.txt").stdout
    assert run("validate", "examples/bad").stdout == full
    on_terminal(tmp_path, 5, 80, "validate", "examples/bad", "--report", "text=two.txt")
    assert (tmp_path / "one.txt").read_text() == (tmp_path / "two.txt").read_text() == full


def test_the_proposed_commands_work(run: Any, examples: Path, tmp_path: Path) -> None:
    (tmp_path / "examples").rename(tmp_path / "the examples")
    arguments = ["the examples", "--ignore", "SP101", "--ignore", "SP2xx", "--view", "tolerant", "--jobs", "1"]
    text = run("validate", *arguments, "--format", "grouped", "--coverage").stdout
    proposed = [line.strip() for line in text.splitlines() if line.startswith("     shapeproof ")]
    assert proposed[: len(proposed) // 2] == proposed[len(proposed) // 2 :]
    for command in proposed:
        program, *words = shlex.split(command)
        assert program == "shapeproof"
        done = run(*words)
        assert (done.returncode, done.stderr.startswith("Usage")) == (
            0 if "explain" in words else done.returncode,
            False,
        )
    assert "the examples" in proposed[-1]
    assert proposed[-1].endswith("--write-baseline")
    assert run("validate", *arguments, "--baseline", "shapeproof-baseline.json").returncode == 0
    again = run("validate", *arguments, "--baseline", "shapeproof-baseline.json", "--format", "grouped").stdout
    assert "Start here" not in again


def test_statistics_are_text(run: Any) -> None:
    done = run("validate", "x.json", "--statistics", "--format", "json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == ("shapeproof: --statistics is text, not json\n  leave out one of --statistics and --format\n")
