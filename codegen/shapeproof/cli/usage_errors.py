"""What click says about a command line that it can't parse, in the words and the form of Shapeproof's own errors."""

from __future__ import annotations

import re
from typing import Final

import click

from shapeproof.cli.choices import HintedChoice
from shapeproof.errors import UsageError, did_you_mean, nearest

__all__ = ["usage_error"]

_CHOICE: Final = r"'(.*)' is not one of "


def usage_error(error: click.UsageError) -> UsageError:
    """The error in our words: a line with the message, and a hint that names what was meant and the help.

    Args:
        error: what click raised.
    """
    if isinstance(error, click.NoSuchOption):
        message = f"no such option '{error.option_name}'"
        suggestion = did_you_mean(error.option_name, error.possibilities or ())
    else:
        message, suggestion = _first_lower(error.format_message()).removesuffix("."), _similar_choice(error)
    hints = [suggestion, f"{error.ctx.command_path} --help explains it" if error.ctx else None]
    return UsageError(message, hint=" ".join(hint for hint in hints if hint) or None)


def _first_lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _similar_choice(error: click.UsageError) -> str | None:
    """The similar value of an option that takes one of a few, or where else the value is one."""
    kind = error.param.type if isinstance(error, click.BadParameter) and error.param else None
    value = re.match(_CHOICE, error.message)
    if not isinstance(kind, click.Choice) or value is None:
        return None
    if isinstance(kind, HintedChoice) and (other := nearest(value[1], kind.hints)):
        return f"{kind.hints[other[0]]};"
    return did_you_mean(value[1], map(str, kind.choices))
