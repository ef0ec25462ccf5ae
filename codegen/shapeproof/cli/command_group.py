"""A group of commands that answers a misspelt name with the one that was probably meant."""

from __future__ import annotations

from collections.abc import Sequence

import click

from shapeproof.errors import UsageError, did_you_mean

__all__ = ["CommandGroup"]


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
