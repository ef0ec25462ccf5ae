"""`shapeproof fuzz` without a program: responses, written down."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

import click

from shapeproof.cli.output.documents import document_writer
from shapeproof.cli.output.progress import Progress
from shapeproof.contract import Contract, Representation
from shapeproof.fuzz.covering.covering import cover
from shapeproof.fuzz.drawing.corpus import corpus
from shapeproof.sample.recording_lines import recording_line

__all__ = ["write_responses", "written", "written_cover"]


def written(
    contract: Contract,
    told: dict[str, Any],
    count: int,
    representation: Representation,
    output: Path | None,
    *,
    bare: bool,
) -> int:
    """Write so many responses; the exit code."""
    responses = ((contract, response) for response in islice(corpus(contract, **told), count))
    write_responses(responses, representation, output, bare=bare)
    click.echo(f"{count:,} response{'' if count == 1 else 's'} of {contract.name}", err=True)
    return 0


def written_cover(
    contract: Contract, told: dict[str, Any], representation: Representation, output: Path | None, *, bare: bool
) -> int:
    """Write a covering corpus, and tell what it covers; the exit code."""
    with Progress("responses") as progress:
        found = cover(contract, **told, told=progress.show)
    write_responses(((contract, one) for one in found.responses), representation, output, bare=bare)
    click.echo(
        f"{len(found.responses):,} responses of {contract.name}: {found.features_shown:,} of {found.features:,} features "
        f"(members there and absent, enum values, sizes), {found.pairs_shown:,} of {found.pairs:,} pairs",
        err=True,
    )
    return 0


def write_responses(
    responses: Iterable[tuple[Contract, Any]], representation: Representation, output: Path | None, *, bare: bool
) -> None:
    """Write responses (in `cli`), each of its contract, in a representation: as recording lines, or alone if `bare`."""
    with document_writer(output) as write, Progress("responses") as progress:
        for number, (contract, response) in enumerate(responses, start=1):
            line = recording_line(contract, "response", response, representation)
            write(number, contract.method, json.dumps(line["response"] if bare else line, ensure_ascii=False))
            progress.show(number)
