"""`shapeproof list`: the committed contracts."""

from __future__ import annotations

from pathlib import Path

import click

from shapeproof.cli.options import project_registry, schemas_option
from shapeproof.cli.output.warnings import warn_of
from shapeproof.cli.terminal import print_text

__all__ = ["command"]


@click.command("list", short_help="List the contracts of the project and of Shapeproof.")
@schemas_option
def command(schemas: Path | None) -> int:
    """List the contracts of the project and those that ship with Shapeproof; * marks the default edition.

    Every operation of the installed botocore has a contract, too: SERVICE.OPERATION@installed.
    """
    registry = project_registry(schemas)
    for edition in registry.editions():
        print_text(f"{edition.operation_name}@{edition.edition}{'  *' if edition.is_default else ''}")
    warn_of(registry.problems)
    return 0
