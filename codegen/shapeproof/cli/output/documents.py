"""Options and output of the commands that write responses."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import click

from shapeproof.atomic_files import AtomicFile, make_directories, write_atomically
from shapeproof.cli.choices import OTHER_REPRESENTATIONS, HintedChoice
from shapeproof.cli.terminal import print_json
from shapeproof.contract import Contract, Representation
from shapeproof.errors import UsageError
from shapeproof.markup.json_text import printable_json

__all__ = ["document_writer", "documents_option", "refuse_wire_without_json", "representation_option"]

representation_option: Callable[..., click.Command] = click.option(
    "--representation",
    type=HintedChoice(["wire", "cli", "sdk"], OTHER_REPRESENTATIONS),
    default="cli",
    show_default=True,
    help="How the responses are written: as the service, the AWS CLI or boto3 has them.",
)
documents_option: Callable[..., click.Command] = click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE|DIR",
    help="A file for JSON Lines, or a directory for one file each; default: standard output.",
)


def refuse_wire_without_json(contract: Contract, representation: Representation) -> None:
    """Raise UsageError if the bodies of the service are not JSON, so that a `wire` response can't be written."""
    if representation == "wire" and contract.json_protocol is None:
        raise UsageError(
            "the HTTP bodies of this service are not JSON", where=contract.name, hint="use --representation cli"
        )


@contextmanager
def document_writer(output: Path | None) -> Generator[Callable[[int, str, str], object]]:
    """A function that writes one document, given its number (from 1), its label and its text."""
    if output is None or str(output) == "-":
        yield lambda _number, _label, text: print_json(text)
    elif not output.is_dir() and (output.suffix or output.exists()):
        make_directories(output.parent)
        with AtomicFile(output) as file:
            yield lambda _number, _label, text: file.write(printable_json(text) + "\n")
            file.finish()
    else:
        make_directories(output)
        yield lambda number, label, text: write_atomically(
            output / _file_name(number, label), printable_json(text) + "\n", below=output
        )


def _file_name(number: int, label: str) -> str:
    words = "".join(character if character.isalnum() else "-" for character in label)
    return f"{number:04}-{words[:120]}.json"
