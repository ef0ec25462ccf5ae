"""The output of the subcommands of `shapeproof fuzz` that write responses."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from shapeproof.cli.fuzz.options import OutputOptions
from shapeproof.cli.output.documents import document_writer
from shapeproof.cli.output.progress import Progress
from shapeproof.contract import Contract
from shapeproof.sample.recording_lines import POLL, recording_line

__all__ = ["write_histories", "write_responses"]


def write_responses(responses: Iterable[tuple[Contract, Any]], options: OutputOptions) -> None:
    """Write responses (in `cli`), each with its contract, in the representation and form that were asked for."""
    with document_writer(options.output) as write, Progress("responses") as progress:
        for number, (contract, response) in enumerate(responses, start=1):
            line = recording_line(contract, "response", response, options.representation)
            document = line["response"] if options.bare else line
            write(number, contract.method, json.dumps(document, ensure_ascii=False))
            progress.show(number)


def write_histories(contract: Contract, histories: Iterable[list[Any]], options: OutputOptions) -> None:
    """Write histories (in `cli`) as recording lines that say which history it is, and which poll; bare, each as an array."""
    with document_writer(options.output) as write, Progress("histories") as progress:
        written = 0
        for number, history in enumerate(histories, start=1):
            lines = [recording_line(contract, "response", response, options.representation) for response in history]
            if options.bare:
                documents: list[Any] = [[line["response"] for line in lines]]
            else:
                documents = [{**line, "history": number, POLL: poll} for poll, line in enumerate(lines, start=1)]
            for document in documents:
                written += 1
                write(written, contract.method, json.dumps(document, ensure_ascii=False))
            progress.show(number)
