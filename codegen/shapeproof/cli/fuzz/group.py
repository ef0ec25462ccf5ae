"""`shapeproof fuzz`: the group of its subcommands, each in a module of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Final, cast

import click

from shapeproof.cli.command_group import LazyGroup
from shapeproof.errors import did_you_mean
from shapeproof.operating_system.command_lines import join_words

__all__ = ["command"]

_SUBCOMMANDS: Final = {
    "run": "run a program on generated responses, shrink and keep its failures",
    "corpus": "write many responses that the contract allows",
    "cover": "write a small corpus that covers the whole contract",
    "fill": "write responses for what recordings never show",
    "replay": "run a program again on a response that it failed on",
}
_SUBCOMMAND_OF_OPTION: Final[Mapping[str, str]] = {"--exec": "run", "--exec-lines": "run"}
"""Options that show which subcommand was meant if only the name of a contract was given."""


class _FuzzGroup(LazyGroup):
    """Imports a subcommand when it is called: each has heavy imports of its own."""

    summaries = _SUBCOMMANDS

    def load(self, name: str) -> click.Command:
        return cast("click.Command", import_module(f"shapeproof.cli.fuzz.{name}").command)

    def suggestion(self, ctx: click.Context, arguments: Sequence[str]) -> str | None:
        """One of a similar name, else the one for the name of a contract."""
        word = arguments[0]
        if similar := did_you_mean(word, _SUBCOMMANDS):
            return similar
        if "." not in word:
            return None
        options = [argument.partition("=")[0] for argument in arguments]
        meant = next((_SUBCOMMAND_OF_OPTION[option] for option in options if option in _SUBCOMMAND_OF_OPTION), "corpus")
        return f"did you mean shapeproof fuzz {meant} {join_words([word])}?"


@click.group("fuzz", cls=_FuzzGroup)
def command() -> None:
    """Generate responses that a contract allows, and run programs on them.

    \b
    Examples:
      shapeproof fuzz run sagemaker.describe_hyper_parameter_tuning_job --exec 'python consumer.py'
      shapeproof fuzz corpus sagemaker.describe_hyper_parameter_tuning_job -n 1000 --output corpus.jsonl
    """
