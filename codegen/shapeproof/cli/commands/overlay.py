"""`shapeproof overlay suggest`: proposes overlays of services from recordings."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from shapeproof.cli.command_group import CommandGroup
from shapeproof.cli.completion import suggest_paths
from shapeproof.cli.options import project_settings, schemas_option
from shapeproof.cli.output.warnings import unread, warn_of
from shapeproof.cli.terminal import print_json, print_text
from shapeproof.cli.workers.jobs import check_units
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.overlay_survey import OverlaySurvey
from shapeproof.recordings.discovery.planner import plan_units
from shapeproof.registry import ContractRegistry
from shapeproof.report.common.plurals import pluralize
from shapeproof.report.common.run_summary import RunSummary

__all__ = ["command"]


@click.group("overlay", cls=CommandGroup, short_help="Propose corrections of models from recordings.")
def command() -> None:
    """Overlays: what real services send although their models forbid it."""


@command.command("suggest", short_help="Propose overlays of services from recordings.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", shell_complete=suggest_paths)
@click.option(
    "--min-files",
    type=click.IntRange(min=1),
    default=1,
    metavar="N",
    help="Only what at least N files show (default: 1).",
)
@schemas_option
def suggest(paths: tuple[str, ...], min_files: int, schemas: Path | None) -> int:
    """Propose overlays of services from recordings of the services themselves.

    Prints a JSON object with an overlay for each service that breaks its model: the shape, the keyword, what was sent, and
    how often and where it was seen; what most files show comes first. Judge each entry, write its reason, and save it as
    SERVICE/overlay.json in the directory of your contracts. What a known overlay explains is proposed, too. Values that may
    be secret are left out.

    \b
    Examples:
      shapeproof overlay suggest tests/recordings
      shapeproof overlay suggest tests/recordings --min-files 3
    """
    registry = ContractRegistry.of_project(schemas)
    options = CheckOptions(directory=schemas, by_path=project_settings().by_path(Path()), deviations=True)
    survey, summary = OverlaySurvey(), RunSummary()
    unread_messages: list[str] = []
    with closing(check_units(plan_units(paths), options, registry, jobs=1)) as results:
        for result in results:
            survey.add(result)
            summary.add(result)
            unread_messages += unread(result)
    print_json(survey.to_json(min_files))
    if left_out := survey.count_in_fewer_files(min_files):
        entries = pluralize(left_out, "entry")
        print_text(f"shapeproof: {entries} left out, in fewer than {min_files:,} files", to_stderr=True)
    warn_of([*unread_messages, *summary.problems])
    if summary.bug:
        raise summary.bug
    return 2 if summary.exit_code == 2 else 0
