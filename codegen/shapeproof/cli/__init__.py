"""The command line: one module for each command. The only room that prints and exits."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise
from typing import Final, cast

import click

from shapeproof.cli.command_group import LazyGroup
from shapeproof.cli.exit_codes import BUG, EXIT_CODES, TRACEBACK_OPTION, report_failure
from shapeproof.cli.terminal import open_standard_streams
from shapeproof.errors import UsageError

__all__ = ["main", "main_group"]

_COMMANDS: Final = {
    "validate": "check recorded responses",
    "init": "write settings for a project into its pyproject.toml",
    "list": "list the contracts of the project and of Shapeproof",
    "show": "show a contract as a tree or as JSON Schema",
    "explain": "explain a code or a rule",
    "diff": "compare two editions of a contract",
    "rules": "list the rules of a contract",
    "capture": "write contracts from botocore's models",
    "overlay": "propose corrections of models from recordings",
    "history": "find the releases in which a contract changed",
    "upgrade": "tell what a newer botocore changes for a project",
    "generate": "generate typed models and documentation",
    "fuzz": "generate responses, and run programs on them",
    "mutants": "write responses that break one constraint each",
    "doctor": "check the installation and the settings of a project",
    "completion": "print the script that completes command lines in a shell",
}
_PROGRAM: Final = "shapeproof"
_COMPLETION_VARIABLE: Final = "_SHAPEPROOF_COMPLETE"
_MODULES: Final = {"list": "commands.list_contracts", "fuzz": "fuzz.group"}
"""The modules of the commands that aren't modules of the same name in `commands`."""


def _accept_traceback(command: click.Command) -> None:
    """Accept `--traceback` after a command too, so that it can be appended to a command line that failed."""
    if not any(parameter.name == "traceback" for parameter in command.params):
        command.params.append(_traceback_option(hidden=True))
    if isinstance(command, click.Group):
        for subcommand in command.commands.values():
            _accept_traceback(subcommand)


class _Commands(LazyGroup):
    """Imports a command when it is called: each has heavy imports of its own."""

    summaries = _COMMANDS

    def load(self, name: str) -> click.Command:
        module = import_module(f"shapeproof.cli.{_MODULES.get(name, f'commands.{name}')}")
        command = cast("click.Command", module.command)
        _accept_traceback(command)
        return command


def _traceback_option(*, hidden: bool) -> click.Option:
    return click.Option(
        [TRACEBACK_OPTION],
        is_flag=True,
        expose_value=False,
        hidden=hidden,
        help="Show the cause of an error (also: SHAPEPROOF_TRACEBACK=1).",
    )


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
    epilog=EXIT_CODES,
)
@click.version_option(package_name="shapeproof")
def main_group() -> None:
    """Prove that API responses have the shape, and keep the promises, of their specification.

    \b
    Examples:
      shapeproof validate tests/recordings
      shapeproof show sagemaker.describe_hyper_parameter_tuning_job
    """


main_group.params.append(_traceback_option(hidden=False))


def main() -> None:
    """Run the command line and exit."""
    open_standard_streams()
    try:
        status = _run(sys.argv[1:])
    except BaseException as error:  # noqa: BLE001 - the outermost handler; libraries in Rust raise other kinds, too
        try:
            status = report_failure(error)
        except BaseException:  # noqa: BLE001 - no memory is left even for the report
            status = BUG
    sys.exit(status)


def _refuse_empty_values(arguments: Sequence[str]) -> None:
    """Raise UsageError for an option with an empty value: mostly a variable of a shell that isn't set."""
    for option, value in pairwise((*arguments, None)):
        is_empty = (
            value == "" if re.fullmatch(r"--[a-z-]+", option or "") else re.fullmatch(r"--[a-z-]+=", option or "")
        )
        if is_empty:
            raise UsageError(
                "expected a value, got an empty one",
                where=str(option).removesuffix("="),
                hint="is a variable of the shell unset? Leave the option out for its default",
            )


def _run(arguments: list[str]) -> int:
    """Run a command as click's own `main` does, except that it exits with 1 if nobody reads the output any more."""
    instruction = os.environ.get(_COMPLETION_VARIABLE)
    if instruction:
        from shapeproof.cli.completion import complete

        return complete(main_group, _PROGRAM, _COMPLETION_VARIABLE, instruction)
    _refuse_empty_values(arguments)
    color = False if os.environ.get("NO_COLOR") else True if os.environ.get("FORCE_COLOR") else None
    try:
        with main_group.make_context(_PROGRAM, arguments, color=color) as context:
            status: object = main_group.invoke(context)
    except click.exceptions.Exit as end:  # after --help, for example
        status = end.exit_code
    sys.stdout.flush()
    return status if isinstance(status, int) else 0
