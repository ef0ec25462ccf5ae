"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, cast

import click

from shapeproof.contract import View
from shapeproof.errors import UsageError
from shapeproof.registry import ContractRegistry
from shapeproof.registry.edition_choice import end_of_period
from shapeproof.settings import Settings, read

__all__ = [
    "DERIVED",
    "fail_on_option",
    "project_registry",
    "project_settings",
    "project_view_option",
    "recorded_at_option",
    "rules_option",
    "schemas_option",
    "view_option",
    "wheels_option",
    "writable_root",
]


_SETTINGS: Final = "shapeproof.settings"


def project_settings() -> Settings:
    """The settings of the project in the working directory, read once for each command line. Raises UsageError."""
    meta = click.get_current_context().meta
    if _SETTINGS not in meta:
        meta[_SETTINGS] = read(Path())
    return cast("Settings", meta[_SETTINGS])


def project_registry(schemas: Path | None) -> ContractRegistry:
    """The registry of the project, with the rules that its settings add.

    Args:
        schemas: the value of `--schemas`.

    Raises:
        ShapeproofError: the directory doesn't exist, or the settings are invalid.
    """
    return ContractRegistry.of_project(schemas, rules=project_settings().rules)


def writable_root(parameter: str, directory: Path) -> Path:
    """The directory that no link may leave when files are written below a directory.

    A directory that the user named may be a link itself. The default may not lead out of the working directory: it may
    come with what is checked there.

    Args:
        parameter: the name of the option.
        directory: its value.
    """
    source = click.get_current_context().get_parameter_source(parameter)
    return Path() if source is click.core.ParameterSource.DEFAULT else directory


def _or_from_settings(_context: click.Context, _parameter: click.Parameter, directory: Path | None) -> Path | None:
    return directory or project_settings().schemas


schemas_option: Callable[..., click.Command] = click.option(
    "--schemas",
    type=click.Path(path_type=Path),
    metavar="DIR",
    callback=_or_from_settings,
    help="The project's own contracts; default: from its settings, else ./schemas if it exists.",
)


fail_on_option: Callable[..., click.Command] = click.option(
    "--fail-on",
    type=click.Choice(["breaking", "risky"]),
    default="breaking",
    show_default=True,
    help="Exit with 1 if there is a change of this class, or of a worse one.",
)
wheels_option: Callable[..., click.Command] = click.option(
    "--wheels",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A directory of botocore wheels, where releases are read; default: pip downloads them.",
)


def _day(_context: click.Context, _parameter: click.Parameter, text: str | None) -> str | None:
    day = end_of_period(text) if text else None
    if text is not None and (day is None or day.isoformat() != text):
        raise UsageError(f"expected a day, got {text!a}", where="--recorded-at", hint="write it as 2023-06-14")
    return text


recorded_at_option: Callable[..., click.Command] = click.option(
    "--recorded-at",
    metavar="DATE",
    callback=_day,
    help="The day of all recordings, such as 2023-06-14, which decides on editions; default: what recordings say.",
)


def _view_option(default: View | None) -> Callable[..., click.Command]:
    return click.option(
        "--view",
        type=click.Choice(["strict", "tolerant"]),
        default=default,
        show_default="from the settings, else strict" if default is None else True,
        help="strict: every violation is an error. tolerant: only structural ones are; the rest are warnings.",
    )


DERIVED: Final = "derived"
rules_option: Callable[..., click.Command] = click.option(
    "--rules",
    type=click.Choice(["stated", DERIVED]),
    show_default="from the settings, else stated",
    help="stated: check the rules that the contracts state. derived: also those that the names of members suggest.",
)

view_option = _view_option("strict")
project_view_option = _view_option(None)
"""For commands that take the default from the settings of the project."""
