"""The one way in which templates are found and read: a name that nothing defines is an error, blocks leave no lines."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from shapeproof.errors import MissingExtraError

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["templates"]


@cache
def templates(
    folder: str, purpose: str, *, escapes: bool = False, room: str = "generate", extra: str = "generate"
) -> Environment:
    """The templates in a folder of a room's `templates/`, read and compiled once. `escapes` is for HTML alone.

    A template of another room finds what pages share, their style and scripts, in the folder `docs` of this one. Raises
    MissingExtraError, which names the `purpose` and the `extra`, without jinja2.
    """
    try:
        from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
    except ImportError:
        raise MissingExtraError(purpose, extra=extra) from None
    own = PackageLoader(f"shapeproof.{room}", f"templates/{folder}")
    return Environment(
        loader=own
        if room == "generate"
        else ChoiceLoader([own, PackageLoader("shapeproof.generate", "templates/docs")]),
        autoescape=escapes,  # noqa: S701 - Python and Markdown have escapes of their own
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
