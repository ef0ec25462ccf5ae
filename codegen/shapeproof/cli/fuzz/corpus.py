"""`shapeproof fuzz corpus`: writes many responses that a contract allows."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import click

from shapeproof.cli.completion import suggest_contracts
from shapeproof.cli.fuzz.documents import write_histories, write_responses
from shapeproof.cli.fuzz.options import GenerationOptions, OutputOptions, generation_options, output_options
from shapeproof.cli.options import project_registry, schemas_option
from shapeproof.cli.output.documents import refuse_wire_without_json
from shapeproof.cli.output.edition_notes import load_named
from shapeproof.cli.terminal import print_text
from shapeproof.errors import UsageError
from shapeproof.fuzz.drawing.corpus import corpus
from shapeproof.fuzz.drawing.history_corpus import history_corpus
from shapeproof.report.common.plurals import pluralize

__all__ = ["command"]


@click.command("corpus", short_help="Write many responses that the contract allows.")
@click.argument("name", shell_complete=suggest_contracts)
@click.option(
    "-n",
    "--count",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    metavar="N",
    help="How many responses, or histories.",
)
@click.option("--histories", is_flag=True, help="Write histories of one resource: its responses one after the other.")
@generation_options
@output_options
@schemas_option
def command(
    name: str,
    count: int,
    histories: bool,
    generation: GenerationOptions,
    writing: OutputOptions,
    schemas: Path | None,
) -> int:
    """Write responses that the contract of an operation allows.

    They are recording lines, which `shapeproof validate` reads. The first response is the simplest one.

    \b
    Examples:
      shapeproof fuzz corpus sagemaker.describe_hyper_parameter_tuning_job -n 1000 --output corpus.jsonl
      shapeproof fuzz corpus sagemaker.describe_hyper_parameter_tuning_job --scenario failed --bare
      shapeproof fuzz corpus sagemaker.describe_hyper_parameter_tuning_job --histories --output histories.jsonl
    """
    contract = load_named(project_registry(schemas), name)
    refuse_wire_without_json(contract, writing.representation)
    pins = generation.parsed_pins(contract)
    if histories:
        if generation.coherent is False:
            raise UsageError("a history keeps the rules: --histories and --no-coherent exclude each other")
        drawn = history_corpus(
            contract, seed=generation.seed, view=generation.view, scenario=generation.scenario, pins=pins
        )
        write_histories(contract, islice(drawn, count), writing)
        print_text(f"{pluralize(count, 'history')} of {contract.name}", to_stderr=True)
        return 0
    responses = corpus(
        contract,
        seed=generation.seed,
        view=generation.view,
        scenario=generation.scenario,
        pins=pins,
        # Whoever wants a corpus wants what the service could send. A scenario knows itself whether it can keep the rules.
        coherent=True if generation.coherent is None and generation.scenario is None else generation.coherent,
    )
    write_responses(((contract, response) for response in islice(responses, count)), writing)
    print_text(f"{pluralize(count, 'response')} of {contract.name}", to_stderr=True)
    return 0
