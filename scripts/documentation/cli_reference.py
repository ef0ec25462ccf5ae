"""Generates docs/reference/cli.md: every command and option, read from click."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Final

import click

from documentation.markdown import escaped
from shapeproof.cli import main_group

__all__ = ["cli_page"]

_HEAD: Final = """\
# Commands

<!-- Written by scripts/regenerate from the command line itself. -->

"""


def cli_page() -> str:
    """The text of the page."""
    root = click.Context(main_group, info_name="shapeproof", **main_group.context_settings)
    return _HEAD + "\n".join(_group(root)).rstrip() + "\n"


def _group(context: click.Context) -> Iterator[str]:
    """A group's commands as a table, its own options, then each command."""
    group = context.command
    assert isinstance(group, click.Group)  # noqa: S101 - for the type checker; both callers make sure
    children = [_child(context, name) for name in group.list_commands(context)]
    yield "| command | |\n|---|---|"
    for child in children:
        summary = child.command.get_short_help_str(limit=200)
        yield f"| [`{child.command_path}`](#{child.command_path.replace(' ', '-')}) | {_cell(summary)} |"
    yield ""
    yield from _options(context)
    if group.epilog:
        yield f"{group.epilog}\n"
    for child in children:
        yield from _command(child)


def _child(context: click.Context, name: str) -> click.Context:
    group = context.command
    command = group.get_command(context, name) if isinstance(group, click.Group) else None
    if command is None:
        raise ValueError(f"{context.command_path} lists no command {name}")
    return click.Context(command, parent=context, info_name=name)


def _command(context: click.Context) -> Iterator[str]:
    command = context.command
    level = context.command_path.count(" ") + 1
    yield f"{'#' * level} {context.command_path}"
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    yield f"```text\n{usage}\n```"
    yield from _prose(command.help or "")
    if isinstance(command, click.Group):
        yield from _group(context)
    else:
        yield from _options(context)


def _prose(text: str) -> Iterator[str]:
    """A help text as Markdown. A paragraph that click must not wrap, such as examples, becomes a code block."""
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        if paragraph.startswith("\b\n"):
            heading, *lines = paragraph.removeprefix("\b\n").splitlines()
            yield f"{heading}\n```sh\n{inspect.cleandoc(chr(10).join(lines))}\n```\n"
        else:
            yield f"{escaped(paragraph)}\n"


def _options(context: click.Context) -> Iterator[str]:
    options = [option for option in context.command.get_params(context) if isinstance(option, click.Option)]
    rows = [row for option in options if "--help" not in option.opts and (row := _row(option, context))]
    if rows:
        yield "| option | meaning |\n|---|---|"
        yield from rows
        yield ""


def _row(option: click.Option, context: click.Context) -> str | None:
    """An option's row of a table; None for a hidden one."""
    record = option.get_help_record(context)
    if record is None:
        return None
    names, meaning = record
    text, _, extra = meaning.partition("  [")  # click writes the default and the range in brackets
    text = escaped(text)
    if isinstance(option.type, click.Choice):  # listed in the wide column, so that the other one stays narrow
        names = names.replace(option.make_metavar(context), "CHOICE")
        text += f" One of {', '.join(f'`{choice}`' for choice in option.type.choices)}."
    extra = f" ({escaped(extra.removesuffix(']'))})" if extra else ""
    return f"| `{_cell(names)}` | {_cell(text + extra)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
