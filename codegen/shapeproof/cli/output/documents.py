"""Where commands that make responses put them, and how they write them down."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import click

from shapeproof.contract import Contract, Representation
from shapeproof.errors import UsageError

__all__ = ["documents_option", "refuse_wire_without_json", "representation_option", "sink"]

representation_option: Callable[..., click.Command] = click.option(
    "--representation",
    type=click.Choice(["wire", "cli", "sdk"]),
    default="cli",
    show_default=True,
    help="How the responses are written down.",
)
documents_option: Callable[..., click.Command] = click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE|DIR",
    help="A file for JSON Lines, or a folder for one file each; else standard output.",
)


def refuse_wire_without_json(contract: Contract, representation: Representation) -> None:
    """Raises UsageError for bodies of a service that speaks no JSON: there is no such text."""
    if representation == "wire" and contract.json_protocol is None:
        raise UsageError("the bodies of this service are no JSON", where=contract.name, hint="--representation cli")


@contextmanager
def sink(output: Path | None) -> Generator[Callable[[int, str, str], object]]:
    """Where documents go: called with a document's number from 1, its label, its text."""
    if output is None or str(output) == "-":
        yield lambda _number, _label, text: click.echo(text)
    elif not output.is_dir() and (output.suffix or output.exists()):
        with output.open("w", encoding="utf-8") as file:
            yield lambda _number, _label, text: file.write(text + "\n")
    else:
        output.mkdir(parents=True, exist_ok=True)
        yield lambda number, label, text: (output / _file_name(number, label)).write_text(text + "\n", encoding="utf-8")


def _file_name(number: int, label: str) -> str:
    words = "".join(character if character.isalnum() else "-" for character in label)
    return f"{number:04}-{words[:120]}.json"
