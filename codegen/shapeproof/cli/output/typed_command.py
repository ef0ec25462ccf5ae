"""The command of this run as the user would type it again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final, cast

import click
from click.core import ParameterSource

from shapeproof.errors import one_line
from shapeproof.operating_system.command_lines import join_words

__all__ = ["paths_as_typed", "typed_command"]

_MAX_LENGTH: Final = 120


def typed_command(without: Collection[str], *more: str) -> str:
    """Return the command of the current context with the options that were typed.

    Args:
        without: names of parameters to leave out.
        more: what to add at the end.
    """
    context = click.get_current_context()
    words: list[str] = []
    paths = ""
    for parameter in context.command.params:
        name = parameter.name or ""
        is_typed = context.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if not is_typed or not parameter.expose_value or name in without:  # --traceback: no option of the command's own
            continue
        value = context.params[name]
        if isinstance(parameter, click.Argument):
            paths = paths_as_typed(cast("Sequence[str]", value))
        else:
            words += _option(cast("click.Option", parameter), value)
    parts = ["shapeproof", context.command.name or "", paths, join_words(words), *more]
    return one_line(" ".join(filter(None, parts)))


def paths_as_typed(paths: Sequence[str]) -> str:
    """Return paths as a shell reads them; `PATH…` for many."""
    text = one_line(join_words(paths))
    return text if len(text) <= _MAX_LENGTH else "PATH…"


def _option(option: click.Option, value: Any) -> list[str]:
    values = value if option.multiple else [value]
    return [option.opts[-1]] * len(values) if option.is_flag else [
        word for item in values for word in (option.opts[-1], str(item))
    ]  # fmt: skip
