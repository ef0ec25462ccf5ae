"""A text of printed Python -> its statements, each parsed on its own: a fault in one leaves the others readable."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from shapeproof.recordings.model import Location

__all__ = ["Statement", "statements"]

_TOKEN = re.compile(
    r"'''[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+'''"
    r'|"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+"""'
    r"|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'"
    r'|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"'
    r"|\#[^\n]*+"
    r"|<[A-Za-z_](?:[^<>\n]|<[^<>\n]*+>)*+>"  # the print of an object: <botocore.response.StreamingBody object at 0x7f>
    r"|\\\n|[\n()\[\]{}]",
    re.DOTALL,
)
_DIGITS = re.compile(r"[0-9]++")
_START = re.compile(r"(?P<indent>[ \t\f]*+)(?P<prompt>>>>(?: |$)|(?:In ?|Out ?)\[[0-9]++\]:)?\s*+")


@dataclass(frozen=True, slots=True)
class Statement:
    """One logical line. `code` is for the parser: underscores stand for each character of an object's print.

    `source` is the line as it stands; `line` and `column` are the place of its first character.
    """

    code: str
    source: str
    line: int
    column: int
    indented: bool
    prompted: bool

    def nodes(self) -> list[ast.stmt]:
        """Parse the statement. Raises what `ast.parse` raises: SyntaxError, RecursionError, MemoryError."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an odd escape in a recording isn't the reader's business
            return ast.parse(self.code).body

    @property
    def depth(self) -> int:
        """How many brackets are open at once, at most."""
        depth = deepest = 0
        for token in _TOKEN.finditer(self.code):
            if token.group() in "([{":
                depth += 1
                deepest = max(deepest, depth)
            elif token.group() in ")]}":
                depth = max(depth - 1, 0)
        return deepest

    def has_number_of(self, digits: int) -> bool:
        """Whether a whole number of at least so many digits is in it."""
        outside_strings = _TOKEN.sub(lambda token: token.group() if len(token.group()) == 1 else " ", self.code)
        return any(len(number) >= digits for number in _DIGITS.findall(outside_strings.replace("_", "")))

    def place(self, node: ast.expr | ast.stmt) -> Location:
        """The place of a node in the whole text; `ast` counts columns in bytes."""
        line = self.code.split("\n")[node.lineno - 1]
        offset = node.col_offset if line.isascii() else len(line.encode()[: node.col_offset].decode())
        return self.place_of(node.lineno, offset + 1)

    def place_of(self, line: int, column: int) -> Location:
        """The place in the whole text of a line and a column of this statement, both from 1."""
        return Location(self.line + line - 1, column + self.column - 1 if line == 1 else column)

    def source_of(self, node: ast.expr) -> str:
        """The source of a node, as it stands in the recording."""
        if node.end_lineno != node.lineno or node.end_col_offset is None:
            return ast.unparse(node)
        index = node.lineno - 1
        line = self.code.split("\n")[index].encode()
        start, end = len(line[: node.col_offset].decode()), len(line[: node.end_col_offset].decode())
        return self.source.split("\n")[index][start:end]


def statements(text: str) -> Iterator[Statement]:
    """Split a text at the line ends outside brackets, and before a dict that follows a dict on the same line.

    The prompt marks of the Python and IPython consoles are taken off; lines without anything on them are left out.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # as Python reads it
    code = _TOKEN.sub(_without_print, text) if "<" in text else text
    line, counted = 1, 0
    for start, end in _spans(code):
        match = _START.match(code, start, end)
        begin = match.end() if match else start
        if begin >= end:
            continue
        line += code.count("\n", counted, begin)
        counted = begin
        column = begin - code.rfind("\n", 0, begin)
        indented, prompted = bool(match and match["indent"]), bool(match and match["prompt"])
        yield Statement(code[begin:end], text[begin:end], line, column, indented, prompted)


def _without_print(token: re.Match[str]) -> str:
    word = token.group()
    return "_" * len(word) if word.startswith("<") else word


def _spans(code: str) -> Iterator[tuple[int, int]]:
    start, depth, closed = 0, 0, -1
    for token in _TOKEN.finditer(code):
        word, offset = token.group(), token.start()
        if word in "([{":
            if word == "{" and depth == 0 and closed >= start and not code[closed:offset].strip():
                yield start, offset
                start = offset
            depth += 1
        elif word in ")]}":
            depth = max(depth - 1, 0)
            if depth == 0 and word == "}":
                closed = token.end()
        elif word == "\n" and depth == 0:
            yield start, offset
            start = token.end()
    yield start, len(code)
