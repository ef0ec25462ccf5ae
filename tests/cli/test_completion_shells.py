"""Completion in real shells: a line is typed on a terminal, Tab is pressed, and the line that results is looked at."""

from __future__ import annotations

import os
import re
import resource
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from tests.program.forks import environment

pty: Final = pytest.importorskip("pty", reason="needs terminals of POSIX")

SHOW_LINE: Final = "\x18"
SHELLS: Final = {
    "bash": (
        ["bash", "--norc", "-i"],
        'bind -x \'"\\C-x": printf "\\n[%s]\\n" "$READLINE_LINE"\'\n',
        'eval "$(shapeproof completion bash)"\n',
    ),
    "zsh": (
        ["zsh", "-f", "-i"],
        "autoload -U compinit; compinit -u\nshow() { print -r -- \"[$BUFFER]\" }; zle -N show; bindkey '^X' show\n",
        'eval "$(shapeproof completion zsh)"\n',
    ),
    "fish": (
        ["fish", "--no-config", "-i"],
        'bind \\cx \'echo; echo "["(commandline)"]"\'\n',
        "shapeproof completion fish | source\n",
    ),
}
"""How each is started, how it shows the line when Ctrl-X is typed, and the line of the documentation."""
LINES: Final = [
    ("shapeproof val", "shapeproof validate "),
    ("shapeproof generate mod", "shapeproof generate models "),
    ("shapeproof validate --bas", "shapeproof validate --baseline "),
    ("shapeproof validate --format js", "shapeproof validate --format json "),
    ("shapeproof validate --format=js", "shapeproof validate --format=json "),
    ("shapeproof show sts.get_c", "shapeproof show sts.get_caller_identity "),
    ("shapeproof show sts.get_caller_identity@i", "shapeproof show sts.get_caller_identity@installed "),
    ("shapeproof list cloudt", "shapeproof list cloudtrail"),
    ("shapeproof validate --error dri", "shapeproof validate --error drift "),
    (
        "shapeproof validate --contract=sts.get_caller_identity@i",
        "shapeproof validate --contract=sts.get_caller_identity@installed ",
    ),
    ("shapeproof explain HPT00", "shapeproof explain HPT00"),
    ("shapeproof validate kept_r", "shapeproof validate kept_recordings/"),
    ("shapeproof validate kept_recordings/o", "shapeproof validate kept_recordings/one.json "),
    ("shapeproof show nothing.", "shapeproof show nothing."),
]


class Terminal:
    """A shell on a terminal of its own."""

    def __init__(self, shell: str, directory: Path) -> None:
        words, show, install = SHELLS[shell]
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        self.process, self._descriptor = pty.fork()
        if not self.process:
            os.chdir(directory)
            variables = {"PATH": path, "TERM": "dumb", "PS1": "$ ", "HOME": str(directory), "COLUMNS": "500"}
            os.execvpe(words[0], words, {**environment(), **variables})
        for line in (*show.splitlines(keepends=True), install):
            self.type(line, wait=1)
        self.type("echo rea''dy\n", until="ready\r")

    def type(self, keys: str, *, until: str | None = None, wait: float = 20) -> str:
        """Type keys, and read what is shown until a regular expression matches, or for some seconds."""
        os.write(self._descriptor, keys.encode())
        shown, end = "", time.monotonic() + wait
        while time.monotonic() < end and not (until and re.search(until, shown)):
            if select.select([self._descriptor], [], [], 0.05)[0]:
                shown += os.read(self._descriptor, 65536).decode(errors="replace")
        return shown

    def completed(self, line: str) -> str:
        """The line after Tab was pressed at its end."""
        shown = self.type(f"\x15{line}\t{SHOW_LINE}", until=r"\[shapeproof [^\]]*\]\s*\r?\n")
        found = re.findall(r"\[(shapeproof [^\]\r\n]*)\]", shown)
        assert found, shown
        return str(found[-1])

    def close(self) -> None:
        os.close(self._descriptor)
        os.kill(self.process, 9)
        os.waitpid(self.process, 0)


@pytest.fixture(
    params=[pytest.param("bash"), *(pytest.param(name, marks=pytest.mark.survey) for name in ("zsh", "fish"))]
)
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    if shutil.which(request.param) is None:
        pytest.skip(f"needs {request.param}")
    (tmp_path / "kept_recordings").mkdir()
    (tmp_path / "kept_recordings" / "one.json").touch()
    terminal = Terminal(request.param, tmp_path)
    yield terminal
    terminal.close()


@pytest.mark.survey
def test_a_typed_line_is_completed(terminal: Terminal) -> None:
    completed = {line: terminal.completed(line).rstrip() for line, _ in LINES}
    assert completed == {line: expected.rstrip() for line, expected in LINES}


@pytest.mark.parametrize("shell", SHELLS)
def test_the_command_prints_what_the_variable_does(run: Callable[..., Any], shell: str) -> None:
    printed = run("completion", shell)
    assert (printed.returncode, printed.stderr) == (0, "")
    assert printed.stdout == run(env={"_SHAPEPROOF_COMPLETE": f"{shell}_source"}).stdout
    assert printed.stdout == run("completion", env={"SHELL": f"/usr/local/bin/{shell}"}).stdout


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"SHELL": "/bin/tcsh"}, "there is no completion for the shell 'tcsh'"),
        ({"SHELL": ""}, "the variable SHELL names no shell"),
    ],
)
def test_another_shell_has_none(run: Callable[..., Any], variables: dict[str, str], message: str) -> None:
    done = run("completion", env=variables)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"shapeproof: {message}\n  name one: shapeproof completion bash|zsh|fish\n"


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_scripts_are_valid(run: Callable[..., Any], shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"needs {shell}")
    script = run("completion", shell).stdout
    done = subprocess.run([shell, "-n"], input=script, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    "line", ["shapeproof sh", "shapeproof show sts.", "shapeproof show s", "shapeproof explain SP"]
)
def test_an_answer_takes_no_time(line: str, tmp_path: Path) -> None:
    """Half of what a person notices, of the processor: other programs run, too."""
    variables = {**environment(), "_SHAPEPROOF_COMPLETE": "bash_complete", "COMP_LINE": line}
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    best = min(_seconds(variables, tmp_path) for _ in range(3))
    assert best < 0.2, f"{best:.2f} s"


def _seconds(variables: dict[str, str], directory: Path) -> float:
    def used() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    before = used()
    program = Path(sys.executable).parent / "shapeproof"
    done = subprocess.run([program], env=variables, cwd=directory, capture_output=True, text=True, check=True)
    assert done.stdout
    return used() - before
