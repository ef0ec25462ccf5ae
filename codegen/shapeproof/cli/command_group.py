"""A group of commands that answers a misspelt name with the one that was probably meant."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

import click

from shapeproof.errors import UsageError, did_you_mean

if TYPE_CHECKING:  # only completions need it
    from click.shell_completion import CompletionItem

__all__ = ["CommandGroup", "LazyGroup"]


class CommandGroup(click.Group):
    """A group whose unknown commands are errors of Shapeproof's own."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first argument names. Raises UsageError if there is none."""
        is_unknown = bool(args) and not args[0].startswith("-") and args[0] not in self.list_commands(ctx)
        if is_unknown and not ctx.resilient_parsing:  # while a shell completes a line, its words are no errors
            listing = f"{ctx.command_path} --help lists the commands"
            suggestion = self.suggestion(ctx, args)
            hint = f"{suggestion} {listing}" if suggestion else listing
            raise UsageError(f"no such command {args[0]!r}", hint=hint)
        return super().resolve_command(ctx, args)

    def suggestion(self, ctx: click.Context, arguments: Sequence[str]) -> str | None:
        """What was probably meant; None if nothing is similar.

        Args:
            ctx: the context of the group.
            arguments: the arguments after the name of the group, the unknown command first.
        """
        return did_you_mean(arguments[0], self.list_commands(ctx))


class LazyGroup(CommandGroup):
    """A group that imports a command when it is called; neither its help nor a completion of its commands does."""

    summaries: ClassVar[Mapping[str, str]]
    """What each command does, by its name."""

    @abstractmethod
    def load(self, name: str) -> click.Command:
        """Import a command. `name` is one of `summaries`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, in the order of the help."""
        return list(self.summaries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name; None if there is none."""
        return self.load(cmd_name) if cmd_name in self.summaries else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands into the help."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.summaries.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands and options that begin so."""
        from click.shell_completion import CompletionItem

        commands = [
            CompletionItem(name, help=text) for name, text in self.summaries.items() if name.startswith(incomplete)
        ]
        return commands + click.Command.shell_complete(self, ctx, incomplete)
