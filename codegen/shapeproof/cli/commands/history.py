"""`shapeproof history`: the releases of botocore in which a contract changed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, get_args

import click

from shapeproof.capture.build import build_part
from shapeproof.capture.versions import version_key
from shapeproof.cli.completion import suggest_contracts
from shapeproof.cli.options import project_registry, wheels_option
from shapeproof.cli.output.progress import Progress
from shapeproof.cli.terminal import print_page, print_text
from shapeproof.contract import Part, Schema
from shapeproof.diff.history.search import search_history
from shapeproof.errors import UnknownContractError, UsageError
from shapeproof.registry.directories import Edition
from shapeproof.registry.edition_choice import stated_ends
from shapeproof.registry.names import parse_name
from shapeproof.releases import Releases
from shapeproof.report.common.plurals import pluralize
from shapeproof.report.history.formats import HISTORY_FORMATS, HistoryFormat, history_report
from shapeproof.report.history.model import HistoryReport

__all__ = ["command"]

_FIRST: Final = "1.20.0"
"""Of the releases that pip finds, those since 2021: the older ones are 1,100, and few use them."""
_RELEASES: Final = 60


@click.command("history", short_help="Find the releases in which a contract changed.")
@click.argument("name", shell_complete=suggest_contracts)
@click.option("--from", "first", metavar="VERSION", help=f"The first release.  [default: {_FIRST}]")
@click.option("--to", "last", metavar="VERSION", help="The last release; default: the newest.")
@wheels_option
@click.option(
    "--releases",
    "limit",
    type=click.IntRange(min=2),
    default=_RELEASES,
    show_default=True,
    metavar="N",
    help="Look at no more than N releases.",
)
@click.option("--part", type=click.Choice(get_args(Part)), default="response", show_default=True)
@click.option("--format", "format_name", type=click.Choice(HISTORY_FORMATS), default="text", show_default=True)
def command(
    name: str,
    first: str | None,
    last: str | None,
    wheels: Path | None,
    limit: int,
    part: Part,
    format_name: HistoryFormat,
) -> int:
    """Find the releases of botocore in which the contract of an operation changed, and what changed.

    The first and the last release are compared, then the one in the middle of two that differ, the widest apart first,
    until each change is found or N releases were looked at. The ends of the ranges of committed editions are looked at
    before others. pip downloads releases, one at a time; what was read is kept, so that the same search needs no network
    again.

    \b
    Examples:
      shapeproof history sagemaker.describe_hyper_parameter_tuning_job
      shapeproof history s3.list_buckets --from 1.34.0 --to 1.40.0 --format html > history.html
    """
    operation = parse_name(name)
    if operation.edition:
        raise UsageError(f"{name} names an edition", hint="name the operation alone; --from and --to are the releases")
    with Progress("releases") as progress:
        releases = Releases(wheels, on_read=lambda _: progress.show(len(releases.read) + 1))
        versions = _range(releases.versions(), first or (None if wheels else _FIRST), last)

        def schema_of(version: str) -> Schema | None:
            model = releases.model(operation.service, operation.operation, version)
            return None if model is None else build_part(model, part)

        editions = project_registry(None).committed_editions(operation.service, operation.operation)
        history = search_history(versions, schema_of, limit, part, _committed_ends(versions, editions))
        if history.start is None and not history.steps:
            raise UnknownContractError(
                f"no release from {history.first} to {history.last} has {name}",
                hint=f"shapeproof list {operation.service} lists the operations of the installed botocore",
            )
        dates = {version: releases.date(version) for version in history.looked_at}
    report = HistoryReport(str(operation), part, history, dates)
    print_page(history_report(report, format_name))
    print_text(f"{pluralize(len(releases.read), 'wheel')} read", to_stderr=True)
    return 0


def _committed_ends(versions: Sequence[str], editions: Iterable[Edition]) -> list[str]:
    """The releases on both sides of where a committed edition begins or ends: it is known that something changed there."""
    keys = [version_key(version) for version in versions]
    numbers: list[int] = []
    for edition in editions:
        since, through = stated_ends(edition)
        if since:
            first = bisect_left(keys, version_key(since))
            numbers += [first - 1, first]
        if through:
            after = bisect_right(keys, version_key(through))
            numbers += [after - 1, after]
    return [versions[number] for number in dict.fromkeys(numbers) if 0 <= number < len(versions)]


def _range(versions: Sequence[str], first: str | None, last: str | None) -> list[str]:
    """The releases from one version to another. A version that is no release stands for the next one to its side."""
    low = version_key(first) if first else version_key(versions[0])
    high = version_key(last) if last else version_key(versions[-1])
    found = [version for version in versions if low <= version_key(version) <= high]
    if not found:
        raise UsageError(
            f"there is no release from {first or versions[0]} to {last or versions[-1]}",
            hint=f"the releases at hand are {versions[0]} to {versions[-1]}",
        )
    return found
