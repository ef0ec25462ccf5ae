"""`shapeproof validate`: recordings held against their contracts."""

from __future__ import annotations

import gc
from functools import partial as bound
from pathlib import Path
from typing import TYPE_CHECKING

import click

from shapeproof import schemas as contracts
from shapeproof.cli.options import schemas_option, view_option
from shapeproof.cli.progress import Progress
from shapeproof.contract import Representation, View
from shapeproof.recordings.files import units
from shapeproof.recordings.selection import Selection
from shapeproof.recordings.work import Checker, Options
from shapeproof.report.tally import Tally
from shapeproof.validate.codes import CODES, Severity, codes_meant
from shapeproof.validate.engines import ENGINES, EngineName

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shapeproof.report.json_report import JsonReport
    from shapeproof.report.text_report import TextReport

__all__ = ["command"]


@click.command("validate", short_help="Check recorded responses.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--contract", metavar="NAME", help="The contract of everything named; else each recording tells.")
@view_option
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
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people or for programs.",
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
@schemas_option
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
    view: View,
    representation: Representation | None,
    engine: EngineName,
    form: str,
    error: tuple[str, ...],
    warn: tuple[str, ...],
    ignore: tuple[str, ...],
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    schemas: Path | None,
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
    """
    chosen = _severities(error, warn, ignore)
    checker = Checker(Options(contract, schemas, view, engine, representation, chosen))
    report = _report(form, verbose=verbose, quiet=quiet)
    tally = Tally()
    # Parsing makes dicts by the thousand, none of them in a cycle: looking for cycles would take a fifteenth of the time.
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    responses = lines = 0
    with Progress("responses") as progress:
        for planned in units(paths, Selection(include, exclude)):
            progress.show(tally.responses)
            result = checker.check(planned)
            if not result.continues:
                responses = lines = 0
            result = result.after(responses, lines)
            responses, lines = responses + result.responses + result.unknown, lines + result.lines
            tally.add(result)
            if result.findings or result.skipped or verbose:
                progress.clear()
                _write(report.add(result))
    _write(report.end(tally, bound(contracts.load, schemas=schemas)))
    return tally.exit_code


def _report(form: str, *, verbose: bool, quiet: bool) -> JsonReport | TextReport:
    if form == "json":
        from shapeproof.report.json_report import JsonReport

        return JsonReport(verbose=verbose)
    from shapeproof.report.text_report import TextReport

    return TextReport(verbose=verbose, quiet=quiet)


def _severities(error: tuple[str, ...], warn: tuple[str, ...], ignore: tuple[str, ...]) -> dict[str, Severity | None]:
    """What each code is to count as: what was said of the code itself before what was said of its group or kind."""
    options: tuple[tuple[tuple[str, ...], Severity | None], ...] = ((ignore, None), (warn, "warning"), (error, "error"))
    chosen: dict[str, Severity | None] = {}
    for is_exact in (False, True):
        for texts, severity in options:
            for text in (one for several in texts for one in several.split(",")):
                if (text in CODES) is is_exact:
                    chosen |= dict.fromkeys(codes_meant(text), severity)
    return chosen


def _write(pieces: Iterable[str]) -> None:
    for piece in pieces:
        click.echo(piece, nl=False)
