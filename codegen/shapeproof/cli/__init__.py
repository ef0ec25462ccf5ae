"""The command line: one module a command. The only room that prints and exits."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Final, cast

import click

from shapeproof.errors import ShapeproofError, nearest, one_line

__all__ = ["main", "main_group"]

_COMMANDS: Final = {
    "validate": "check recorded responses",
    "init": "settings for a project, in its pyproject.toml",
    "list": "the contracts at hand",
    "show": "a contract as a tree or a schema",
    "capture": "write contracts out of botocore's models",
    "generate": "typed models and documentation",
    "fuzz": "responses to try code on; programs tried on them",
    "mutants": "responses that break one constraint each",
}
_MODULES: Final = {"list": "commands.list_contracts", "fuzz": "fuzz.command"}
"""Where a command stands that is not a module of its own name in `commands`."""


class _Commands(click.Group):
    """Imports a command when it is called for: each has its own heavy imports."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"shapeproof.cli.{_MODULES.get(cmd_name, f'commands.{cmd_name}')}")
        return cast("click.Command", module.command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            similar = nearest(args[0], _COMMANDS)
            hint = f" Did you mean {similar[0]}?" if similar else ""
            raise click.UsageError(f"There is no command {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
    epilog="Exit codes: 0 no error found; 1 at least one; 2 the job could not be done.",
)
@click.version_option(package_name="shapeproof")
def main_group() -> None:
    """Prove that API responses have the shape they promise.

    \b
    Examples:
      shapeproof validate tests/recordings
      shapeproof show sagemaker.describe_hyper_parameter_tuning_job
    """


def main() -> None:
    """Run the command line and exit."""
    for stream in (sys.stdout, sys.stderr):  # a file's name may hold bytes that are no text
        if stream is not None:  # somebody may have closed it
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    colour = False if os.environ.get("NO_COLOR") else True if os.environ.get("FORCE_COLOR") else None
    try:
        status = main_group.main(standalone_mode=False, color=colour)
    except ShapeproofError as error:
        click.echo(f"shapeproof: {error}", err=True)
        status = 2
    except click.ClickException as error:
        error.show()
        status = 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("shapeproof: stopped", err=True)
        status = 2
    except BrokenPipeError:
        _let_output_go()
        status = 2
    except OSError as error:
        click.echo(one_line(f"shapeproof: {error.filename or 'the output'}: {error.strerror}"), err=True)
        if error.filename is None:
            _let_output_go()
        status = 2
    sys.exit(status if isinstance(status, int) else 0)


def _let_output_go() -> None:
    """Whoever read our output has gone, or its disk is full; Python must not complain about that again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
