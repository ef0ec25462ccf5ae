"""Splits printed Python into statements, each parsed on its own: a fault in one leaves the others readable."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from shapeproof.recordings.model import Location

__all__ = ["Statement", "split_statements"]

_TOKEN = re.compile(
    r"'''[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+'''"
    r'|"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+"""'
    r"|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'"
    r'|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"'
    r"|\#[^\n]*+"
    r"|<[A-Za-z_](?:[^<>\n]|<[^<>\n]*+>)*+>"  # the repr of an object: <botocore.response.StreamingBody object at 0x7f>
    r"|\\\n|[\n()\[\]{}]",
    re.DOTALL,
)
_DIGITS = re.compile(r"[0-9]++")
_START = re.compile(r"(?P<indent>[ \t\f]*+)(?P<prompt>>>>(?: |$)|(?:In ?|Out ?)\[[0-9]++\]:)?\s*+")


@dataclass(frozen=True, slots=True)
class Statement:
    """One logical line.

    Attributes:
        code: the line for the parser, in which underscores replace each character of an object's repr.
        source: the line as it is written.
        line: the line number of its first character, from 1.
        column: the column of its first character, from 1.
        is_indented: whether white space precedes it.
        is_prompted: whether the prompt of a console precedes it.
    """

    code: str
    source: str
    line: int
    column: int
    is_indented: bool
    is_prompted: bool

    def nodes(self) -> list[ast.stmt]:
        """Parse the statement. Raises SyntaxError, ValueError, RecursionError or MemoryError, as `ast.parse` does."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an invalid escape in a recording doesn't matter
            return ast.parse(self.code).body

    @property
    def depth(self) -> int:
        """The greatest number of brackets that are open at once."""
        depth = deepest = 0
        for token in _TOKEN.finditer(self.code):
            if token.group() in "([{":
                depth += 1
                deepest = max(deepest, depth)
            elif token.group() in ")]}":
                depth = max(depth - 1, 0)
        return deepest

    def has_number_of(self, digits: int) -> bool:
        """Whether the statement has an integer of at least this many digits."""
        outside_strings = _TOKEN.sub(lambda token: token.group() if len(token.group()) == 1 else " ", self.code)
        return any(len(number) >= digits for number in _DIGITS.findall(outside_strings.replace("_", "")))

    def location_of(self, node: ast.expr | ast.stmt) -> Location:
        """The location of a node in the file; `ast` counts columns in bytes."""
        line = self.code.split("\n")[node.lineno - 1]
        offset = node.col_offset if line.isascii() else len(line.encode()[: node.col_offset].decode())
        return self.location_at(node.lineno, offset + 1)

    def location_at(self, line: int, column: int) -> Location:
        """The location in the file of a line and a column of this statement, both from 1."""
        return Location(self.line + line - 1, column + self.column - 1 if line == 1 else column)

    def source_of(self, node: ast.expr) -> str:
        """The source of a node, as it is written."""
        if node.end_lineno != node.lineno or node.end_col_offset is None:
            return ast.unparse(node)
        index = node.lineno - 1
        line = self.code.split("\n")[index].encode()
        start, end = len(line[: node.col_offset].decode()), len(line[: node.end_col_offset].decode())
        return self.source.split("\n")[index][start:end]


def split_statements(text: str) -> Iterator[Statement]:
    """Split at the line ends outside brackets, and before a dict that follows a dict on the same line.

    Args:
        text: the decoded file. Prompts of the Python and IPython consoles are removed, blank lines skipped.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # as Python does
    code = _TOKEN.sub(_mask_repr, text) if "<" in text else text
    line, counted = 1, 0
    for start, end in _spans(code):
        match = _START.match(code, start, end)
        first = match.end() if match else start
        if first >= end:
            continue
        line += code.count("\n", counted, first)
        counted = first
        column = first - code.rfind("\n", 0, first)
        is_indented, is_prompted = bool(match and match["indent"]), bool(match and match["prompt"])
        yield Statement(code[first:end], text[first:end], line, column, is_indented, is_prompted)


def _mask_repr(match: re.Match[str]) -> str:
    token = match.group()
    return "_" * len(token) if token.startswith("<") else token


def _spans(code: str) -> Iterator[tuple[int, int]]:
    """The start and end offsets of the statements."""
    start, depth, dict_end = 0, 0, -1
    for match in _TOKEN.finditer(code):
        token, offset = match.group(), match.start()
        if token in "([{":
            if token == "{" and depth == 0 and dict_end >= start and not code[dict_end:offset].strip():
                yield start, offset
                start = offset
            depth += 1
        elif token in ")]}":
            depth = max(depth - 1, 0)
            if depth == 0 and token == "}":
                dict_end = match.end()
        elif token == "\n" and depth == 0:
            yield start, offset
            start = match.end()
    yield start, len(code)
