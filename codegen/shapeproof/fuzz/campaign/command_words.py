"""Commands that users give as one string. No shell runs them."""

from __future__ import annotations

from typing import Final

from shapeproof.errors import UsageError
from shapeproof.operating_system.command_lines import split_words

__all__ = ["command_words"]

_SHELL: Final = frozenset(["|", "||", "&&", "&", ";", "<", ">", ">>", "<{}", "2>&1", "2>/dev/null", ">/dev/null"])


def command_words(command: str) -> list[str]:
    """The words of a command, split as a shell does.

    Raises:
        UsageError: the command is empty, has an open quote, or needs a shell.
    """
    try:
        words = split_words(command)
    except ValueError as error:
        raise UsageError(
            f"invalid command: {error}", where=command, hint="quote it as a shell does: --exec 'python consumer.py'"
        ) from error
    if shell := next((word for word in words if word in _SHELL), None):
        raise UsageError(
            f"commands are not run in a shell: `{shell}` would be an argument",
            where=command,
            hint="--exec \"sh -c '…'\"",
        )
    if not words:
        raise UsageError("the command is empty", hint="for example --exec 'python consumer.py'")
    return words
