"""`shapeproof mutants`: responses that break one constraint each, for testing validators and readers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from shapeproof.cli.completion import suggest_contracts
from shapeproof.cli.options import project_registry, schemas_option
from shapeproof.cli.output.documents import (
    document_writer,
    documents_option,
    refuse_wire_without_json,
    representation_option,
)
from shapeproof.cli.output.edition_notes import load_named
from shapeproof.cli.terminal import print_text
from shapeproof.contract import Contract, Representation
from shapeproof.sample import Mutant, SkippedConstraint
from shapeproof.sample.mutation import outcomes
from shapeproof.sample.recording_lines import mutant_line

__all__ = ["command"]


@click.command("mutants", short_help="Write responses that break one constraint or rule each.")
@click.argument("name", shell_complete=suggest_contracts)
@representation_option
@click.option("--bare", is_flag=True, help="Write the responses alone, without labels.")
@documents_option
@schemas_option
def command(name: str, representation: Representation, bare: bool, output: Path | None, schemas: Path | None) -> int:
    """Write responses that each break one constraint or one rule of a contract, and only what that entails.

    They are recording lines, which `shapeproof validate` reads, labelled with what is broken. Constraints and rules
    without a mutant are reported on standard error.

    \b
    Examples:
      shapeproof mutants sagemaker.describe_hyper_parameter_tuning_job | shapeproof validate -
      shapeproof mutants s3.list_buckets@installed --bare --output mutants/
    """
    contract = load_named(project_registry(schemas), name)
    refuse_wire_without_json(contract, representation)
    written = 0
    with document_writer(output) as write:
        for label, text in _documents(contract, representation, bare=bare):
            written += 1
            write(written, label, text)
    print_text(f"{written:,} mutants of {contract.name}", to_stderr=True)
    return 0


def _documents(contract: Contract, representation: Representation, *, bare: bool) -> Iterator[tuple[str, str]]:
    """The label of each document, for its file name, and its text."""
    for mutant in outcomes(contract):
        if isinstance(mutant, SkippedConstraint):
            print_text(f"no mutant: {_label(mutant)}: {mutant.reason}", to_stderr=True)
            continue
        line: Mapping[str, Any] | None = mutant_line(mutant, contract, "response", representation)
        label = _label(mutant)
        if line is None:
            print_text(f"no mutant in {representation}: {label}: this representation doesn't show it", to_stderr=True)
        else:
            yield label, json.dumps(line["response"] if bare else line, ensure_ascii=False)


def _label(outcome: Mutant | SkippedConstraint) -> str:
    return f"{outcome.path or 'root'}, {outcome.rule or outcome.keyword}"
