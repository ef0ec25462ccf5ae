"""`shapeproof generate`: typed models and reference pages, for other repositories to commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click

from shapeproof.capture.descriptions import described
from shapeproof.cli.command_group import CommandGroup
from shapeproof.cli.completion import suggest_contracts
from shapeproof.cli.options import project_registry, schemas_option
from shapeproof.cli.output.edition_notes import note_newer_editions
from shapeproof.cli.terminal import print_page, print_text
from shapeproof.contract import Contract, View
from shapeproof.errors import UsageError, one_line
from shapeproof.generate.models.flavours import FLAVOURS, FlavourName
from shapeproof.generate.models.module_header import is_module, is_of_package, without_source
from shapeproof.generate.output.destinations import PageFormat, by_service, earlier_places, model_files, page_files
from shapeproof.generate.output.freshness import as_it_is, compare, first_differences, generated, update
from shapeproof.registry.names import parse_name
from shapeproof.registry.registry import ContractRegistry
from shapeproof.registry.selection import Selection, select_contracts
from shapeproof.registry.timelines import timeline_of_contract

__all__ = ["command"]

_STANDARD_OUTPUT = Path("standard output.py")
_MOST_LINES = 12
"""Of what a stale file differs in."""
_names = click.argument("names", nargs=-1, required=True, metavar="NAME…", shell_complete=suggest_contracts)
_edition = click.option(
    "--edition",
    metavar="EDITION",
    help="The edition of all operations: `installed`, or the version of a committed one.",
)
_check = click.option(
    "--check",
    is_flag=True,
    help="Write nothing. List missing, stale and orphaned files, with a short diff, and exit with 1 if there are any.",
)


@click.group("generate", cls=CommandGroup, short_help="Generate typed models and reference pages.")
def command() -> None:
    """Generate typed models and reference pages of operations, to commit in other repositories.

    \b
    Examples:
      shapeproof generate models sagemaker.describe_hyper_parameter_tuning_job --output models.py
      shapeproof generate docs sagemaker.describe_hyper_parameter_tuning_job --format html --output docs/
    """


@command.command("models", short_help="Generate typed models.")
@_names
@click.option(
    "--flavour",
    type=click.Choice(list(FLAVOURS)),
    default="pydantic",
    show_default=True,
    help="The kind of models.",
)
@click.option(
    "--view",
    type=click.Choice(["strict", "tolerant"]),
    default="tolerant",
    show_default=True,
    help="strict: enforce every constraint. tolerant: enforce types and required members only.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE|DIR",
    help="A .py file for one module, or a directory for a module or package of each service. Default: standard output.",
)
@_check
@_edition
@click.option("--no-descriptions", is_flag=True, help="Write no docstrings of classes and attributes: smaller modules.")
@click.option(
    "--response-only", is_flag=True, help="Write models of responses, none of requests and errors: smaller modules."
)
@click.option("--split", is_flag=True, help="Write a package for each service instead of a module: large services.")
@click.option("--enforcement", is_flag=True, help="Print which constraints each flavour enforces, instead of models.")
@schemas_option
def models_command(
    names: tuple[str, ...],
    flavour: FlavourName,
    view: View,
    output: Path | None,
    check: bool,
    edition: str | None,
    no_descriptions: bool,
    response_only: bool,
    split: bool,
    enforcement: bool,
    schemas: Path | None,
) -> int:
    """Generate models of the requests, responses and errors of operations.

    A NAME is SERVICE.OPERATION[@EDITION], or a glob: sqs.*, in quotes. A module contains models of one service. It imports
    the library of its flavour, not Shapeproof. Descriptions that a contract lacks are taken from the installed botocore.

    Names without an edition mean one edition for each service: a committed one if it has all these operations, else the
    installed botocore.

    --split writes a package with a module for each operation, and modules of what several operations share. Import models
    from the package itself.

    \b
    Examples:
      shapeproof generate models sagemaker.describe_hyper_parameter_tuning_job --output models.py
      shapeproof generate models s3.list_buckets s3.list_objects_v2 --flavour msgspec --output src/models/
      shapeproof generate models "sqs.*" --edition installed --output src/models/
      shapeproof generate models s3.list_buckets --output src/models/ --check
      shapeproof generate models "ec2.*" --split --output src/models/
    """
    if enforcement and (check or output or response_only or split):
        raise UsageError(
            "--enforcement prints a table and writes no models",
            hint="omit --output, --check, --response-only and --split",
        )
    if split and output is None:
        raise UsageError("--split writes packages, but no --output is given", hint="use --output DIR")
    _require_output(output, check=check)
    selection = _select(names, project_registry(schemas), edition, for_pages=False)
    if enforcement:
        return _print_enforcement(selection.contracts)
    files = model_files(
        selection.contracts,
        output or _STANDARD_OUTPUT,
        flavour,
        view,
        selection.names,
        descriptions=not no_descriptions,
        response_only=response_only,
        split=split,
    )
    existing = () if output is None or output in files else _earlier_models(files)
    return _deliver(files, output, check=check, existing=existing, what_counts=without_source)


@command.command("docs", short_help="Generate reference pages.")
@_names
@click.option(
    "--format",
    "page_format",
    type=click.Choice(["markdown", "html"]),
    default="markdown",
    show_default=True,
    help="html: one self-contained file.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE|DIR",
    help="A .md or .html file for one page, or a directory for a page of each operation. Default: standard output.",
)
@_check
@_edition
@schemas_option
def docs_command(
    names: tuple[str, ...],
    page_format: PageFormat,
    output: Path | None,
    check: bool,
    edition: str | None,
    schemas: Path | None,
) -> int:
    """Generate a reference page of each operation.

    A NAME is SERVICE.OPERATION[@EDITION], or a glob: sqs.*, in quotes. Descriptions that a contract lacks are taken from
    the installed botocore. A page shows when members and values came and went if `history.json` is beside the committed
    editions of its operation: what `shapeproof history NAME --format json` prints.

    \b
    Examples:
      shapeproof generate docs sagemaker.describe_hyper_parameter_tuning_job --output reference.md
      shapeproof generate docs s3.list_buckets s3.get_object --format html --output docs/
    """
    _require_output(output, check=check)
    registry = project_registry(schemas)
    contracts = _select(names, registry, edition, for_pages=True).contracts
    if output is None and len(contracts) > 1:
        raise UsageError("standard output takes one page, not several", hint="use --output DIR")
    standard_output = Path("-.md" if page_format == "markdown" else "-.html")
    timelines = {
        contract.operation_name: timeline
        for contract in contracts
        if (timeline := timeline_of_contract(registry, contract))
    }
    return _deliver(page_files(contracts, output or standard_output, page_format, timelines), output, check=check)


def _earlier_models(files: Iterable[Path]) -> list[Path]:
    """Generated modules of the same services, which are orphans unless they are generated again."""
    packages, modules = earlier_places(files)
    parts = (path for package in sorted(packages) for path in sorted(package.glob("*.py")))
    return [*generated(parts, is_of_package), *generated(sorted(modules), is_module)]


def _require_output(output: Path | None, *, check: bool) -> None:
    if check and output is None:
        raise UsageError("--check compares files, but no --output is given", hint="use --output FILE|DIR")


def _select(names: tuple[str, ...], registry: ContractRegistry, edition: str | None, *, for_pages: bool) -> Selection:
    """The contracts, with descriptions; notes go to standard error. Pages stand alone, and have links."""
    selection = select_contracts(registry, names, edition, one_edition=not for_pages)
    for note in selection.notes:
        print_text(f"note: {note}\n  --edition EDITION demands another one", to_stderr=True)
    pinned = {parse_name(name).service for name in names if edition or "@" in name}
    note_newer_editions(registry, [contract for contract in selection.contracts if contract.service not in pinned])
    contracts = (
        described(contract, registry.descriptions(contract, with_links=for_pages)) for contract in selection.contracts
    )
    return replace(selection, contracts=tuple(contracts))


def _print_enforcement(contracts: Sequence[Contract]) -> int:
    from shapeproof.generate.models.module import enforcement_by_flavour
    from shapeproof.generate.output.enforcement_page import enforcement_page

    for group in by_service(contracts).values():
        print_page(enforcement_page(group, enforcement_by_flavour(group)))
    return 0


def _deliver(
    files: Mapping[Path, str],
    output: Path | None,
    *,
    check: bool,
    existing: Sequence[Path] = (),
    what_counts: Callable[[str], str] = as_it_is,
) -> int:
    if output is None:
        for text in files.values():
            print_page(text)
        return 0
    difference = compare(files, existing, what_counts=what_counts)
    if check:
        for kind, paths in difference.by_kind():
            for path in paths:
                print_text(f"{kind}: {path}")
                if kind == "stale":
                    lines = first_differences(path, files[path], most=_MOST_LINES, what_counts=what_counts)
                    print_text("".join(f"  {one_line(line)}\n" for line in lines), end="")
        if not difference.is_fresh:
            print_text("to write them, run the command without --check", to_stderr=True)
        return 0 if difference.is_fresh else 1
    update(files, difference, below=None if output in files else output)  # a named file may be a link
    for path in difference.orphans:
        print_text(f"{path}  (removed)", to_stderr=True)
    for path in files:
        print_text(
            f"{path}{'' if path in (*difference.missing, *difference.stale) else '  (unchanged)'}", to_stderr=True
        )
    return 0
