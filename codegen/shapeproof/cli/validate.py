"""`shapeproof validate`: recordings held against their contracts."""

from __future__ import annotations

import gc
import os
from functools import partial as bound
from pathlib import Path

import click

from shapeproof import schemas as contracts
from shapeproof import settings as project
from shapeproof.cli.interruption import Interruption
from shapeproof.cli.options import project_view_option, schemas_option
from shapeproof.cli.progress import Progress
from shapeproof.cli.report_outputs import STREAM_FORMATS, ReportOutputs, wanted_files
from shapeproof.contract import Representation, View
from shapeproof.recordings.files import units
from shapeproof.recordings.work import Checker, Options
from shapeproof.report.tally import Tally
from shapeproof.validate.codes import chosen_severities
from shapeproof.validate.engines import ENGINES, EngineName

__all__ = ["command"]


@click.command("validate", short_help="Check recorded responses.")
@click.argument("paths", nargs=-1, metavar="[PATH…]")
@click.option("--contract", metavar="NAME", help="The contract of everything named; else each recording tells.")
@project_view_option
@click.option(
    "--representation",
    type=click.Choice(["wire", "cli", "sdk"]),
    help="How the responses are written down; else recognised.",
)
@click.option(
    "--engine", type=click.Choice(ENGINES), default=ENGINES[0], show_default=True, help="What evaluates the schemas."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(STREAM_FORMATS),
    default="text",
    show_default=True,
    help="What goes to standard output.",
)
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FORMAT=FILE",
    help="Also write a report into a file; may be given several times.",
)
@click.option(
    "--error", multiple=True, metavar="CODE", help="Count a code as an error (SP220, a group SP2xx, a kind: drift)."
)
@click.option("--warn", multiple=True, metavar="CODE", help="Count a code as a warning.")
@click.option("--ignore", multiple=True, metavar="CODE", help="Leave a code out.")
@schemas_option
@click.option(
    "-v", "--verbose", is_flag=True, help="Also tell skipped files, every repetition, every place not checked."
)
@click.option("-q", "--quiet", is_flag=True, help="Only the line that sums up.")
def command(
    paths: tuple[str, ...],
    contract: str | None,
    view: View | None,
    representation: Representation | None,
    engine: EngineName,
    form: str,
    reports: tuple[str, ...],
    error: tuple[str, ...],
    warn: tuple[str, ...],
    ignore: tuple[str, ...],
    schemas: Path | None,
    verbose: bool,
    quiet: bool,
) -> int:
    """Check the recorded responses in files, folders, or standard input (-).

    Reads JSON (one response or a list), JSON Lines, placebo's recordings and printed Python dicts, each also gzipped.
    Which contract a response belongs to is told by --contract, by the recording itself, by a file's name such as
    sagemaker.DescribeHyperParameterTuningJob_1.json, or by its members.

    \b
    Examples:
      shapeproof validate tests/recordings
      shapeproof validate --contract s3.list_buckets answer.json
      aws sagemaker describe-hyper-parameter-tuning-job … | shapeproof validate -
      shapeproof validate recordings --view tolerant --ignore SP220 --format json
      shapeproof validate recordings --format github --report junit=junit.xml --report sarif=shapeproof.sarif
    """
    settings = project.read(Path())
    chosen = settings.severities | chosen_severities(error, warn, ignore)
    schemas = schemas or settings.schemas
    named = paths or tuple(os.path.relpath(path) for path in settings.paths)
    if not named:
        raise click.UsageError(
            "Missing argument 'PATH…'; or say in pyproject.toml, [tool.shapeproof], paths = [\"tests\"]."
        )
    files = wanted_files(reports, named)
    checker = Checker(Options(contract, schemas, view or settings.view, engine, representation, chosen))
    tally = Tally()
    with (
        Progress("responses") as progress,
        ReportOutputs(form, files, verbose=verbose, quiet=quiet, before_printing=progress.clear) as outputs,
        Interruption() as interruption,
    ):
        try:
            _check(named, checker, tally, progress, outputs, interruption)
        except KeyboardInterrupt:
            if interruption.insisted:
                raise
            tally.interrupted = True
        with interruption.held():
            outputs.end(tally, bound(contracts.load, schemas=schemas))
    outputs.raise_failures()
    if tally.interrupted:
        raise click.Abort
    return tally.exit_code


def _check(
    paths: tuple[str, ...],
    checker: Checker,
    tally: Tally,
    progress: Progress,
    outputs: ReportOutputs,
    interruption: Interruption,
) -> None:
    """Check everything in the paths; each unit is either counted and told, or neither."""
    # Parsing makes dicts by the thousand, none of them in a cycle: looking for cycles would take a fifteenth of the time.
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    responses = lines = 0
    for planned in units(paths):
        if outputs.is_own(planned.path):
            continue
        progress.show(tally.responses)
        result = checker.check(planned)
        if not result.continues:
            responses = lines = 0
        result = result.after(responses, lines)
        responses, lines = responses + result.responses + result.unknown, lines + result.lines
        with interruption.held():
            tally.add(result)
            outputs.add(result)
