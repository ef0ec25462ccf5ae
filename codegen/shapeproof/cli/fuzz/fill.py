"""`shapeproof fuzz fill`: responses for what recordings never show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from shapeproof.cli.completion import suggest_contracts
from shapeproof.cli.fuzz.documents import write_responses
from shapeproof.cli.fuzz.options import OutputOptions, SeedOptions, output_options, seed_options
from shapeproof.cli.options import project_registry, schemas_option
from shapeproof.cli.output.documents import refuse_wire_without_json
from shapeproof.cli.terminal import print_text, read_standard_input
from shapeproof.contract import Contract, operation_of
from shapeproof.errors import UsageError, one_line
from shapeproof.files import read_file
from shapeproof.fuzz.covering.gap_filling import Filling, fill
from shapeproof.registry import ContractRegistry
from shapeproof.report.common.plurals import pluralize
from shapeproof.report.coverage.json_document import read_shown_features
from shapeproof.validation.coverage.features import Feature

__all__ = ["command"]


@click.command("fill", short_help="Write responses for what recordings never show.")
@click.argument("coverage", type=click.Path(path_type=Path, allow_dash=True))
@click.argument("name", required=False, shell_complete=suggest_contracts)
@seed_options
@output_options
@schemas_option
def command(
    coverage: Path, name: str | None, seeding: SeedOptions, writing: OutputOptions, schemas: Path | None
) -> int:
    """Write as few responses as possible for what recordings never show.

    COVERAGE is what `shapeproof validate --coverage --format json` wrote, or - for standard input. With NAME, only that
    contract is filled; otherwise all contracts in the document.

    \b
    Examples:
      shapeproof validate tests/recordings --coverage --format json > coverage.json
      shapeproof fuzz fill coverage.json --output tests/recordings/filled.jsonl
      shapeproof fuzz fill coverage.json sagemaker.describe_hyper_parameter_tuning_job --bare
    """
    shown = _selected(_read(coverage), name, project_registry(schemas), str(coverage))
    for contract in shown:
        refuse_wire_without_json(contract, writing.representation)
    summaries: list[str] = []

    def responses() -> Iterator[tuple[Contract, Any]]:
        for contract, features in shown.items():  # one contract is written before the next one is filled
            filling = fill(contract, features, seed=seeding.seed, view=seeding.view, coherent=seeding.coherent)
            summaries.append(_summary(contract, filling))
            yield from ((contract, response) for response in filling.responses)

    write_responses(responses(), writing)
    print_text("\n".join(summaries), to_stderr=True)
    return 0


def _read(file: Path) -> Mapping[str, frozenset[Feature]]:
    try:
        document = read_standard_input() if str(file) == "-" else read_file(file).decode()
    except UnicodeDecodeError as error:
        raise UsageError("expected UTF-8, got other bytes", where=str(file)) from error
    return read_shown_features(document, str(file))


def _selected(
    shown: Mapping[str, frozenset[Feature]], name: str | None, registry: ContractRegistry, where: str
) -> dict[Contract, frozenset[Feature]]:
    """The contracts to fill, with the features that were shown of each."""
    if not shown:
        raise UsageError("the coverage names no contract: no response was counted", where=where)
    if name is None:
        return {registry.load(known): features for known, features in shown.items()}
    requested = registry.load(name)
    if "@" in name:
        selected = {requested.name} & shown.keys()
    else:
        selected = {known for known in shown if operation_of(known) == requested.operation_name}
    if not selected:
        names = ", ".join(list(shown)[:5]) + (" …" if len(shown) > 5 else "")
        raise UsageError(f"no coverage of {name} in this document", where=where, hint=f"it has {names}")
    return {registry.load(known): features for known, features in shown.items() if known in selected}


def _summary(contract: Contract, filling: Filling) -> str:
    summary = f"{pluralize(len(filling.responses), 'response')} of {contract.name}: "
    if not filling.gaps:
        return one_line(summary) + "no gaps"
    summary += f"{filling.gaps - len(filling.left):,} of {pluralize(filling.gaps, 'gap')} filled"
    if filling.left:
        first = ", ".join(map(_feature_name, filling.left[:5])) + (" …" if len(filling.left) > 5 else "")
        summary += f"; no response was generated for {first}"
    return one_line(summary)


def _feature_name(feature: Feature) -> str:
    return feature.state if feature.kind == "scenario" else f"{feature.subject or 'the response'} {feature.state}"
