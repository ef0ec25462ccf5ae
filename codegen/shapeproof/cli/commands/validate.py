"""`shapeproof validate`: recordings held against their contracts."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import click

from shapeproof.cli.options import project_settings, project_view_option, schemas_option
from shapeproof.cli.output.baselines import BaselineFile, baseline_options
from shapeproof.cli.output.progress import Progress
from shapeproof.cli.output.report_outputs import STREAM_FORMATS, ReportOutputs, wanted_files
from shapeproof.cli.workers.jobs import checked, jobs_option
from shapeproof.cli.workers.signals import DeferredInterrupt
from shapeproof.contract import Representation, View
from shapeproof.errors import ShapeproofError
from shapeproof.recordings.checking.checker import CheckOptions
from shapeproof.recordings.checking.unit_result import numbered_on
from shapeproof.recordings.discovery.files import units
from shapeproof.recordings.discovery.selection import Selection
from shapeproof.registry import ContractRegistry
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.formats.report_format import FORMATS
from shapeproof.validation.catalog import chosen_severities
from shapeproof.validation.engines.compilation import ENGINES, EngineName

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
@click.option(
    "--include", multiple=True, metavar="GLOB", help="Of folders, read these files alone (*.yaml, cassettes/**)."
)
@click.option("--exclude", multiple=True, metavar="GLOB", help="Of folders, leave these files or folders out.")
@click.option(
    "--coverage", is_flag=True, help="Also tell what the responses show of their contracts, and what they never show."
)
@schemas_option
@baseline_options
@jobs_option
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help="Also tell the form of each file, skipped files, every repetition, every place not checked.",
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
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    coverage: bool,
    schemas: Path | None,
    baseline: Path | None,
    write_baseline: bool,
    jobs: int,
    verbose: bool,
    quiet: bool,
) -> int:
    """Check the recorded responses in files, folders, or standard input (-).

    Reads JSON (one response or a list), JSON Lines, placebo's recordings, VCR cassettes, HAR and printed Python dicts,
    each also gzipped. Which contract a response belongs to is told by --contract, by the recording itself (an HTTP
    exchange by its request), by a file's name such as sagemaker.DescribeHyperParameterTuningJob_1.json, or by its members.

    \b
    Examples:
      shapeproof validate tests/recordings
      shapeproof validate --contract s3.list_buckets answer.json
      aws sagemaker describe-hyper-parameter-tuning-job … | shapeproof validate -
      shapeproof validate recordings --view tolerant --ignore SP220 --format json
      shapeproof validate recordings --format github --report junit=junit.xml --report sarif=shapeproof.sarif
      shapeproof validate tests/recordings --coverage --report html=report.html
    """
    settings = project_settings()
    named = paths or tuple(os.path.relpath(path) for path in settings.paths)
    if not named:
        raise click.UsageError(
            "Missing argument 'PATH…'; or say in pyproject.toml, [tool.shapeproof], paths = [\"tests\"]."
        )
    chosen = settings.severities | chosen_severities(error, warn, ignore)
    known = BaselineFile(baseline, settings, chosen, is_written=write_baseline)
    files = wanted_files(reports, named, known.file)
    selections = [
        Selection(include, exclude),
        settings.selection(Path(), include=not include, exclude=not exclude),
    ]
    registry = ContractRegistry.of_project(schemas)
    options = CheckOptions(
        contract=contract,
        schemas=schemas,
        view=view or settings.view,
        engine=engine,
        representation=representation,
        chosen=chosen,
        by_path=settings.by_path(Path()),
        coverage=coverage or any(FORMATS[name].shows_coverage for name in files.values()),
    )
    tally = RunSummary()
    stopped: ShapeproofError | None = None
    with (
        Progress("responses") as progress,
        ReportOutputs(
            form, files, before_printing=progress.clear, verbose=verbose, quiet=quiet, coverage=coverage
        ) as outputs,
        DeferredInterrupt() as interruption,
    ):
        planned = (
            one for one in units(named, selections) if not outputs.is_own(one.path) and not known.is_own(one.path)
        )
        try:
            with closing(checked(planned, options, registry, jobs)) as results:
                for result in known.sifted(numbered_on(results)):
                    progress.show(tally.responses)
                    with interruption.held():
                        tally.add(result)
                        outputs.add(result)
            tally.gone = known.gone(named)
        except KeyboardInterrupt:
            if interruption.insisted:
                raise
            tally.interrupted = True
        except ShapeproofError as reason:  # a process died, say: what is known is told all the same
            if tally.is_empty:
                raise
            tally.interrupted, stopped = True, reason
        with interruption.held():
            outputs.end(tally, registry.load)
    outputs.raise_failures()
    known.write(named, is_done=tally.exit_code < 2)
    if stopped:
        raise stopped
    if tally.interrupted:
        raise click.Abort
    return tally.exit_code
