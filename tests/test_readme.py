"""What the README says of commands and codes is what there is."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from shapeproof.cli import main_group
from shapeproof.validation.catalog import CODES

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line.partition("#")[0].strip().removeprefix("$ ")
    for block in re.findall(r"^```\w*\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
    if re.match(r"(\$ )?shapeproof ", line)
]


def test_every_code_is_in_the_table() -> None:
    told = re.findall(r"^\| (SP\d{3}) \| (.+?) \| (\w+) \| (\w+) \|$", README, re.MULTILINE)
    assert told == [(one.code, one.title, one.strict, one.tolerant) for one in CODES.values()]


def test_there_are_commands_to_hold_it_to() -> None:
    assert len(COMMANDS) > 5


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_line_parses(line: str) -> None:
    name, *arguments = shlex.split(line)[1:]
    context = click.Context(main_group)
    command = main_group.get_command(context, name)
    assert command, f"there is no command {name}"
    command.make_context(name, arguments, parent=context)  # raises click.UsageError for what it doesn't know


def test_the_first_example_is_what_is_printed() -> None:
    command, printed = re.search(
        r"^```\n\$ shapeproof (validate [^\n]+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL
    ).groups()  # type: ignore[union-attr]
    done = subprocess.run(
        [sys.executable, "-m", "shapeproof", *shlex.split(command)],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == printed


def test_every_command_is_told() -> None:
    for name in main_group.list_commands(click.Context(main_group)):
        assert f"shapeproof {name}" in README
