"""`shapeproof fuzz run`: a campaign of generated responses against a program."""

from __future__ import annotations

from pathlib import Path

import click

from shapeproof.capture.model import snake_case
from shapeproof.cli.completion import suggest_contracts
from shapeproof.cli.fuzz.options import GenerationOptions, RunOptions, generation_options, run_options
from shapeproof.cli.fuzz.target import TargetOptions, requiring_fuzz_extra, target_options
from shapeproof.cli.options import project_registry, schemas_option
from shapeproof.cli.output.documents import refuse_wire_without_json
from shapeproof.cli.output.edition_notes import load_named
from shapeproof.contract import Contract
from shapeproof.errors import ShapeproofError, did_you_mean
from shapeproof.fuzz.drawing.history_composer import no_history
from shapeproof.fuzz.planning.page_pins import no_paginator
from shapeproof.registry import ContractRegistry

__all__ = ["command"]


@click.command("run", short_help="Run a program on generated responses.")
@click.argument("name", shell_complete=suggest_contracts)
@target_options
@run_options
@generation_options
@schemas_option
def command(
    name: str, target: TargetOptions, limits: RunOptions, generation: GenerationOptions, schemas: Path | None
) -> int:
    """Run a program on generated responses of an operation, and report each way in which it fails.

    Any outcome other than exit status 0 is a failure. Each failure is shrunk to the smallest response that causes it,
    explained, and kept. The command is not run in a shell. Exit codes: 0 no failure; 1 at least one; 2 the job could not
    be done.

    \b
    Examples:
      shapeproof fuzz run sagemaker.describe_hyper_parameter_tuning_job --exec 'python consumer.py' --mutants
      shapeproof fuzz run s3.list_buckets --exec 'jq -e .Owner.ID' --time 60s --pin Owner=PRESENT
      shapeproof fuzz run sqs.list_queues --pages --exec 'node consumer.mjs'
      shapeproof fuzz run sagemaker.describe_hyper_parameter_tuning_job --histories --exec 'python poller.py'
    """
    registry = project_registry(schemas)
    contract = load_named(registry, name)
    if limits.pages and contract.paginator is None:
        raise no_paginator(contract, hint=_nearest_paginated(contract, registry) or "run it without --pages")
    if limits.histories and contract.history is None:
        raise no_history(contract)
    refuse_wire_without_json(contract, limits.representation)
    with requiring_fuzz_extra():
        from shapeproof.cli.fuzz.campaign import run_campaign
    return run_campaign(contract, target, limits, generation)


def _nearest_paginated(contract: Contract, registry: ContractRegistry) -> str | None:
    """A hint with operations of the same service that have pages; None without botocore, or if none is similar."""
    try:
        operations = registry.models.paginated(contract.service)
    except ShapeproofError:
        return None
    names = [f"{contract.service}.{snake_case(operation)}" for operation in operations]
    return did_you_mean(contract.operation_name, names, limit=2)
