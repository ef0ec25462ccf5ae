"""Typos and wrong uses: each is answered with one clear message.

Each file in `wrong_uses` is a transcript of commands that run in directories of their own, and what they print. A case
may start with files: `> NAME`, then the content. After a change, or with a new command, `pytest --update-golden` writes
the transcripts anew, and `git diff` shows what has changed.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.program.forks import Program, environment

DIRECTORY = Path(__file__).with_name("wrong_uses")
TRANSCRIPTS = sorted(DIRECTORY.glob("*.txt"))
LONG = {"plugin"}
"""The transcripts of which each case takes a second: it starts pytest. A few more are in tests/live/test_plugin_configuration.py."""
RESPONSE = '{"Buckets": [], "Owner": {}}'
USAGE_ERROR = {"shapeproof": 2, "pytest": 4}
"""How each program ends that was used wrongly."""
MOST_LINES = 4

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("botocore") is None, reason="messages name operations of the installed botocore"
)


@dataclass
class Case:
    """A command, the files that it finds, and what the transcript says that it prints."""

    files: dict[str, str] = field(default_factory=dict[str, str])
    command: str = ""
    output: str = ""

    @property
    def input(self) -> str:
        return "".join(f"> {name}\n{text}" for name, text in self.files.items()) + f"$ {self.command}\n"


def cases(transcript: Path) -> Iterator[Case]:
    case = Case()
    for line in transcript.read_text().splitlines(keepends=True):
        is_file, is_command = line.startswith("> "), line.startswith("$ ")
        if case.command and (is_file or is_command):
            yield case
            case = Case()
        if is_file:
            case.files[line[2:].strip()] = ""
        elif is_command:
            case.command = line[2:].strip()
        elif case.command:
            case.output += line
        else:
            case.files[[*case.files][-1]] += line
    yield case


def run_pytest(directory: Path, arguments: list[str]) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *arguments],
        cwd=directory, env={**environment(), "PYTHONDONTWRITEBYTECODE": "1"}, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, re.sub(r"^no tests ran in .*\n", "", done.stdout + done.stderr, flags=re.MULTILINE).lstrip(
        "\n"
    )


@pytest.mark.parametrize(
    "transcript",
    [pytest.param(path, id=path.stem, marks=[pytest.mark.survey] if path.stem in LONG else []) for path in TRANSCRIPTS],
)
def test_each_is_answered_with_one_clear_message(
    program: Program, tmp_path: Path, transcript: Path, request: pytest.FixtureRequest
) -> None:
    directory, seen = tmp_path / "work", ""
    for number, case in enumerate(cases(transcript)):
        project = directory / str(number)
        project.mkdir(parents=True)
        for name, text in {"buckets.json": RESPONSE, **case.files}.items():
            (project / name).write_text(text)
        name, *arguments = shlex.split(case.command)
        code, output = run_pytest(project, arguments) if name == "pytest" else run_program(program, project, arguments)
        assert code == USAGE_ERROR[name], f"{case.input}{output}"
        assert "Traceback" not in output
        lines = [line for line in output.splitlines() if line.strip()]
        assert 2 <= len(lines) <= MOST_LINES, f"{case.input}{output}"
        assert re.search(r"^  |; ", output, re.MULTILINE), f"a hint is missing: {case.input}{output}"
        output = (
            output.replace(str(project), "/project")
            .replace(importlib.metadata.version("botocore"), "VERSION")
            .rstrip("\n")
        )
        seen += f"{case.input}{output}\n\n"
    if request.config.getoption("--update-golden"):
        transcript.write_text(seen)
    assert seen == transcript.read_text()


def run_program(program: Program, directory: Path, arguments: list[str]) -> tuple[int, str]:
    ended = program.run(directory, arguments, stdin=b"", environment=environment(), timeout=60)
    return ended.exit_code, (ended.output + ended.errors).decode()


def test_there_are_at_least_forty() -> None:
    commands = [case.input for transcript in TRANSCRIPTS for case in cases(transcript)]
    assert len(commands) == len({*commands}) >= 40
    assert not re.search("/(home|tmp|root)/", "".join(map(Path.read_text, TRANSCRIPTS)))
