"""The only way to standard output and standard error: what others wrote commands neither a terminal nor a CI runner."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from typing import Final, TextIO, cast

import click

from shapeproof.errors import UsageError, one_line, printable
from shapeproof.markup.json_text import printable_json
from shapeproof.operating_system.console import pipe_encoding
from shapeproof.report.common.screen import Screen

__all__ = [
    "open_standard_streams",
    "print_json",
    "print_page",
    "print_text",
    "read_standard_input",
    "release_standard_output",
    "screen_of_standard_output",
    "standard_output_encoding",
]

_OWN_STYLE: Final = re.compile("(\x1b\\[(?:0|1|2|3[1-6])m)")
"""The styles that our own output has: colours, bold, dim. None hides text or moves the cursor."""


def print_text(text: str, *, end: str = "\n", to_stderr: bool = False, is_workflow: bool = False) -> None:
    """Print lines for people.

    Args:
        text: the lines, perhaps in colours. Characters that can't be seen (controls, overrides of direction, joiners)
            are shown as escapes, except tabs.
        end: what follows them.
        to_stderr: whether they go to standard error.
        is_workflow: whether lines may be commands of ours for GitHub's runner; otherwise none of them is one.
    """
    escape = printable if is_workflow else _lines
    pieces = _OWN_STYLE.split(text)  # every second one is a style
    pieces[::2] = ["\t".join(map(escape, piece.split("\t"))) for piece in pieces[::2]]
    click.echo("".join(pieces) + end, nl=False, err=to_stderr)


def print_json(document: str) -> None:
    """Print a JSON document for programs: with JSON's own escapes, so that its value stays the same."""
    click.echo(printable_json(document))


def print_page(text: str) -> None:
    """Print a generated module or page: as it is for programs, and as lines for people on a terminal."""
    if _stdout().isatty():
        print_text(text, end="")
    else:
        click.echo(text, nl=False)


def screen_of_standard_output() -> Screen | None:
    """The terminal that standard output is; None if it is none."""
    if not _stdout().isatty():
        return None
    import shutil  # brings bz2 and lzma, which a run without a terminal need not load

    size = shutil.get_terminal_size()
    return Screen(size.lines, size.columns)


def standard_output_encoding() -> str:
    """The encoding of standard output; empty if it has none."""
    return _stdout().encoding or ""


def _lines(text: str) -> str:
    return "\n".join(map(one_line, text.split("\n")))


def read_standard_input() -> str:
    """All of standard input. Raises UsageError if it is closed, UnicodeDecodeError if it isn't UTF-8."""
    stream = cast("TextIO | None", sys.stdin)
    if stream is None:
        raise UsageError("standard input is closed", where="-")
    return stream.buffer.read().decode()


def open_standard_streams() -> None:
    """Prepare the standard streams: what is closed leads to the null device, and any name of a file can be printed.

    Otherwise the next file that is opened would take the number of the closed stream, and be written to. Standard input
    stays None if it is closed, so that nothing is taken for an empty file.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest free number is this one
        if number and getattr(sys, name) is None:
            # For the rest of the process, as the stream that it replaces would be.
            setattr(sys, name, open(number, "w", encoding="utf-8", closefd=False))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):  # the name of a file may have bytes that aren't UTF-8
        with suppress(AttributeError):  # a caller has replaced it
            encoding = None if stream.isatty() else pipe_encoding(os.environ)
            stream.reconfigure(encoding=encoding, errors="backslashreplace")  # type: ignore[union-attr]


def release_standard_output() -> None:
    """Point standard output at the null device: it can't be written to, and Python would report that at exit."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), _stdout().fileno())


def _stdout() -> TextIO:
    return cast("TextIO", sys.stdout)
