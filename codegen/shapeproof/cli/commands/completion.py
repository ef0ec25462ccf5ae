"""`shapeproof completion`: what a shell evaluates to complete command lines."""

from __future__ import annotations

import os

import click

from shapeproof.cli.completion import VARIABLE
from shapeproof.cli.completion_shells import SHELLS, completion_script
from shapeproof.cli.terminal import print_page
from shapeproof.errors import UsageError

__all__ = ["command"]


@click.command("completion", short_help="Print the script that completes command lines in a shell.")
@click.argument("shell", required=False, type=click.Choice(list(SHELLS)))
def command(shell: str | None) -> int:
    """Print the script that completes command lines in bash, zsh or fish; by default, in the shell of $SHELL.

    The shell evaluates it when it starts. Then Tab completes commands, options and their values, names of contracts, codes,
    rules and files.

    \b
    Examples:
      eval "$(shapeproof completion bash)"                in ~/.bashrc (bash 4.4 or newer)
      eval "$(shapeproof completion zsh)"                 in ~/.zshrc, after compinit
      shapeproof completion fish | source                 in ~/.config/fish/config.fish
    """
    name = shell or os.path.basename(os.environ.get("SHELL", ""))
    if name not in SHELLS:
        raise UsageError(
            f"there is no completion for the shell {name!r}" if name else "the variable SHELL names no shell",
            hint=f"name one: shapeproof completion {'|'.join(SHELLS)}",
        )
    print_page(completion_script(name, "shapeproof", VARIABLE))
    return 0
