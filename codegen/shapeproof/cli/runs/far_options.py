"""The options of `validate` for archives at URLs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from shapeproof.errors import UsageError, one_line
from shapeproof.far.units import DEFAULT_COLUMN
from shapeproof.far.urls import name_of
from shapeproof.recordings.discovery.selection import Selection
from shapeproof.recordings.discovery.units import STANDARD_INPUT
from shapeproof.recordings.discovery.urls import is_url

if TYPE_CHECKING:  # few runs have URLs
    from shapeproof.far.listing import FarRoot

__all__ = ["FarOptions", "far_options", "shown_path"]

_MAX_WORKERS: Final = 1_000


@dataclass(frozen=True, slots=True)
class FarOptions:
    """What the options say.

    Attributes:
        scheduler: the address of a Dask scheduler; None if none is used.
        workers: the number of Dask workers to start on this machine; None for none.
        resume: the file that holds how far the run is; None if it is not kept.
        column: the column of Parquet files with the responses; None for the default.
    """

    scheduler: str | None
    workers: int | None
    resume: Path | None
    column: str | None

    def is_far(self, paths: Sequence[str]) -> bool:
        """Whether a run is one of an archive: what is reported is counts, and some findings of each kind."""
        is_chosen = any(value is not None for value in (self.scheduler, self.workers, self.resume, self.column))
        return is_chosen or any(map(is_url, paths))

    @property
    def body_column(self) -> str:
        """The column of Parquet files with the responses."""
        return self.column or DEFAULT_COLUMN

    def require_fitting(self, jobs: int, of_local_files: Iterable[str]) -> None:
        """Raise UsageError if other options don't go together with a run of an archive.

        Args:
            jobs: the number of processes of --jobs.
            of_local_files: the options that were given and are for local files alone.
        """
        if self.scheduler and self.workers:
            raise UsageError("leave out one of --scheduler and --workers", hint="--workers starts a cluster of its own")
        if jobs > 1:
            raise UsageError("--jobs is for local files in the same process tree", hint=f"use --workers {jobs}")
        for option in of_local_files:
            raise UsageError(
                f"{option} needs each finding, and of an archive only counts and some findings are kept",
                hint="leave it out; or check local files without --workers, --scheduler, --resume and --column",
            )

    def roots(self, paths: Sequence[str], selection: Selection, of_project: Selection) -> list[FarRoot]:
        """Where to look for files.

        Args:
            paths: URLs and local paths.
            selection: what the options `--include` and `--exclude` say.
            of_project: what the settings say, about local paths.

        Raises:
            UsageError: the options don't go together, or a path can't be read by workers.
        """
        from shapeproof.far.listing import FarRoot

        roots: list[FarRoot] = []
        for path in paths:
            if is_url(path):
                roots.append(FarRoot(path, name_of(path), (selection,)))
            elif path == STANDARD_INPUT:
                raise UsageError(
                    "standard input can't be checked together with URLs, or by workers",
                    where=path,
                    hint="write it to a file, and name that",
                )
            elif self.scheduler:
                raise UsageError(
                    "a worker elsewhere may not have this file",
                    where=one_line(path),
                    hint="name a URL; file:///DIRECTORY if all workers share the directory",
                )
            else:
                roots.append(FarRoot(f"file://{os.path.abspath(path)}", path, (selection, of_project)))
        return roots


def shown_path(path: str) -> str:
    """A path of the command line as it may be shown: a URL without what gives access to it."""
    return name_of(path) if is_url(path) else path


def _parse_workers(_context: click.Context, _parameter: click.Parameter, value: int | None) -> int | None:
    if value is not None and not 1 <= value <= _MAX_WORKERS:
        raise click.BadParameter(f"{value} is not a number of workers: 1 to {_MAX_WORKERS:,}.")
    return value


def far_options(command: Callable[..., object]) -> Callable[..., object]:
    """`--scheduler`, `--workers`, `--resume` and `--column`."""
    for option in (
        click.option(
            "--column",
            metavar="NAME",
            help=f"The column of Parquet files with the responses, as JSON; default: {DEFAULT_COLUMN}.",
        ),
        click.option(
            "--resume",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Keep in FILE how far the run is; a run that was stopped goes on there.",
        ),
        click.option(
            "--workers",
            type=int,
            metavar="N",
            callback=_parse_workers,
            help="Check with N Dask workers on this machine.",
        ),
        click.option("--scheduler", metavar="ADDRESS", help="Check on a Dask cluster: tcp://HOST:8786."),
    ):
        command = option(command)
    return command
