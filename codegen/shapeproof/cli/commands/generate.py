"""`shapeproof generate`: typed models and documentation, to be committed where they are used."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from shapeproof.capture.descriptions import described
from shapeproof.cli.options import schemas_option
from shapeproof.contract import Contract, View
from shapeproof.errors import UsageError
from shapeproof.generate.models.flavours import FLAVOURS, FlavourName
from shapeproof.generate.output.destinations import PageFormat, by_service, model_files, page_files
from shapeproof.generate.output.freshness import compared, mended
from shapeproof.registry import ContractRegistry

__all__ = ["command"]

_STANDARD_OUTPUT = Path("standard output.py")
_names = click.argument("names", nargs=-1, required=True, metavar="NAME…")
_check = click.option(
    "--check", is_flag=True, help="Write nothing; list files that are missing or stale, and exit with 1."
)


@click.group("generate", short_help="Typed models and documentation out of contracts.")
def command() -> None:
    """Generate what other repositories can commit: typed models, documentation.

    \b
    Examples:
      shapeproof generate models sagemaker.describe_hyper_parameter_tuning_job --output models.py
      shapeproof generate docs sagemaker.describe_hyper_parameter_tuning_job --format html --output docs/
    """


@command.command("models", short_help="Typed models.")
@_names
@click.option(
    "--flavour",
    type=click.Choice(list(FLAVOURS)),
    default="pydantic",
    show_default=True,
    help="What the models are made with.",
)
@click.option(
    "--view",
    type=click.Choice(["strict", "tolerant"]),
    default="tolerant",
    show_default=True,
    help="strict: every constraint, closed enums. tolerant: types and required members, to survive what AWS adds.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE|DIR",
    help="A .py file for one module, or a folder for one of each service; else standard output.",
)
@_check
@click.option("--losses", is_flag=True, help="Instead of models, a table of what each flavour enforces.")
@schemas_option
def models_command(
    names: tuple[str, ...],
    flavour: FlavourName,
    view: View,
    output: Path | None,
    check: bool,
    losses: bool,
    schemas: Path | None,
) -> int:
    """Generate models of the request, the response and the error of operations.

    A module holds one service's operations and shares what they share. It needs its flavour's library, not Shapeproof.
    Descriptions are the contract's own, else those of the installed botocore.

    \b
    Examples:
      shapeproof generate models sagemaker.describe_hyper_parameter_tuning_job --output models.py
      shapeproof generate models s3.list_buckets s3.list_objects_v2 --flavour msgspec --output src/models/
      shapeproof generate models s3.list_buckets --output src/models/ --check
    """
    if losses and (check or output):
        raise UsageError("--losses prints a table and writes no models", hint="leave out --output and --check")
    _refuse_check_of_nothing(output, check=check)
    known = _loaded(names, schemas)
    if losses:
        return _losses(known)
    files = model_files(known, output or _STANDARD_OUTPUT, flavour, view)
    return _delivered(files, output, check=check)


@command.command("docs", short_help="Documentation.")
@_names
@click.option(
    "--format",
    "page_format",
    type=click.Choice(["markdown", "html"]),
    default="markdown",
    show_default=True,
    help="html: one file that needs nothing else.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE|DIR",
    help="A .md or .html file for one page, or a folder for one of each operation; else standard output.",
)
@_check
@schemas_option
def docs_command(
    names: tuple[str, ...], page_format: PageFormat, output: Path | None, check: bool, schemas: Path | None
) -> int:
    """Generate a reference page of each operation.

    Descriptions are the contract's own, else those of the installed botocore.

    \b
    Examples:
      shapeproof generate docs sagemaker.describe_hyper_parameter_tuning_job --output reference.md
      shapeproof generate docs s3.list_buckets s3.get_object --format html --output docs/
    """
    _refuse_check_of_nothing(output, check=check)
    known = _loaded(names, schemas)
    if output is None and len(known) > 1:
        raise UsageError("several pages need a place to go", hint="--output DIR")
    stand_in = Path("-.md" if page_format == "markdown" else "-.html")
    return _delivered(page_files(known, output or stand_in, page_format), output, check=check)


def _refuse_check_of_nothing(output: Path | None, *, check: bool) -> None:
    if check and output is None:
        raise UsageError("there is nothing to check without a file", hint="--output FILE|DIR")


def _loaded(names: tuple[str, ...], schemas: Path | None) -> list[Contract]:
    registry = ContractRegistry.of_project(schemas)
    found = [registry.load(name) for name in dict.fromkeys(names)]
    unique = {contract.name: contract for contract in found}
    return [described(contract, registry.descriptions(contract)) for contract in unique.values()]


def _losses(known: list[Contract]) -> int:
    from shapeproof.generate.models.models import losses_by_flavour
    from shapeproof.generate.output.enforcement_page import losses_page

    for found in by_service(known).values():
        click.echo(losses_page(found, losses_by_flavour(found)), nl=False)
    return 0


def _delivered(files: Mapping[Path, str], output: Path | None, *, check: bool) -> int:
    if output is None:
        for text in files.values():
            click.echo(text, nl=False)
        return 0
    difference = compared(files)
    if check:
        for kind, paths in difference.by_kind():
            for path in paths:
                click.echo(f"{kind}: {path}")
        if not difference.is_fresh:
            click.echo("run the same command without --check to write them", err=True)
        return 0 if difference.is_fresh else 1
    mended(files, difference)
    for path in files:
        click.echo(f"{path}{'' if path in (*difference.missing, *difference.stale) else '  (unchanged)'}", err=True)
    return 0
