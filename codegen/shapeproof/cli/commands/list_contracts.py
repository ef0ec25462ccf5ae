"""`shapeproof list`: the committed contracts, and the operations of the installed botocore."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from shapeproof.cli.completion import suggest_services
from shapeproof.cli.options import project_registry, schemas_option
from shapeproof.cli.output.warnings import warn_of
from shapeproof.cli.terminal import print_text
from shapeproof.errors import MissingExtraError, UnknownContractError
from shapeproof.registry import ContractRegistry

__all__ = ["command"]


@click.command("list", short_help="List contracts.")
@click.argument("service", required=False, shell_complete=suggest_services)
@click.option("--installed", is_flag=True, help="The services of the installed botocore, or the operations of SERVICE.")
@schemas_option
def command(service: str | None, installed: bool, schemas: Path | None) -> int:
    """List the contracts of the project and those that ship with Shapeproof; * marks the default edition.

    Every operation of the installed botocore has a contract, too. With SERVICE, its operations are listed as well. Each
    line starts with a name that other commands take; --installed alone lists services and the number of their operations.

    \b
    Examples:
      shapeproof list
      shapeproof list s3
      shapeproof list --installed
    """
    registry = project_registry(schemas)
    editions = [edition for edition in registry.editions() if service in {None, edition.service}]
    if installed and service is None:
        for line in _services(registry):
            print_text(line)
    if not installed:
        for edition in editions:
            print_text(f"{edition.operation_name}@{edition.edition}{'  *' if edition.is_default else ''}")
    if service is not None:
        try:
            names = _operations(registry, service)
        except (MissingExtraError, UnknownContractError):
            if installed or not editions:
                raise
            names = []
        for name in names:
            print_text(name)
    warn_of(registry.problems)
    return 0


def _services(registry: ContractRegistry) -> Iterator[str]:
    committed = {edition.service for edition in registry.editions()}
    operations = registry.models.operations_by_service
    width = max(map(len, operations), default=0)
    for service, names in operations.items():
        yield f"{service:{width}}  {len(names):6,}{'  committed, too' if service in committed else ''}"


def _operations(registry: ContractRegistry, service: str) -> list[str]:
    """The names of the operations of a service. Raises UnknownContractError, MissingExtraError, CaptureError."""
    from shapeproof.capture.model import snake_case
    from shapeproof.registry.suggestions import similar_services

    models = registry.models
    if service not in models.services:
        similar = similar_services(models, service)
        hint = f"did you mean {' or '.join(similar)}?" if similar else "shapeproof list --installed lists all services"
        raise UnknownContractError(f"{models.where} has no service {service!r}", hint=hint)
    return [f"{service}.{snake_case(operation)}@installed" for operation in models.operations(service)]
