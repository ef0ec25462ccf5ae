"""Pages of Markdown: their templates print nothing that didn't pass through a filter which escapes it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from shapeproof.errors import InternalError
from shapeproof.markup.markdown_text import (
    MarkdownText,
    as_block,
    as_cell,
    as_code,
    as_code_block,
    as_code_cell,
    as_name,
)
from shapeproof.markup.templating import templates

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["markdown_templates"]

_FILTERS: Final = {
    "block": as_block,
    "cell": as_cell,
    "code": as_code,
    "code_block": as_code_block,
    "code_cell": as_code_cell,
    "name": as_name,
}


@cache
def markdown_templates(room: str, directory: str, purpose: str, *, extra: str) -> Environment:
    """The Markdown templates of a directory, as `templates` finds them.

    Printing a plain string raises InternalError. Jinja's escaping is on for its types alone: so macros return a type
    that says what they are, and constants of a template pass.

    Raises:
        MissingExtraError: jinja2 is not installed.
    """
    environment = templates(room, directory, purpose, extra=extra, escapes=True, prints=_printed, filters=_FILTERS)
    for name in ("e", "escape", "forceescape"):  # HTML's escapes are none of Markdown's
        del environment.filters[name]
    return environment


def _printed(value: object) -> object:
    if hasattr(value, "__html__"):
        return value
    if isinstance(value, int):
        return MarkdownText(value)
    raise InternalError(f"a template prints {type(value).__name__} without one of the filters for Markdown")
