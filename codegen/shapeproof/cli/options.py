"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import click

from shapeproof.contract import View
from shapeproof.settings import Settings, read

__all__ = ["project_settings", "project_view_option", "schemas_option", "view_option"]


@cache
def project_settings() -> Settings:
    """The settings of the project that the command is run in. Raises UsageError."""
    return read(Path())


def _else_the_project_s(_context: click.Context, _parameter: click.Parameter, folder: Path | None) -> Path | None:
    return folder or project_settings().schemas


schemas_option: Callable[..., click.Command] = click.option(
    "--schemas",
    type=click.Path(path_type=Path),
    metavar="DIR",
    callback=_else_the_project_s,
    help="The project's own contracts (default: what its settings say, else the folder schemas, if there is one).",
)


def _view_option(default: View | None) -> Callable[..., click.Command]:
    return click.option(
        "--view",
        type=click.Choice(["strict", "tolerant"]),
        default=default,
        show_default="the project's, else strict" if default is None else True,
        help="strict: every promise counts. tolerant: what breaks a constraint or is new is a warning.",
    )


view_option = _view_option("strict")
project_view_option = _view_option(None)
"""For commands that ask the project's settings what it isn't told."""
