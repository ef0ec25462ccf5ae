"""A contract as a page of reference, in Markdown or as one HTML file that needs nothing else."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from shapeproof.contract import Contract
from shapeproof.errors import MissingExtraError
from shapeproof.generate.page_contents import page
from shapeproof.generate.prose import as_cell, as_code, as_html, github_slug

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["html", "markdown"]

_MANY_VALUES: Final = 12
"""An enum with more values is folded."""


def markdown(contract: Contract) -> str:
    """The page in Markdown, as GitHub renders it. The same contract gives the same text, always.

    Raises MissingExtraError without jinja2.
    """
    text = _templates(escapes=False).get_template("page.md.jinja").render(page=page(contract), many=_MANY_VALUES)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def html(contract: Contract) -> str:
    """The page as HTML, styles and script within. Otherwise as `markdown`."""
    return _templates(escapes=True).get_template("page.html.jinja").render(page=page(contract), many=_MANY_VALUES)


@lru_cache(maxsize=2)
def _templates(*, escapes: bool) -> Environment:
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError:
        raise MissingExtraError("generating documentation", extra="generate") from None
    environment = Environment(
        loader=PackageLoader("shapeproof.generate", "templates/docs"),
        autoescape=escapes,  # noqa: S701 - Markdown has escapes of its own
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"prose": as_html, "cell": as_cell, "code": as_code, "slug": github_slug}
    return environment
