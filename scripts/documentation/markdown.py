"""Reads headings, links and the steps of examples from a page of Markdown; escapes text for one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from shapeproof.markup.markdown_text import heading_slugs

__all__ = ["Block", "Step", "anchors", "blocks", "commands", "escaped", "links", "steps"]

_FENCE: Final = re.compile(r"^```(?P<language>[\w-]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMENT: Final = re.compile(r"^<!-- (?P<kind>file|run): (?P<value>.+?) -->\n*", re.MULTILINE)
_HEADING: Final = re.compile(r"^#{1,6} (.+?)\s*$", re.MULTILINE)
_LINK: Final = re.compile(r"(?<!\\)\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(([^()\s]+)\)")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block. `start` and `end` delimit its text in the page."""

    language: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a page's examples.

    Attributes:
        kind: `file`: write `text` to the file `value`, as the comment `<!-- file: a.py -->` before a block asks for.
            `run`: run the command `value` and ignore its output, as the comment `<!-- run: mkdir tests -->` asks for.
            `console`: run the commands in `text` and compare their output.
        value: the name of the file, or the command; empty for `console`.
        text: the text of the block; empty for `run`.
        start: the index in the page at which the text of the block, or the comment, starts.
        end: the index at which it ends.
    """

    kind: Literal["file", "run", "console"]
    value: str
    text: str
    start: int
    end: int


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    return [
        Block(match["language"], match["text"], match.start("text"), match.end("text"))
        for match in _FENCE.finditer(page)
    ]


def steps(page: str) -> list[Step]:
    """The steps of a page's examples, in order."""
    by_start = {match.start(): match for match in _FENCE.finditer(page)}
    page_steps = [
        Step("console", "", match["text"], match.start("text"), match.end("text"))
        for match in by_start.values()
        if match["language"] == "console"
    ]
    for comment in _COMMENT.finditer(page):
        if comment["kind"] == "run":
            page_steps.append(Step("run", comment["value"], "", comment.start(), comment.end()))
        else:
            block = by_start[comment.end()]  # KeyError: no block follows the comment
            page_steps.append(Step("file", comment["value"], block["text"], block.start("text"), block.end("text")))
    return sorted(page_steps, key=lambda step: step.start)


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block, and its output. A backslash at the end of a line continues a command."""
    command, printed, continues = "", "", False
    for line in text.splitlines(keepends=True):
        if continues:
            command += line
        elif line.startswith("$ "):
            if command:
                yield command, printed
            command, printed = line, ""
        else:
            printed += line
            continue
        continues = line.endswith("\\\n")
    if command:
        yield command, printed


def links(page: str) -> list[str]:
    """The targets of a page's inline links and images."""
    return _LINK.findall(_FENCE.sub("", page))


def anchors(page: str) -> set[str]:
    """The anchors of a page's headings, as GitHub and GitLab define them."""
    headings = _HEADING.findall(_FENCE.sub("", page))
    return set(heading_slugs(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading) for heading in headings))


def escaped(text: str) -> str:
    """A message or a help text as Markdown: everything but code in backticks is escaped."""
    pieces = re.split(r"(`[^`]*`)", text)
    return "".join(
        piece if index % 2 else re.sub(r"([*_<>\[\]\\])", r"\\\1", piece) for index, piece in enumerate(pieces)
    )
