"""`shapeproof capture`: write contracts from botocore's models."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from shapeproof.capture.sources import installed, open_source
from shapeproof.cli.completion import suggest_contracts
from shapeproof.cli.exit_codes import report_failure
from shapeproof.cli.options import writable_root
from shapeproof.cli.output.warnings import warn_of
from shapeproof.cli.terminal import print_text
from shapeproof.errors import CaptureError, UnknownContractError, UsageError
from shapeproof.registry.captured_files import unused_entries, write_edition
from shapeproof.registry.names import INSTALLED, ContractName, parse_name

__all__ = ["command"]

_NOTHING_CAPTURED: Final = 2


@click.command("capture", short_help="Write contracts from botocore's models.")
@click.argument("names", nargs=-1, required=True, metavar="NAME…", shell_complete=suggest_contracts)
@click.option(
    "--botocore",
    type=click.Path(path_type=Path),
    metavar="SOURCE",
    help="A botocore wheel, or an unpacked botocore; default: the installed one.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("schemas"),
    show_default=True,
    metavar="DIR",
    help="The directory of contracts.",
)
def command(names: tuple[str, ...], botocore: Path | None, output: Path) -> int:
    """Capture the contracts of operations, named SERVICE.OPERATION, from the models of one botocore version.

    \b
    Examples:
      shapeproof capture sagemaker.describe_training_job s3.list_buckets
      shapeproof capture sagemaker.describe_training_job --botocore botocore-1.29.145-py3-none-any.whl

    \b
    Exits with 1 if some of the operations can't be captured; the others are.
    """
    source = open_source(botocore) if botocore else installed()
    parsed = [parse_name(name) for name in names]
    for name in parsed:
        if name.edition not in {None, INSTALLED, source.version}:
            raise UsageError(f"{source.where} is version {source.version}, not {name.edition}", where=str(name))
    failures = 0
    for name in parsed:
        try:
            model = source.find(name.service, name.operation)
            directory = write_edition(output, model, below=writable_root("output", output))
        except (CaptureError, UnknownContractError) as error:
            failures += 1
            report_failure(_about(name, error))
        else:
            print_text(f"{model.name}@{model.edition} -> {directory}")
            warn_of(unused_entries(directory.parent))
    return _NOTHING_CAPTURED if failures == len(parsed) else min(failures, 1)


def _about(name: ContractName, error: CaptureError | UnknownContractError) -> CaptureError:
    """The error with the name that it is about: there may be several."""
    operation = f"{name.service}.{name.operation}"
    is_about_other = error.where is not None and not error.where.startswith((str(name), operation))
    message = f"{error.where}: {error.message}" if is_about_other else error.message
    about = CaptureError(message, where=operation, hint=error.hint)
    about.__cause__ = error
    return about
