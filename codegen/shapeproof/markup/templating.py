"""Jinja environments, with the same settings for all: undefined names are errors, block tags leave no empty lines."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from shapeproof.errors import needs_extra

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["templates"]


@cache
def templates(room: str, directory: str, purpose: str, *, extra: str, escapes: bool = False) -> Environment:
    """The templates in a directory of a room's `templates/`; each is read and compiled once.

    The style and scripts that all pages share are in `templates/page` of this room, and found from every directory.

    Args:
        room: the room that owns the templates, such as `generate`.
        directory: the directory below its `templates/`.
        purpose: what the templates are for, in the message about a missing extra.
        extra: the extra that brings jinja2 for this purpose.
        escapes: whether output is escaped as HTML. Python and Markdown have escapes of their own.

    Raises:
        MissingExtraError: jinja2 is not installed.
    """
    with needs_extra(purpose, extra=extra, modules={"jinja2"}):
        from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
    own = PackageLoader(f"shapeproof.{room}", f"templates/{directory}")
    return Environment(
        loader=ChoiceLoader([own, PackageLoader("shapeproof.markup", "templates/page")]),
        autoescape=escapes,  # noqa: S701 - see `escapes`
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
