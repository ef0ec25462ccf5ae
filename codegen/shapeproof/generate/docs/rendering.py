"""Renders the reference page of a contract, as Markdown or as one self-contained HTML file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

from shapeproof.contract import Contract
from shapeproof.generate.docs.page_builder import build_page
from shapeproof.generate.docs.page_model import Page
from shapeproof.markup.prose import as_block, as_breakable, as_cell, as_code, as_html, heading_slugs
from shapeproof.markup.templating import templates

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["html", "markdown"]

_MANY_VALUES: Final = 12
"""An enum with more values is folded."""


def markdown(contract: Contract) -> str:
    """Render the page as Markdown for GitHub. The same contract always gives the same text.

    Raises:
        MissingExtraError: jinja2 isn't installed.
    """
    template = _templates(escapes=False).get_template("page.md.jinja")
    page = build_page(contract)
    text = template.render(page=page, many=_MANY_VALUES, slugs=_slugs(page))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def html(contract: Contract) -> str:
    """Render the page as HTML that contains its styles and scripts. Otherwise as `markdown`."""
    return _templates(escapes=True).get_template("page.html.jinja").render(page=build_page(contract), many=_MANY_VALUES)


def _slugs(page: Page) -> Mapping[str, str]:
    """The fragment of the heading of each structure and enum. It depends on the headings before it."""
    structures = [structure.name for structure in page.structures]
    enums = [enum.name for enum in page.enums]
    before = [page.contract.operation, "Errors", "Example", "Structures"]
    slugs = heading_slugs([*before, *structures, *(["Enums"] if enums else []), *enums])
    structure_slugs = slugs[len(before) : len(before) + len(structures)]
    enum_slugs = slugs[len(slugs) - len(enums) :]
    return dict(zip([*structures, *enums], [*structure_slugs, *enum_slugs], strict=True))


@cache
def _templates(*, escapes: bool) -> Environment:
    environment = templates("generate", "docs", "generating documentation", extra="generate", escapes=escapes)
    environment.filters |= {"prose": as_html, "breakable": as_breakable}
    environment.filters |= {"block": as_block, "cell": as_cell, "code": as_code}
    return environment
