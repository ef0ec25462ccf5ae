"""Pages of HTML: their templates escape what they print, and their policy allows no script or style but their own."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from shapeproof.errors import InternalError
from shapeproof.markup.html_text import HtmlText, as_anchor, as_breakable, as_html, as_text
from shapeproof.markup.templating import templates

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["PageParts", "html_templates", "page_parts"]


@dataclass(frozen=True, slots=True)
class PageParts:
    """What a page contains beside its text.

    Attributes:
        style: the text of its only `<style>`.
        script: the text of its only `<script>`.
        policy: its Content Security Policy. Browsers run and apply these two, known by their hashes, and load nothing.
    """

    style: HtmlText
    script: HtmlText
    policy: str


@cache
def html_templates(room: str, directory: str, purpose: str, *, extra: str) -> Environment:
    """The HTML templates of a directory, as `templates` finds them.

    Values are printed escaped, in elements and in quoted attributes alike; only `HtmlText` is printed as it is. There is
    no `safe` filter, and a link is `#` and the filter `anchor`, so that no value decides on its scheme. The links within
    prose are those of `capture.prose_links`, which lead to web pages.

    Raises:
        MissingExtraError: jinja2 is not installed.
    """
    filters = {"anchor": as_anchor, "breakable": as_breakable, "prose": as_html}
    return templates(room, directory, purpose, extra=extra, escapes=True, prints=_printed, filters=filters)


def _printed(value: object) -> object:
    return value if hasattr(value, "__html__") else as_text(str(value))


@cache
def page_parts(environment: Environment, *, styles: tuple[str, ...], scripts: tuple[str, ...]) -> PageParts:
    """The style and the script of a page, and the policy that allows them.

    Args:
        environment: finds the files. They are taken as they are, not as templates.
        styles: the names of the style sheets.
        scripts: the names of the scripts.
    """
    style, script = _joined(environment, styles), _joined(environment, scripts)
    policy = {
        "default-src": "'none'",
        "script-src": _hash(script),
        "style-src": _hash(style),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return PageParts(style, script, "; ".join(f"{directive} {source}" for directive, source in policy.items()))


def _joined(environment: Environment, names: tuple[str, ...]) -> HtmlText:
    if environment.loader is None:
        raise InternalError("templates without a loader")
    text = "\n" + "".join(environment.loader.get_source(environment, name)[0] for name in names)
    if "</" in text or "<!--" in text:
        raise InternalError(f"one of {', '.join(names)} would end its element, or not end there")
    return HtmlText(text)


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
