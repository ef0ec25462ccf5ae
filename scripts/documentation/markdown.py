"""What the tests and the site read from a page of Markdown: headings, links, and the steps that its examples take."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

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

    file: write `text` to the file named `value`. The page says so in a comment before the block: `<!-- file: a.py -->`.
    run: run the command `value`, whatever it prints. The page says so in a comment: `<!-- run: mkdir tests -->`.
    console: run the commands of a block and compare what they print; `start` and `end` delimit the block's text.
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
    """What has to be done, in order, to follow the page's examples."""
    by_start = {match.start(): match for match in _FENCE.finditer(page)}
    found = [
        Step("console", "", match["text"], match.start("text"), match.end("text"))
        for match in by_start.values()
        if match["language"] == "console"
    ]
    for comment in _COMMENT.finditer(page):
        if comment["kind"] == "run":
            found.append(Step("run", comment["value"], "", comment.start(), comment.end()))
        else:
            block = by_start[comment.end()]  # KeyError: the comment names a file, and no block follows it
            found.append(Step("file", comment["value"], block["text"], block.start("text"), block.end("text")))
    return sorted(found, key=lambda step: step.start)


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block and what it prints. A command goes on after a backslash at the end of a line."""
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
    """The anchors of a page's headings, as GitHub and GitLab make them."""
    seen: Counter[str] = Counter()
    names: set[str] = set()
    for heading in _HEADING.findall(_FENCE.sub("", page)):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        name = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        names.add(f"{name}-{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return names


def escaped(text: str) -> str:
    """A message or a help text as Markdown: stars and brackets stay what they are. Backticks mean code in both."""
    pieces = re.split(r"(`[^`]*`)", text)
    return "".join(
        piece if index % 2 else re.sub(r"([*_<>\[\]\\])", r"\\\1", piece) for index, piece in enumerate(pieces)
    )
