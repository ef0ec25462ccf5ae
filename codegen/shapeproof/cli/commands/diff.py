"""`shapeproof diff`: what changes between two editions, and whether it can break who reads, writes or handles errors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from shapeproof.cli.completion import suggest_contracts, suggest_services
from shapeproof.cli.options import fail_on_option, project_registry, project_settings, schemas_option, wheels_option
from shapeproof.cli.output.botocore_releases import compare_releases, is_release, opened
from shapeproof.cli.output.diff_filters import DiffBaseline, DiffSuppressions
from shapeproof.cli.output.diff_inputs import Side, compare_sides, read_side
from shapeproof.cli.output.warnings import warn_of
from shapeproof.cli.terminal import print_page, print_text, screen_of_standard_output
from shapeproof.contract import Part
from shapeproof.diff.catalog import READERS, ChangeClass, Reader
from shapeproof.diff.changes.contract_changes import PARTS
from shapeproof.diff.verdicts.diff_result import DiffResult
from shapeproof.errors import UsageError, one_line
from shapeproof.releases import Releases
from shapeproof.report.common.plurals import pluralize
from shapeproof.report.diff.formats import DIFF_FORMATS, DiffFormat, diff_report

__all__ = ["command"]

_ALL = "all"


@click.command("diff", short_help="Compare two editions of a contract.")
@click.argument("old", shell_complete=suggest_contracts)
@click.argument("new", shell_complete=suggest_contracts)
@click.option(
    "--reader",
    type=click.Choice(READERS),
    default="closed",
    show_default=True,
    help="Who reads responses. closed: refuses members that it doesn't know. open: ignores them.",
)
@click.option(
    "--part",
    type=click.Choice([*PARTS, _ALL]),
    default=_ALL,
    show_default=True,
    help="The part to compare. Of files, it says what they describe; all means responses.",
)
@click.option(
    "--service",
    "services",
    multiple=True,
    metavar="NAME",
    shell_complete=suggest_services,
    help="Of releases, compare this service only. Repeatable.",
)
@wheels_option
@click.option(
    "--format",
    "format_name",
    type=click.Choice(DIFF_FORMATS),
    default="text",
    show_default=True,
    help="The format of standard output.",
)
@fail_on_option
@click.option(
    "--ignore",
    multiple=True,
    metavar="CODE[@TARGET][:PATH]",
    help="Suppress changes: a code (SP601), in operations (SP621@ec2.*) or at a path. Repeatable.",
)
@click.option(
    "--witness",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write the responses that show the changes: recording lines, a file for each change.",
)
@click.option(
    "--write-baseline",
    is_flag=True,
    help="Write all changes to the baseline (default file: shapeproof-baseline.json). Other entries are kept.",
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Known changes: they are counted, and do not fail the run.",
)
@schemas_option
@click.option("-v", "--verbose", is_flag=True, help="List all changes, with their witnesses and how to suppress each.")
def command(
    old: str,
    new: str,
    reader: Reader,
    part: str,
    services: tuple[str, ...],
    wheels: Path | None,
    format_name: DiffFormat,
    fail_on: ChangeClass,
    ignore: tuple[str, ...],
    witness: Path | None,
    write_baseline: bool,
    baseline: Path | None,
    schemas: Path | None,
    verbose: bool,
) -> int:
    """Compare two editions of a contract: what changes for who reads responses, handles errors or writes requests.

    OLD and NEW are names of contracts, SERVICE.OPERATION@EDITION, or files of JSON Schema as `capture` writes them, or
    releases of botocore: botocore@VERSION, botocore@installed, botocore@./FILE.whl. A change is breaking only with a
    witness: a response that is valid in NEW and refused by a reader of OLD.

    \b
    Examples:
      shapeproof diff sagemaker.describe_hyper_parameter_tuning_job@1.29.145 sagemaker.describe_hyper_parameter_tuning_job@installed
      shapeproof diff old/response.schema.json new/response.schema.json --reader open --fail-on risky
      shapeproof diff botocore@1.40.0 botocore@installed --service sqs --service sns
      shapeproof diff sagemaker.describe_hyper_parameter_tuning_job@1.29.145 sagemaker.describe_hyper_parameter_tuning_job@installed --witness witnesses/
    """
    settings = project_settings()
    suppressions = DiffSuppressions(ignore, settings)
    known = DiffBaseline(baseline, settings, is_written=write_baseline)
    chosen: Part | None = next((name for name in PARTS if name == part), None)
    if is_release(old) or is_release(new):
        if not (is_release(old) and is_release(new)) or witness is not None:
            raise UsageError("a release is compared with another release, without --witness", hint="botocore@VERSION")
        sides = None
        result = _of_releases((old, new), Releases(wheels), services, reader, chosen)
    else:
        if services or wheels:
            raise UsageError("--service and --wheels are for releases", hint="botocore@VERSION botocore@VERSION")
        registry = project_registry(schemas)
        sides = read_side(registry, old, chosen), read_side(registry, new, chosen)
        result = compare_sides(*sides, reader, chosen)
    result = known.filter(suppressions.filter(result))
    if witness is not None and sides is not None:
        _write_witnesses(witness, result, *sides)
    file = sides[1].file if sides else None
    text = diff_report(result, format_name, screen=screen_of_standard_output(), verbose=verbose, file=file)
    if format_name == "text":
        print_text(text, end="")
    elif format_name == "github":
        print_text(text, end="", is_workflow=True)
    else:
        print_page(text)
    warn_of(suppressions.problems())
    return 1 if result.fails(fail_on) else 0


def _of_releases(
    names: tuple[str, str], releases: Releases, services: Sequence[str], reader: Reader, part: Part | None
) -> DiffResult:
    with opened(names[0], releases) as old, opened(names[1], releases) as new:
        return compare_releases(old, new, services, reader, PARTS if part is None else [part])


def _write_witnesses(directory: Path, result: DiffResult, old: Side, new: Side) -> None:
    if old.contract is None or new.contract is None:
        raise UsageError(
            "witnesses of files belong to no contract", where="--witness", hint="compare contracts by name"
        )
    from shapeproof.cli.output.witness_files import write_witnesses

    files, requests = write_witnesses(directory, result.entries, old.contract, new.contract, result.reader)
    others = f"; {pluralize(requests, 'witness')[:-1]}es are requests, and not written" if requests > 1 else ""
    others = "; 1 witness is a request, and not written" if requests == 1 else others
    print_text(f"shapeproof: {one_line(str(directory))}: written, {pluralize(files, 'file')}{others}", to_stderr=True)
