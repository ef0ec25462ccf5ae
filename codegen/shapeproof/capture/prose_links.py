"""Links in descriptions, as `capture.prose` writes them and pages find them.

A link is its text and its target between control characters. A string from outside that looks like a link of some
markup language stays a string: only what was an element in the documentation of a model becomes a link.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

__all__ = ["LINK", "MARKS", "link"]

_START, _MIDDLE, _END = "\x01", "\x02", "\x03"
MARKS: Final = "\x01-\x03"
"""The control characters, for a class of a pattern."""
_SIGNS: Final = "._~/?:@&=+,;!*%-"
"""What stays as it is in an address, beside letters and digits."""
_TARGET: Final = rf"https?://[A-Za-z0-9.-]+(?::\d+)?(?:[/?#][A-Za-z0-9#{_SIGNS}]*)?"
LINK: Final = re.compile(rf"{_START}(?P<text>[^{MARKS}\n]+){_MIDDLE}(?P<target>{_TARGET}){_END}")
"""A link whose target is safe in an attribute of HTML and in parentheses of Markdown, but for its ampersands."""


def link(text: str, href: str) -> str | None:
    """Write a link; None if it needs no link or must not be one: its target isn't an address of a web page.

    Args:
        text: its text, with code in backticks.
        href: its target, as a model has it.
    """
    words = text.strip()
    written = f"{_START}{words}{_MIDDLE}{_safe_target(href)}{_END}"
    if words.count("`") % 2 or not LINK.fullmatch(written):
        return None
    return text.replace(words, written, 1)


def _safe_target(href: str) -> str:
    """The address, with what else could mean something percent-encoded; empty for other schemes, and without a host.

    Whoever is named before an `@` in the host isn't who is visited: such addresses are refused, too.
    """
    try:
        parts = urlsplit(href.strip())
        host = parts.netloc.encode("ascii").decode()
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not host or "@" in host:
        return ""
    rest = quote(parts._replace(scheme="", netloc="", fragment="").geturl(), safe=_SIGNS)
    fragment = f"#{quote(parts.fragment, safe=_SIGNS)}" if parts.fragment else ""
    return f"{parts.scheme}://{host}{rest}{fragment}"
