"""The output of the subcommands of `shapeproof fuzz` that write responses."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from shapeproof.cli.fuzz.options import OutputOptions
from shapeproof.cli.output.documents import document_writer
from shapeproof.cli.output.progress import Progress
from shapeproof.contract import Contract
from shapeproof.sample.recording_lines import recording_line

__all__ = ["write_responses"]


def write_responses(responses: Iterable[tuple[Contract, Any]], options: OutputOptions) -> None:
    """Write responses (in `cli`), each with its contract, in the representation and form that were asked for."""
    with document_writer(options.output) as write, Progress("responses") as progress:
        for number, (contract, response) in enumerate(responses, start=1):
            line = recording_line(contract, "response", response, options.representation)
            document = line["response"] if options.bare else line
            write(number, contract.method, json.dumps(document, ensure_ascii=False))
            progress.show(number)
