"""The command lines in README and docs parse, and the reference lists every command and option."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from documentation.markdown import blocks
from shapeproof.cli import main_group

ROOT = Path(__file__).parents[2]


def shown_commands(page: Path) -> list[str]:
    """The shapeproof commands that a page shows for copying. test_console.py runs those in console blocks."""
    lines: list[str] = []
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.language == "sh":
            lines += block.text.replace("\\\n", " ").splitlines()
        elif block.language == "yaml":
            lines += re.findall(r"- run: (.+)$", block.text, re.MULTILINE)
    return [line for line in lines if line.startswith("shapeproof ")]


def parse(line: str) -> None:
    """Raise click.UsageError for an unknown option or argument."""
    own_part = re.split(r" [|>] ", line)[0]  # a pipe or a redirection is the shell's
    arguments = shlex.split(own_part, comments=True)[1:]
    command: click.Command = main_group
    context = click.Context(main_group, info_name="shapeproof")
    if arguments == ["--version"]:
        return
    while isinstance(command, click.Group):
        name, *arguments = arguments
        child = command.get_command(context, name)
        assert child, f"{context.command_path} has no command {name}"
        command = child
    command.make_context(command.name, arguments, parent=context)


def test_every_command_line_parses(page: Path) -> None:
    lines = shown_commands(page)
    if not lines:
        pytest.skip("this page shows no shapeproof command")
    for line in lines:
        parse(line)


@pytest.mark.parametrize(
    "line", ["shapeproof validat x", "shapeproof validate --vew strict", "shapeproof generate modls x"]
)
def test_wrong_command_line_does_not_parse(line: str) -> None:
    with pytest.raises((click.UsageError, AssertionError)):
        parse(line)


def every_command(context: click.Context) -> Iterator[tuple[str, click.Command]]:
    command = context.command
    assert isinstance(command, click.Group)
    for name in command.list_commands(context):
        child = command.get_command(context, name)
        assert child
        child_context = click.Context(child, parent=context, info_name=name)
        yield child_context.command_path, child
        if isinstance(child, click.Group):
            yield from every_command(child_context)


def test_every_command_and_option_is_in_reference() -> None:
    page = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    for path, command in every_command(click.Context(main_group, info_name="shapeproof")):
        heading = f"{'#' * (path.count(' ') + 1)} {path}\n"
        assert heading in page
        section = page.partition(heading)[2].partition("\n## ")[0]
        for option in command.params:
            if isinstance(option, click.Option) and not option.hidden:
                assert re.search(rf"^\| `.*{re.escape(option.opts[-1])}\b", section, re.MULTILINE), option.opts


def test_every_command_is_in_a_guide() -> None:
    guides = [path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md") if path.name != "cli.md"]
    for path, command in every_command(click.Context(main_group, info_name="shapeproof")):
        assert isinstance(command, click.Group) or any(path in guide for guide in guides), path
