"""A contract as a page of reference, in Markdown or as one HTML file that needs nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from shapeproof.contract import Contract
from shapeproof.errors import MissingExtraError
from shapeproof.generate.page import Page
from shapeproof.generate.page_contents import page
from shapeproof.generate.prose import as_block, as_cell, as_code, as_html, heading_slugs

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["html", "markdown"]

_MANY_VALUES: Final = 12
"""An enum with more values is folded."""


def markdown(contract: Contract) -> str:
    """The page in Markdown, as GitHub renders it. The same contract gives the same text, always.

    Raises MissingExtraError without jinja2.
    """
    template = _templates(escapes=False).get_template("page.md.jinja")
    told = page(contract)
    text = template.render(page=told, many=_MANY_VALUES, slugs=_slugs(told))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def html(contract: Contract) -> str:
    """The page as HTML, styles and script within. Otherwise as `markdown`."""
    return _templates(escapes=True).get_template("page.html.jinja").render(page=page(contract), many=_MANY_VALUES)


def _slugs(told: Page) -> Mapping[str, str]:
    """Name of a structure or enum -> fragment of its heading, even where it is called as a section is."""
    sections = [told.contract.operation, "Errors", *(["Rules"] if told.rules else []), "Example", "Structures"]
    structures, enums = [one.name for one in told.structures], [one.name for one in told.enums]
    headings = [*sections, *structures, *(["Enums"] if enums else []), *enums]
    slugs = heading_slugs(headings)
    # Read from the end, so that of equal names the section's, which stands first, gives way to the shape's.
    named = dict(zip(headings, slugs, strict=True))
    if enums and "Enums" in structures:
        named["Enums"] = slugs[len(sections) + structures.index("Enums")]
    return named


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
    environment.filters |= {"prose": as_html, "block": as_block, "cell": as_cell, "code": as_code}
    return environment
