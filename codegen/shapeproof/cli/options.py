"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

__all__ = ["schemas_option", "view_option"]

schemas_option: Callable[..., click.Command] = click.option(
    "--schemas",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The project's own contracts (default: the folder schemas, if there is one).",
)
view_option: Callable[..., click.Command] = click.option(
    "--view",
    type=click.Choice(["strict", "tolerant"]),
    default="strict",
    show_default=True,
    help="strict: every promise counts. tolerant: what breaks a constraint or is new is a warning.",
)
