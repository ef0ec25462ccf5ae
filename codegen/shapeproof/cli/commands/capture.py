"""`shapeproof capture`: write contracts from botocore's models."""

from __future__ import annotations

from pathlib import Path

import click

from shapeproof.capture.sources import installed, open_source
from shapeproof.cli.options import writable_root
from shapeproof.cli.terminal import print_text
from shapeproof.errors import UsageError
from shapeproof.registry.captured_files import write_edition
from shapeproof.registry.names import INSTALLED, parse_name

__all__ = ["command"]


@click.command("capture", short_help="Write contracts from botocore's models.")
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
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
    """
    source = open_source(botocore) if botocore else installed()
    parsed = [parse_name(name) for name in names]
    for name in parsed:
        if name.edition not in {None, INSTALLED, source.version}:
            raise UsageError(f"{source.where} is version {source.version}, not {name.edition}", where=str(name))
    models = [source.find(name.service, name.operation) for name in parsed]
    for model in models:
        directory = write_edition(output, model, below=writable_root("output", output))
        print_text(f"{model.name}@{model.edition} -> {directory}")
    return 0
