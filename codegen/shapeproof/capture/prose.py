"""The documentation in a botocore service model, from HTML to plain text. It is never committed: AWS owns it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any, Final

from shapeproof.capture.error_schema import error_codes
from shapeproof.capture.model import OperationModel
from shapeproof.capture.prose_links import MARKS, link

__all__ = ["plain_text", "prose"]

_PARAGRAPHS: Final = frozenset(
    ["p", "div", "pre", "ul", "ol", "dl", "dt", "dd", "note", "important", "fullname", "br", "h1", "h2", "h3", "h4"]
)
_LISTS: Final = frozenset(["ul", "ol"])
_SPACES: Final = re.compile(r"\s+")
_MARKS: Final = re.compile(f"[{MARKS}]")


def prose(service_model: Mapping[str, Any], operation: OperationModel, *, with_links: bool = False) -> dict[str, str]:
    """The documentation of an operation and of all shapes that it refers to.

    Args:
        service_model: the whole service model, as botocore reads it.
        operation: the operation, extracted from it.
        with_links: whether links are kept (see `capture.prose_links`), or their text alone.

    Returns:
        Descriptions as plain text, by key (see `capture.descriptions`).
    """
    name = operation.operation["name"]
    descriptions = {f"{name}()": service_model["operations"][name].get("documentation", "")}
    for shape_name in operation.shapes:
        shape = service_model["shapes"][shape_name]
        descriptions[shape_name] = shape.get("documentation", "")
        for member, traits in shape.get("members", {}).items():
            html = traits.get("documentation") or _of_inlined(service_model["shapes"][traits["shape"]])
            descriptions[f"{shape_name}.{member}"] = html
    texts = {key: plain_text(html, with_links=with_links) for key, html in descriptions.items()}
    texts |= {code: texts[shape] for code, shape in error_codes(operation).items()}
    return {key: text for key, text in texts.items() if text}


def _of_inlined(shape: Mapping[str, Any]) -> str:
    """The documentation of a shape that is inlined; structures and enums have a definition of their own for it."""
    has_definition = shape["type"] == "structure" or "enum" in shape
    return "" if has_definition else shape.get("documentation", "")


def plain_text(html: str, *, with_links: bool = False) -> str:
    """Convert an HTML fragment to text: code in backticks, list items after dashes, blank lines between paragraphs.

    Args:
        html: the fragment.
        with_links: as in `prose`.
    """
    parser = _TextParser(with_links=with_links)
    parser.feed(html)
    parser.close()
    return parser.text()


class _TextParser(HTMLParser):
    """Collects blocks of text, each with the prefix of its first line. Unknown tags are ignored."""

    def __init__(self, *, with_links: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[tuple[str, list[str]]] = [("", [])]
        self._depth = 0
        self._with_links = with_links
        self._is_code = False
        self._link: tuple[list[str], int, str] | None = None
        """The block of the link that is open, the number of pieces before it, and its target."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LISTS:
            self._depth += 1
        if tag == "li":
            self._blocks.append(("  " * (self._depth - 1) + "- ", []))
        elif tag in _PARAGRAPHS:
            self._end_block()
        elif tag == "code":
            self._set_code(True)
        elif tag == "a" and self._with_links:
            pieces = self._blocks[-1][1]
            self._link = (pieces, len(pieces), dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _LISTS:
            self._depth = max(0, self._depth - 1)
        if tag in _PARAGRAPHS or tag == "li":
            self._end_block()
        elif tag == "code":
            self._set_code(False)
        elif tag == "a":
            self._end_link()

    def handle_data(self, data: str) -> None:
        self._blocks[-1][1].append(_MARKS.sub("", data))

    def _set_code(self, is_code: bool) -> None:
        self._is_code = is_code
        self._blocks[-1][1].append("`")

    def _end_link(self) -> None:
        """Write the link that ends here, unless it is of several blocks. A link in code is a link whose text is code."""
        (pieces, start, href), self._link = self._link or ([], 0, ""), None
        if pieces is not self._blocks[-1][1]:
            return
        tick = "`" if self._is_code else ""
        written = link(f"{tick}{_SPACES.sub(' ', ''.join(pieces[start:]))}{tick}", href)
        if written:
            pieces[start:] = [tick, written, tick]

    def _end_block(self) -> None:
        # A paragraph at the start of a list item continues the item.
        if "".join(self._blocks[-1][1]).strip():
            self._blocks.append(("", []))

    def text(self) -> str:
        """All blocks; the items of a list are on consecutive lines."""
        return "".join(self._joined()).strip()

    def _joined(self) -> Iterator[str]:
        was_item = False
        for prefix, pieces in self._blocks:
            text = _SPACES.sub(" ", "".join(pieces)).strip().replace("``", "")
            if text:
                yield ("\n" if prefix and was_item else "\n\n") + prefix + text
                was_item = bool(prefix)
