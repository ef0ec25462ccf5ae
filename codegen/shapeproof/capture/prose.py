"""The prose of a botocore service model, turned from HTML into plain text. Never committed: it is its authors'."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any, Final

from shapeproof.capture.error_schema import error_codes
from shapeproof.capture.model import OperationModel

__all__ = ["plain_text", "prose"]

_PARAGRAPHS: Final = frozenset(
    ["p", "div", "pre", "ul", "ol", "dl", "dt", "dd", "note", "important", "fullname", "br", "h1", "h2", "h3", "h4"]
)
_LISTS: Final = frozenset(["ul", "ol"])
_SPACES: Final = re.compile(r"\s+")


def prose(service_model: Mapping[str, Any], operation: OperationModel) -> dict[str, str]:
    """Place -> text (see `capture.descriptions`), for all that `operation` reaches in the service's whole model."""
    name = operation.operation["name"]
    told = {f"{name}()": plain_text(service_model["operations"][name].get("documentation", ""))}
    for shape_name in operation.shapes:
        shape = service_model["shapes"][shape_name]
        told[shape_name] = plain_text(shape.get("documentation", ""))
        for member, traits in shape.get("members", {}).items():
            own = traits.get("documentation") or _of_what_is_in_place(service_model["shapes"][traits["shape"]])
            told[f"{shape_name}.{member}"] = plain_text(own)
    told |= {code: told[shape] for code, shape in error_codes(operation).items()}
    return {place: text for place, text in told.items() if text}


def _of_what_is_in_place(shape: Mapping[str, Any]) -> str:
    """A structure and an enum have a place of their own for their text; anything else has that of the member."""
    has_place = shape["type"] == "structure" or "enum" in shape
    return "" if has_place else shape.get("documentation", "")


def plain_text(html: str) -> str:
    """The text of a fragment of HTML: code in backticks, list items after dashes, blank lines between paragraphs."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Gathers blocks of text, each with the mark that its first line bears. Tags that it doesn't know are ignored."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[tuple[str, list[str]]] = [("", [])]
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - its signature
        if tag in _LISTS:
            self._depth += 1
        if tag == "li":
            self._blocks.append(("  " * (self._depth - 1) + "- ", []))
        elif tag in _PARAGRAPHS:
            self._end_block()
        elif tag == "code":
            self._blocks[-1][1].append("`")

    def handle_endtag(self, tag: str) -> None:
        if tag in _LISTS:
            self._depth = max(0, self._depth - 1)
        if tag in _PARAGRAPHS or tag == "li":
            self._end_block()
        elif tag == "code":
            self._blocks[-1][1].append("`")

    def handle_data(self, data: str) -> None:
        self._blocks[-1][1].append(data)

    def _end_block(self) -> None:
        # A paragraph that opens a list item goes on with the item.
        if "".join(self._blocks[-1][1]).strip():
            self._blocks.append(("", []))

    def text(self) -> str:
        """All blocks; items of a list on lines that follow one another."""
        return "".join(self._joined()).strip()

    def _joined(self) -> Iterator[str]:
        was_item = False
        for mark, pieces in self._blocks:
            words = _SPACES.sub(" ", "".join(pieces)).strip().replace("``", "")
            if words:
                yield ("\n" if mark and was_item else "\n\n") + mark + words
                was_item = bool(mark)
