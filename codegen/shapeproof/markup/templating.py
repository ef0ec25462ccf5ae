"""Jinja environments, with the same settings for all: undefined names are errors, block tags leave no empty lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from shapeproof.errors import needs_extra

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["templates"]

_TRUSTING_FILTERS: Final = ("safe", "tojson", "urlize", "xmlattr")
"""The filters of Jinja that take a string for markup as it is, or make links of it."""


def templates(
    room: str,
    directory: str,
    purpose: str,
    *,
    extra: str,
    escapes: bool,
    prints: Callable[[object], object],
    filters: Mapping[str, Callable[..., object]],
) -> Environment:
    """A new environment with the templates in a directory of a room's `templates/`.

    It has none of Jinja's filters that take a string for markup as it is.

    The style and scripts that all pages share are in `templates/page` of this room, and found from every directory.

    Args:
        room: the room that owns the templates, such as `generate`.
        directory: the directory below its `templates/`.
        purpose: what the templates are for, in the message about a missing extra.
        extra: the extra that brings jinja2 for this purpose.
        escapes: whether output is escaped as HTML, except for types that say that they need none.
        prints: what is printed of a value; it raises InternalError for one that must not be printed as it is.
        filters: more filters, by name.

    Raises:
        MissingExtraError: jinja2 is not installed.
    """
    with needs_extra(purpose, extra=extra):
        from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
    own = PackageLoader(f"shapeproof.{room}", f"templates/{directory}")
    environment = Environment(
        loader=ChoiceLoader([own, PackageLoader("shapeproof.markup", "templates/page")]),
        autoescape=escapes,  # noqa: S701 - see `escapes`
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=prints,
    )
    for name in _TRUSTING_FILTERS:
        del environment.filters[name]
    environment.filters.update(filters)
    return environment
