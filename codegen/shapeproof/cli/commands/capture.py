"""`shapeproof capture`: write contracts from botocore's models."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

import click

from shapeproof.capture.model import OperationModel
from shapeproof.capture.sources import installed, open_source
from shapeproof.cli.completion import suggest_contracts
from shapeproof.cli.exit_codes import report_failure
from shapeproof.cli.options import wheels_option, writable_root
from shapeproof.cli.output.warnings import warn_of
from shapeproof.cli.terminal import print_text
from shapeproof.errors import CaptureError, UnknownContractError, UsageError
from shapeproof.registry.captured_files import unused_entries, write_edition
from shapeproof.registry.names import INSTALLED, ContractName, parse_name
from shapeproof.releases import Releases
from shapeproof.releases.wheels import is_release

__all__ = ["command"]

_NOTHING_CAPTURED: Final = 2


@click.command("capture", short_help="Write contracts from botocore's models.")
@click.argument("names", nargs=-1, required=True, metavar="NAME…", shell_complete=suggest_contracts)
@click.option(
    "--botocore",
    metavar="VERSION|PATH",
    help="A version, which is downloaded; a botocore wheel; or an unpacked botocore. Default: the installed one.",
)
@wheels_option
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("schemas"),
    show_default=True,
    metavar="DIR",
    help="The directory of contracts.",
)
def command(names: tuple[str, ...], botocore: str | None, wheels: Path | None, output: Path) -> int:
    """Capture the contracts of operations, named SERVICE.OPERATION, from the models of one botocore version.

    \b
    Examples:
      shapeproof capture sagemaker.describe_training_job s3.list_buckets
      shapeproof capture sagemaker.describe_training_job --botocore 1.29.145
      shapeproof capture sagemaker.describe_training_job --botocore botocore-1.29.145-py3-none-any.whl

    Exits with 1 if some of the operations can't be captured; the others are.
    """
    parsed = [parse_name(name) for name in names]
    with _models(botocore, wheels) as source:
        return _capture(parsed, source, output)


class _Models(NamedTuple):
    """Where models are looked up: `where` names it, `find` takes a service and an operation."""

    version: str
    where: str
    find: Callable[[str, str], OperationModel]


@contextmanager
def _models(botocore: str | None, wheels: Path | None) -> Generator[_Models]:
    if botocore is None or Path(botocore).exists() or not is_release(botocore):
        if wheels is not None:
            raise UsageError("--wheels has releases, but --botocore names none", hint="use --botocore VERSION")
        source = open_source(Path(botocore)) if botocore else installed()
        yield _Models(source.version, source.where, source.find)
        return
    releases = Releases(wheels)
    with releases.one_wheel(botocore):
        yield _Models(botocore, f"botocore {botocore}", partial(releases.find, version=botocore))


def _capture(parsed: list[ContractName], source: _Models, output: Path) -> int:
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
