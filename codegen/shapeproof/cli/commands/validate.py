"""`shapeproof validate`: check recorded responses against their contracts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

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
from shapeproof.cli.output.edition_notes import note_newer_editions, note_uncovered_days
from shapeproof.cli.output.overlay_proposals import RunProposals
from shapeproof.cli.output.progress import Progress
from shapeproof.cli.output.report_outputs import FILE_FORMATS, STREAM_FORMATS, TEXT_FORMATS, ReportOutputs
from shapeproof.cli.output.suppressions import RunSuppressions
from shapeproof.cli.output.typed_command import paths_as_typed, typed_command
from shapeproof.cli.output.warnings import warn_of
from shapeproof.cli.terminal import screen_of_standard_output
from shapeproof.cli.workers.jobs import check_units, jobs_option
from shapeproof.cli.workers.signals import DeferredInterrupt
from shapeproof.contract import Representation, View
from shapeproof.errors import ShapeproofError, UsageError, did_you_mean
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.unit_result import renumber
from shapeproof.recordings.discovery.planner import plan_units
from shapeproof.recordings.discovery.selection import Selection
from shapeproof.registry import ContractRegistry
from shapeproof.report.common.commands import Commands
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.formats.report_format import FORMATS
from shapeproof.report.outputs.options import report_files
from shapeproof.validation.catalog import CODES, chosen_severities
from shapeproof.validation.engines.compilation import ENGINES, EngineName

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
    verbose: bool,
    quiet: bool,
) -> int:
    """Check the recorded responses in files, directories, or standard input (-).

    Reads JSON (one response or a list), JSON Lines, placebo recordings, VCR cassettes, HAR, and printed Python dicts,
    each also gzipped. The contract of a response is the one that --contract names, or that the recording names (for an
    HTTP exchange: the request), or the file name (sagemaker.DescribeHyperParameterTuningJob_1.json), or its members.

    \b
    Examples:
      shapeproof validate tests/recordings
      shapeproof validate --contract s3.list_buckets response.json
      aws sagemaker describe-hyper-parameter-tuning-job … | shapeproof validate -
      shapeproof validate recordings --view tolerant --ignore SP220 --format json
      shapeproof validate recordings --format github --report junit=junit.xml --report sarif=shapeproof.sarif
      shapeproof validate tests/recordings --coverage --report html=report.html
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
    suppressions = RunSuppressions(ignore, settings)
    chosen_here = chosen_severities(error, warn, suppressions.ignored_codes)
    chosen = settings.severities | chosen_here
    run_baseline = RunBaseline(baseline, settings, chosen, is_written=write_baseline)
    in_use = dict.fromkeys(checked_paths, "an input of this run")
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
    summary = RunSummary()
    failure: ShapeproofError | None = None
    with (
        Progress("responses") as progress,
        ReportOutputs(
            format_name,
            files,
            before_printing=progress.clear,
            screen=screen_of_standard_output(),
            commands=_commands(checked_paths),
            verbose=verbose,
            quiet=quiet,
            coverage=coverage,
        ) as outputs,
        DeferredInterrupt() as interrupt,
    ):
        planned = (
            item
            for item in plan_units(checked_paths, selections)
            if not any(run.is_own(item.path) for run in (outputs, run_baseline, proposals))
        )
        try:
            with closing(check_units(planned, options, registry, jobs)) as results:
                for result in run_baseline.filter(suppressions.filter(proposals.noted(renumber(results)))):
                    progress.show(summary.responses)
                    with interrupt.deferred():
                        summary.add(result)
                        outputs.add(result)
            summary.stale = run_baseline.stale_entries(checked_paths)
        except KeyboardInterrupt:
            if interrupt.is_repeated:
                raise
            summary.interrupted = True
        except ShapeproofError as caught:  # a worker died, for instance: the results so far are reported all the same
            if summary.is_empty:
                raise
            summary.interrupted, failure = True, caught
        with interrupt.deferred():
            outputs.end(summary, registry.load)
    warn_of(summary.problems)
    warn_of(_unknown_rules(chosen_here, summary, registry, derived=options.derived_rules))
    if not quiet:
        note_newer_editions(registry, map(registry.load, sorted(summary.unnamed)))
        note_uncovered_days(day for day in summary.uncovered if day.contract in summary.unnamed)
    warn_of(registry.rules_of_nothing(kind.contract for kind in summary.response_kinds))
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


def _commands(paths: Sequence[str]) -> Commands:
    """What a report may propose to run next."""
    printing = {"format_name", "statistics", "reports", "coverage", "verbose", "quiet", "write_baseline", "suggest"}
    return Commands(typed_command(printing, "--write-baseline"), f"shapeproof overlay suggest {paths_as_typed(paths)}")


def _unknown_rules(
    chosen: Iterable[str], summary: RunSummary, registry: ContractRegistry, *, derived: bool
) -> Iterator[str]:
    """What to say about ids in options that are those of no rule of the checked contracts: they may be misspelt."""
    ids = [name for name in chosen if name not in CODES]
    if not ids or summary.is_empty:
        return
    from shapeproof.validation.contract_rules import known_rules

    contracts = {kind.contract for kind in summary.response_kinds}
    known = {rule.rule.id for name in contracts for rule in known_rules(registry.load(name), derived=derived)}
    for name in ids:
        if name not in known:
            hint = did_you_mean(name, sorted(known))
            yield f"no contract of this run has a rule {name}" + (f"; {hint}" if hint else "")
