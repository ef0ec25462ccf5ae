"""Renders the reference page of a contract, as Markdown or as one self-contained HTML file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from shapeproof.contract import Contract
from shapeproof.contract.timeline import Timeline
from shapeproof.generate.docs.page_builder import build_page
from shapeproof.generate.docs.page_model import Page
from shapeproof.markup.html_page import html_templates, page_parts
from shapeproof.markup.markdown_page import markdown_templates
from shapeproof.markup.markdown_text import MarkdownText, heading_slugs

__all__ = ["html", "markdown"]

_PURPOSE: Final = "generating documentation"
_MANY_VALUES: Final = 12
"""An enum with more values is folded."""
_MANY_PATHS: Final = 1_000
"""A page with more paths is large: browsers lay out what is in sight."""


def markdown(contract: Contract, timeline: Timeline | None = None) -> str:
    """Render the page as Markdown for GitHub. The same contract always gives the same text.

    Args:
        contract: the contract.
        timeline: what came and went in responses of the operation; None if that isn't known.

    Raises:
        MissingExtraError: jinja2 isn't installed.
    """
    page = build_page(contract, timeline)
    template = markdown_templates("generate", "docs", _PURPOSE, extra="generate").get_template("page.md.jinja")
    text = template.render(page=page, many=_MANY_VALUES, slugs=_slugs(page))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def html(contract: Contract, timeline: Timeline | None = None) -> str:
    """Render the page as HTML that contains its styles and scripts. Otherwise as `markdown`."""
    environment = html_templates("generate", "docs", _PURPOSE, extra="generate")
    scripts = ("folding.js", "theme.js", "path_tree.js", "search.js")
    parts = page_parts(environment, styles=("page.css", *(("timeline.css",) if timeline else ())), scripts=scripts)
    template = environment.get_template("page.html.jinja")
    page = build_page(contract, timeline)
    is_large = page.request.size + page.response.size + page.error.size > _MANY_PATHS
    return template.render(page=page, many=_MANY_VALUES, is_large=is_large, parts=parts)


def _slugs(page: Page) -> Mapping[str, MarkdownText]:
    """The fragment of the heading of each structure and enum. It depends on the headings before it."""
    structures = [structure.name for structure in page.structures]
    enums = [enum.name for enum in page.enums]
    before = [page.contract.operation, "Errors", "Example", *(["History"] if page.history else []), "Structures"]
    slugs = [
        MarkdownText(slug) for slug in heading_slugs([*before, *structures, *(["Enums"] if enums else []), *enums])
    ]
    structure_slugs = slugs[len(before) : len(before) + len(structures)]
    enum_slugs = slugs[len(slugs) - len(enums) :]
    return dict(zip([*structures, *enums], [*structure_slugs, *enum_slugs], strict=True))
