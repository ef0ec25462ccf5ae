"""A timeline as a part of a page: of one of Markdown, or of one of HTML that has the style sheet `timeline.css`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from shapeproof.contract.timeline import Timeline
from shapeproof.markup.html_page import html_templates
from shapeproof.markup.markdown_page import markdown_templates
from shapeproof.markup.timeline_picture import picture_of

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["timeline_html", "timeline_markdown"]

_PURPOSE: Final = "generating documentation"


def timeline_html(timeline: Timeline) -> str:
    """The picture with its facts. Raises MissingExtraError."""
    return _part(html_templates("markup", "page", _PURPOSE, extra="generate"), "timeline.html.jinja", timeline)


def timeline_markdown(timeline: Timeline) -> str:
    """The facts as a table. Raises MissingExtraError."""
    return _part(markdown_templates("markup", "page", _PURPOSE, extra="generate"), "timeline.md.jinja", timeline)


def _part(templates: Environment, name: str, timeline: Timeline) -> str:
    macros = cast("Any", templates.get_template(name).module)
    return str(macros.timeline_table(picture_of(timeline)))
