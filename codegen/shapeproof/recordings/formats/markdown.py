"""Reads Markdown: the responses in its fenced blocks. Prose, and blocks of other languages, are passed over."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import takewhile
from typing import Final, NamedTuple

from shapeproof.recordings.formats.embedded_texts import moved_failure, moved_recording
from shapeproof.recordings.formats.read_result import Content, failure_from
from shapeproof.recordings.location import Location
from shapeproof.recordings.model import NotRead, ReadFailure, Recording
from shapeproof.recordings.syntax.json_diagnosis import decode
from shapeproof.recordings.syntax.json_parser import split_bom
from shapeproof.recordings.syntax.parse_error import ParseError

__all__ = ["MarkdownBlock", "fenced_blocks", "read_markdown"]

_FENCE: Final = re.compile(r"(?P<indent>[ \t]*+)(?P<fence>`{3,}+|~{3,}+)[ \t]*+(?P<info>[^\r\n]*+)\r?\n?")
_LANGUAGE: Final = re.compile(r"\{?[ \t]*+\.?([A-Za-z0-9_+-]*+)")
_LANGUAGES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("json", "jsonl", "ndjson"), ".json"),
    **dict.fromkeys(("yaml", "yml"), ".yaml"),
    **dict.fromkeys(("python", "python3", "py", "pycon", "ipython", "ipython3"), ".py"),
    **dict.fromkeys(("", "text", "txt", "output", "console", "shell-session"), ""),
}
"""The extension of the files that a block of each language is like; empty if its content tells."""
_COMMAND: Final = re.compile(r"[ \t]*+[$%] .*")
_OBJECT: Final = re.compile(rb"\[?\s*+\{")
_NO_BLOCK: Final = "files in Markdown without a response in a fenced block"


class MarkdownBlock(NamedTuple):
    """A fenced block.

    Attributes:
        extension: that of files with the same content; empty if the content tells.
        line: the line in the file of its first line, from 1.
        lines: its lines, with their line ends, without the indentation of the fence; those that are commands are blank.
        removed: how many characters of indentation were removed of each line.
    """

    extension: str
    line: int
    lines: list[str]
    removed: list[int]

    @property
    def data(self) -> bytes:
        """The content."""
        return "".join(self.lines).encode()

    def relocate(self, locations: Collection[Location]) -> Mapping[Location, Location]:
        """Where places of the block stand in the file."""
        last = len(self.lines)
        return {
            location: Location(
                location.line + self.line - 1, location.column + self.removed[min(location.line, last) - 1]
            )
            for location in locations
        }


def read_markdown(data: bytes, read_text: Callable[[bytes, str], Content | None]) -> Content:
    """Read the fenced blocks of a file.

    Args:
        data: the bytes of the file.
        read_text: reads a text as if it were a file with an extension, or by its content if this is empty.

    Yields:
        The responses, located in the file, and those that can't be read. A block in which nothing is like a response is
        passed over, unless it claims to be JSON, or starts as an object does.
    """
    try:
        text = decode(split_bom(data)[0])
    except ParseError as error:
        yield failure_from(error)
        return
    index = 0
    for block in fenced_blocks(text):
        for item in read_text(block.data, block.extension) or ():
            match item:
                case Recording():
                    yield moved_recording(item, index, block.relocate)
                case ReadFailure() if item.keys or block.extension == ".json" or _OBJECT.match(block.data):
                    yield moved_failure(item, index, block.relocate)
                case _:
                    continue
            index += 1
    if not index:
        yield NotRead(_NO_BLOCK)


def fenced_blocks(text: str) -> Iterator[MarkdownBlock]:
    """Yield the blocks of a text that are not blank, and whose language is one that responses are written in."""
    fence, indent = "", 0
    block: MarkdownBlock | None = None
    for number, line in enumerate(_lines(text), start=1):
        match = _FENCE.fullmatch(line)
        if not fence:
            if match and not (match["fence"].startswith("`") and "`" in match["info"]):
                fence, indent = match["fence"], len(match["indent"])
                block = _start(match["info"], number + 1)
        elif match and match["fence"].startswith(fence) and not match["info"].strip():
            yield from _complete(block)
            fence, block = "", None
        elif block:
            removed = min(indent, len(line) - len(line.lstrip(" \t")))
            block.lines.append("\n" if _COMMAND.match(line) else line[removed:])
            block.removed.append(removed)
    yield from _complete(block)


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends; `str.splitlines` also splits at other characters."""
    *lines, last = text.split("\n")
    yield from (f"{line}\n" for line in lines)
    if last:
        yield last


def _start(info: str, line: int) -> MarkdownBlock | None:
    language = _LANGUAGE.match(info)
    extension = _LANGUAGES.get(language[1].lower()) if language else None
    return None if extension is None else MarkdownBlock(extension, line, [], [])


def _complete(block: MarkdownBlock | None) -> Iterator[MarkdownBlock]:
    """The block from its first line that isn't blank."""
    blank = sum(1 for _ in takewhile(_is_blank, block.lines)) if block else 0
    if block and blank < len(block.lines):
        extension, line, lines, removed = block
        yield MarkdownBlock(extension, line + blank, lines[blank:], removed[blank:])


def _is_blank(line: str) -> bool:
    return not line.strip()
