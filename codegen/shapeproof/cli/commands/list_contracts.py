"""`shapeproof list`: the contracts at hand."""

from __future__ import annotations

from pathlib import Path

import click

from shapeproof.cli.options import schemas_option
from shapeproof.registry import ContractRegistry

__all__ = ["command"]


@click.command("list", short_help="The contracts at hand.")
@schemas_option
def command(schemas: Path | None) -> int:
    """List the contracts of the project and those that come with Shapeproof, one a line; * marks the default edition.

    Beyond these, every operation of an installed botocore has a contract: SERVICE.OPERATION@installed.
    """
    for one in ContractRegistry.of_project(schemas).editions():
        click.echo(f"{one.service}.{one.method}@{one.edition}{'  *' if one.is_default else ''}")
    return 0
