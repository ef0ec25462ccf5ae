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
from shapeproof.errors import ShapeproofError, UsageError, did_you_mean
from shapeproof.fuzz.drawing.history_composer import no_history
from shapeproof.fuzz.planning.page_pins import no_paginator
from shapeproof.registry import ContractRegistry

__all__ = ["command"]


@click.command("run", short_help="Run a program on generated responses.")
@click.argument("name", required=False, shell_complete=suggest_contracts)
@click.option(
    "--from-diff",
    "editions",
    nargs=2,
    metavar="OLD NEW",
    shell_complete=suggest_contracts,
    help="Run it on responses that show what changed between two editions.",
)
@target_options
@run_options
@generation_options
@schemas_option
def command(
    name: str | None,
    editions: tuple[str, str] | None,
    target: TargetOptions,
    limits: RunOptions,
    generation: GenerationOptions,
    schemas: Path | None,
) -> int:
    """Run a program on generated responses of an operation, and report each way in which it fails.

    Any outcome other than exit status 0 is a failure. Each failure is shrunk to the smallest response that causes it,
    explained, and kept. The command is not run in a shell. Exit codes: 0 no failure; 1 at least one; 2 the job could not
    be done.

    \b
    Examples:
      shapeproof fuzz run sagemaker.describe_hyper_parameter_tuning_job --exec 'python consumer.py' --mutants
      shapeproof fuzz run s3.list_buckets --exec 'jq -e .Owner.ID' --time 60s --pin Owner=PRESENT
      shapeproof fuzz run --exec 'python consumer.py' --from-diff s3.list_buckets@1.34.0 s3.list_buckets@installed
    """
    registry = project_registry(schemas)
    if editions:
        _refuse_with_editions(name, limits, generation)
        old, new = (registry.load(edition) for edition in editions)
        refuse_wire_without_json(new, limits.representation)
        with requiring_fuzz_extra():
            from shapeproof.cli.fuzz.from_diff import run_on_changes
        return run_on_changes(old, new, target, limits, generation)
    if name is None:
        raise UsageError("no contract is named", hint="name an operation, or two editions of one: --from-diff OLD NEW")
    contract = load_named(registry, name)
    if limits.pages and contract.paginator is None:
        raise no_paginator(contract, hint=_nearest_paginated(contract, registry) or "run it without --pages")
    if limits.histories and contract.history is None:
        raise no_history(contract)
    refuse_wire_without_json(contract, limits.representation)
    with requiring_fuzz_extra():
        from shapeproof.cli.fuzz.campaign import run_campaign
    return run_campaign(contract, target, limits, generation)


def _refuse_with_editions(name: str | None, limits: RunOptions, generation: GenerationOptions) -> None:
    """Raise UsageError for what says nothing about the responses that show a change."""
    given = {
        "a contract": name is not None,
        "--pages": limits.pages,
        "--histories": limits.histories,
        "--mutants": limits.mutants,
        "--scenario": generation.scenario is not None,
        "--pin": bool(generation.pins),
    }
    if wrong := next((option for option, is_given in given.items() if is_given), None):
        raise UsageError(f"--from-diff and {wrong} exclude each other", hint="give one of them")


def _nearest_paginated(contract: Contract, registry: ContractRegistry) -> str | None:
    """A hint with operations of the same service that have pages; None without botocore, or if none is similar."""
    try:
        operations = registry.models.paginated(contract.service)
    except ShapeproofError:
        return None
    names = [f"{contract.service}.{snake_case(operation)}" for operation in operations]
    return did_you_mean(contract.operation_name, names, limit=2)
