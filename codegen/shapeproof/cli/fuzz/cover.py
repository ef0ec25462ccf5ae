"""`shapeproof fuzz cover`: a small corpus that covers a contract."""

from __future__ import annotations

from pathlib import Path

import click

from shapeproof.cli.completion import suggest_contracts
from shapeproof.cli.fuzz.documents import write_responses
from shapeproof.cli.fuzz.options import GenerationOptions, OutputOptions, generation_options, output_options
from shapeproof.cli.options import project_registry, schemas_option
from shapeproof.cli.output.documents import refuse_wire_without_json
from shapeproof.cli.output.edition_notes import load_named
from shapeproof.cli.output.progress import Progress
from shapeproof.cli.terminal import print_text
from shapeproof.fuzz.covering.covering import cover
from shapeproof.report.common.plurals import pluralize

__all__ = ["command"]


@click.command("cover", short_help="Write a small corpus that covers the whole contract.")
@click.argument("name", shell_complete=suggest_contracts)
@generation_options
@output_options
@schemas_option
def command(name: str, generation: GenerationOptions, writing: OutputOptions, schemas: Path | None) -> int:
    """Write a small corpus that covers the whole contract of an operation.

    The corpus has each member present and absent, each enum value, each size of a list or map, each scenario, and each
    pair of states of two members of one structure.

    \b
    Examples:
      shapeproof fuzz cover sagemaker.describe_hyper_parameter_tuning_job --bare --output tests/responses/
    """
    contract = load_named(project_registry(schemas), name)
    refuse_wire_without_json(contract, writing.representation)
    with Progress("responses") as progress:
        covering = cover(
            contract,
            seed=generation.seed,
            view=generation.view,
            scenario=generation.scenario,
            pins=generation.parsed_pins(contract),
            coherent=generation.coherent,
            on_progress=progress.show,
        )
    write_responses(((contract, response) for response in covering.responses), writing)
    print_text(
        f"{pluralize(len(covering.responses), 'response')} of {contract.name}: "
        f"{covering.features_shown:,} of {covering.features:,} features "
        f"(members present and absent, enum values, sizes), {covering.pairs_shown:,} of {covering.pairs:,} pairs",
        to_stderr=True,
    )
    return 0
