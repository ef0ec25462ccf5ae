"""The one way in which templates are found and read: a name that nothing defines is an error, blocks leave no lines."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from shapeproof.errors import MissingExtraError

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["templates"]


@cache
def templates(folder: str, purpose: str, *, escapes: bool = False) -> Environment:
    """The templates in a folder of `templates/`, read and compiled once. `escapes` is for HTML alone.

    Raises MissingExtraError, which names the `purpose`, without jinja2.
    """
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError:
        raise MissingExtraError(purpose, extra="generate") from None
    return Environment(
        loader=PackageLoader("shapeproof.generate", f"templates/{folder}"),
        autoescape=escapes,  # noqa: S701 - Python and Markdown have escapes of their own
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
