"""`shapeproof mutants`: responses that break one constraint each, to try validators and readers on."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from shapeproof import schemas as contracts
from shapeproof.cli.options import schemas_option
from shapeproof.contract import Contract, Representation
from shapeproof.errors import UsageError
from shapeproof.sample import Unbreakable
from shapeproof.sample.mutation import outcomes
from shapeproof.sample.recording_lines import recording_line

__all__ = ["command"]


@click.command("mutants", short_help="Responses that break one constraint each.")
@click.argument("name")
@click.option(
    "--representation",
    type=click.Choice(["wire", "cli", "sdk"]),
    default="cli",
    show_default=True,
    help="How the responses are written down.",
)
@click.option("--bare", is_flag=True, help="The responses alone, without what is wrong with each.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE|DIR",
    help="A file for JSON Lines, or a folder for one file each; else standard output.",
)
@schemas_option
def command(name: str, representation: Representation, bare: bool, output: Path | None, schemas: Path | None) -> int:
    """Write responses of an operation that each break one constraint of its contract, and only what that entails.

    They come as recording lines, which `shapeproof validate` reads back, labelled with what is broken. Constraints
    that nothing breaks are told on standard error.

    \b
    Examples:
      shapeproof mutants sagemaker.describe_hyper_parameter_tuning_job | shapeproof validate -
      shapeproof mutants s3.list_buckets@installed --bare --output mutants/
    """
    contract = contracts.load(name, schemas)
    if representation == "wire" and contract.json_protocol is None:
        raise UsageError("the bodies of this service are no JSON", where=contract.name, mend="--representation cli")
    written = 0
    with _sink(output) as write:
        for label, text in _documents(contract, representation, bare=bare):
            written += 1
            write(written, label, text)
    click.echo(f"{written:,} mutants of {contract.name}", err=True)
    return 0


def _documents(contract: Contract, representation: Representation, *, bare: bool) -> Iterator[tuple[str, str]]:
    """A name for a file, and the document."""
    for mutant in outcomes(contract):
        if isinstance(mutant, Unbreakable):
            click.echo(f"no mutant: {mutant.path or 'the root'}, {mutant.keyword}: {mutant.reason}", err=True)
            continue
        line: Mapping[str, Any] | None = recording_line(mutant, contract, "response", representation)
        label = f"{mutant.path or 'root'}, {mutant.keyword}"
        if line is None:
            click.echo(f"no mutant in {representation}: {label}: this representation doesn't show it", err=True)
        else:
            yield label, json.dumps(line["response"] if bare else line, ensure_ascii=False)


@contextmanager
def _sink(output: Path | None) -> Generator[Callable[[int, str, str], object]]:
    """Where documents go: called with a document's number from 1, its label, its text."""
    if output is None:
        yield lambda _number, _label, text: click.echo(text)
    elif output.suffix and not output.is_dir():
        with output.open("w", encoding="utf-8") as file:
            yield lambda _number, _label, text: file.write(text + "\n")
    else:
        output.mkdir(parents=True, exist_ok=True)
        yield lambda number, label, text: (output / _file_name(number, label)).write_text(text + "\n", encoding="utf-8")


def _file_name(number: int, label: str) -> str:
    words = "".join(character if character.isalnum() else "-" for character in label)
    return f"{number:04}-{words[:120]}.json"
