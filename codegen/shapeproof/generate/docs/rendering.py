"""A contract as a page of reference, in Markdown or as one HTML file that needs nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

from shapeproof.contract import Contract
from shapeproof.generate.docs.page import Page
from shapeproof.generate.docs.page_contents import page
from shapeproof.markup.prose import as_block, as_breakable, as_cell, as_code, as_html, heading_slugs
from shapeproof.markup.templating import templates

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
    """Name of a structure or enum -> fragment of its heading, which depends on the headings before it."""
    structures, enums = [one.name for one in told.structures], [one.name for one in told.enums]
    before = [told.contract.operation, "Errors", *(["Rules"] if told.rules else []), "Example", "Structures"]
    slugs = heading_slugs([*before, *structures, *(["Enums"] if enums else []), *enums])
    of_structures = slugs[len(before) : len(before) + len(structures)]
    of_enums = slugs[len(slugs) - len(enums) :]
    return dict(zip([*structures, *enums], [*of_structures, *of_enums], strict=True))


@cache
def _templates(*, escapes: bool) -> Environment:
    environment = templates("generate", "docs", "generating documentation", extra="generate", escapes=escapes)
    environment.filters |= {"prose": as_html, "breakable": as_breakable}
    environment.filters |= {"block": as_block, "cell": as_cell, "code": as_code}
    return environment
