"""`shapeproof validate`: check recorded responses against their contracts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from shapeproof.cli.choices import OTHER_REPRESENTATIONS, HintedChoice
from shapeproof.cli.completion import suggest_codes, suggest_contracts, suggest_paths
from shapeproof.cli.options import (
    DERIVED,
    project_registry,
    project_settings,
    project_view_option,
    recorded_at_option,
    rules_option,
    schemas_option,
)
from shapeproof.cli.output.baselines import RunBaseline, baseline_options
from shapeproof.cli.output.overlay_proposals import RunProposals
from shapeproof.cli.output.progress import Progress
from shapeproof.cli.output.report_outputs import FILE_FORMATS, STREAM_FORMATS, TEXT_FORMATS, ReportOutputs
from shapeproof.cli.output.run_notes import note_run, note_unused_baseline
from shapeproof.cli.output.suppressions import RunSuppressions
from shapeproof.cli.output.typed_command import paths_as_typed, typed_command
from shapeproof.cli.output.warnings import warn_of
from shapeproof.cli.runs.far_options import FarOptions, far_options, shown_path
from shapeproof.cli.runs.local_run import LocalRun
from shapeproof.cli.terminal import screen_of_standard_output
from shapeproof.cli.workers.jobs import jobs_option
from shapeproof.cli.workers.signals import DeferredInterrupt
from shapeproof.contract import Representation, View
from shapeproof.errors import ShapeproofError, UsageError
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.discovery.selection import Selection
from shapeproof.report.common.commands import Commands
from shapeproof.report.formats.report_format import FORMATS
from shapeproof.report.outputs.options import report_files
from shapeproof.validation.catalog import chosen_severities
from shapeproof.validation.engines.compilation import ENGINES, EngineName

if TYPE_CHECKING:  # few runs are of archives
    from shapeproof.cli.runs.archive_run import ArchiveRun

__all__ = ["command"]


@click.command("validate", short_help="Check recorded responses.")
@click.argument("paths", nargs=-1, metavar="[PATH…]", shell_complete=suggest_paths)
@click.option(
    "--contract",
    metavar="NAME",
    shell_complete=suggest_contracts,
    help="The contract of all responses; default: found for each recording.",
)
@recorded_at_option
@project_view_option
@click.option(
    "--representation",
    type=HintedChoice(["wire", "cli", "sdk"], OTHER_REPRESENTATIONS),
    help="How the responses are written; default: detected.",
)
@click.option(
    "--engine", type=click.Choice(ENGINES), default=ENGINES[0], show_default=True, help="The JSON Schema engine."
)
@click.option(
    "--format",
    "--output-format",
    "format_name",
    type=HintedChoice(STREAM_FORMATS, FILE_FORMATS),
    default="text",
    show_default=True,
    help="The format of standard output. text: full; on a terminal, grouped if full does not fit on the screen.",
)
@click.option("--statistics", is_flag=True, help="Print the number of findings by code (--format statistics).")
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FORMAT=FILE",
    help="Also write a report to a file. Repeatable.",
)
@click.option(
    "--error",
    multiple=True,
    metavar="CODE",
    shell_complete=suggest_codes,
    help="Report a code as an error: SP220, a group SP2xx, or a kind such as drift. Repeatable.",
)
@click.option(
    "--warn",
    multiple=True,
    metavar="CODE",
    shell_complete=suggest_codes,
    help="Report a code as a warning. Repeatable.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="CODE[@TARGET][:PATH]",
    shell_complete=suggest_codes,
    help="Do not report a code; or suppress it in operations (SP302@ec2.*), files (SP302@./old/**) or at a path. "
    "Repeatable.",
)
@rules_option
@click.option(
    "--include",
    multiple=True,
    metavar="GLOB",
    help="In directories, only read files that match GLOB (*.yaml, cassettes/**). Repeatable.",
)
@click.option(
    "--exclude",
    multiple=True,
    metavar="GLOB",
    help="In directories, skip files and directories that match GLOB. Repeatable.",
)
@click.option(
    "--coverage",
    is_flag=True,
    help="Also report which members, values and sizes the responses show, and which they never do.",
)
@click.option(
    "--suggest",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write proposed overlays to FILE, as `overlay suggest` prints them.",
)
@schemas_option
@baseline_options
@jobs_option
@far_options
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help="Also list the form of each file, skipped files, all repetitions, how to suppress each finding, and all that is not checked.",
)
@click.option("-q", "--quiet", is_flag=True, help="Only print the summary line.")
def command(
    paths: tuple[str, ...],
    contract: str | None,
    recorded_at: str | None,
    view: View | None,
    representation: Representation | None,
    engine: EngineName,
    format_name: str,
    statistics: bool,
    reports: tuple[str, ...],
    error: tuple[str, ...],
    warn: tuple[str, ...],
    ignore: tuple[str, ...],
    rules: str | None,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    coverage: bool,
    suggest: Path | None,
    schemas: Path | None,
    baseline: Path | None,
    write_baseline: bool,
    jobs: int,
    scheduler: str | None,
    workers: int | None,
    resume: Path | None,
    column: str | None,
    verbose: bool,
    quiet: bool,
) -> int:
    """Check the recorded responses in files, directories, standard input (-), or at URLs.

    Reads JSON (one response or a list), JSON Lines, placebo recordings, VCR cassettes, HAR, and printed Python dicts,
    each also gzipped. The contract of a response is the one that --contract names, or that the recording names (for an
    HTTP exchange: the request), or the file name (s3.list_buckets.json, s3.ListBuckets_1.json), or its members.

    \b
    Examples:
      shapeproof validate tests/recordings
      shapeproof validate --contract s3.list_buckets response.json
      aws sagemaker describe-hyper-parameter-tuning-job … | shapeproof validate -
      shapeproof validate recordings --view tolerant --ignore SP220 --format json
      shapeproof validate recordings --format github --report junit=junit.xml --report sarif=shapeproof.sarif
      shapeproof validate tests/recordings --coverage --report html=report.html
      shapeproof validate 's3://bucket/2026/**.jsonl.gz' --workers 8 --resume run.json
    """
    if statistics:
        if format_name not in TEXT_FORMATS:
            raise UsageError(
                f"--statistics is text, not {format_name}", hint="leave out one of --statistics and --format"
            )
        format_name = "statistics"
    settings = project_settings()
    checked_paths = paths or tuple(os.path.relpath(path) for path in settings.paths)
    if not checked_paths:
        raise UsageError(
            "missing argument PATH…",
            hint='name a file or directory, or set paths = ["tests"] in pyproject.toml, [tool.shapeproof]',
        )
    far = FarOptions(scheduler, workers, resume, column)
    is_far = far.is_far(checked_paths)
    if is_far:
        given = (("--write-baseline", write_baseline), ("--baseline", baseline), ("--suggest", suggest))
        far.require_fitting(jobs, [option for option, value in given if value])
        if settings.baseline is not None and not quiet:
            note_unused_baseline()
        settings = settings._replace(baseline=None)
    suppressions = RunSuppressions(ignore, settings)
    chosen_here = chosen_severities(error, warn, suppressions.ignored_codes)
    chosen = settings.severities | chosen_here
    run_baseline = RunBaseline(baseline, settings, chosen, is_written=write_baseline)
    in_use = dict.fromkeys(map(shown_path, checked_paths), "an input of this run")
    if run_baseline.path:
        in_use[str(run_baseline.path)] = "the baseline"
    proposals = RunProposals(suggest, in_use)
    if suggest:
        in_use[str(suggest)] = "that of --suggest"
    files = report_files(reports, in_use)
    selections = [
        Selection(include, exclude),
        settings.selection(Path(), include=not include, exclude=not exclude),
    ]
    registry = project_registry(schemas)
    options = CheckOptions(
        contract=contract,
        directory=schemas,
        rules=settings.rules,
        derived_rules=settings.derived_rules if rules is None else rules == DERIVED,
        view=view or settings.view,
        engine=engine,
        representation=representation,
        chosen=chosen,
        by_path=settings.by_path(Path()),
        recorded_at=recorded_at,
        coverage=coverage or any(FORMATS[name].shows_coverage for name in files.values()),
        deviations=suggest is not None,
    )
    is_interrupted = False
    failure: ShapeproofError | None = None
    with (
        Progress("responses") as progress,
        ReportOutputs(
            format_name,
            files,
            before_printing=progress.clear,
            screen=screen_of_standard_output(),
            commands=_commands(checked_paths, is_far=is_far),
            verbose=verbose,
            quiet=quiet,
            coverage=coverage,
        ) as outputs,
        DeferredInterrupt() as interrupt,
    ):
        run: ArchiveRun | LocalRun
        if is_far:
            from shapeproof.cli.runs.archive_run import ArchiveRun

            run = ArchiveRun(far.roots(checked_paths, *selections), far, options, registry, suppressions, outputs)
        else:
            run = LocalRun(
                checked_paths, selections, options, registry, jobs, suppressions, run_baseline, proposals, outputs
            )
        try:
            run.check(progress, interrupt)
        except KeyboardInterrupt:
            if interrupt.is_repeated:
                raise
            is_interrupted = True
        except ShapeproofError as caught:  # a worker died, for instance: the results so far are reported all the same
            if run.summary.is_empty:
                raise
            is_interrupted, failure = True, caught
        with interrupt.deferred():
            summary = run.end()
            summary.interrupted = is_interrupted
            outputs.end(summary, registry.load)
    note_run(summary, registry, chosen_here, derived=options.derived_rules, quiet=quiet)
    if summary.exit_code < 2:
        warn_of(suppressions.problems(registry, paths, is_selected=bool(include or exclude)))
    outputs.raise_failures()
    run_baseline.write(checked_paths, is_done=summary.exit_code < 2)
    proposals.write(is_whole=not (summary.interrupted or summary.bug))
    if stopped_by := summary.bug or failure:
        raise stopped_by
    if summary.interrupted:
        raise click.Abort
    return summary.exit_code


def _commands(paths: Sequence[str], *, is_far: bool) -> Commands:
    """What a report may propose to run next. The URLs of an archive may be secret."""
    if is_far:
        return Commands()
    printing = {"format_name", "statistics", "reports", "coverage", "verbose", "quiet", "write_baseline", "suggest"}
    return Commands(typed_command(printing, "--write-baseline"), f"shapeproof overlay suggest {paths_as_typed(paths)}")
