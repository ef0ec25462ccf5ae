"""Splits printed Python into statements, each parsed on its own: a fault in one leaves the others readable."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from shapeproof.recordings.limits import MAX_STATEMENT, MAX_VALUES
from shapeproof.recordings.location import Location
from shapeproof.recordings.printed.tokens import tokens
from shapeproof.recordings.printed.utf8_lines import Utf8Line
from shapeproof.recordings.syntax.labels import LABEL
from shapeproof.recordings.syntax.line_index import LineIndex
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.validation.catalog import reading

__all__ = ["Statement", "split_statements"]

_TOO_LONG: Final = f"a statement of more than {MAX_STATEMENT // 2**20} MiB; print the responses one by one"
_TOO_MANY_VALUES: Final = f"a statement of more than {MAX_VALUES:,} values; print the responses one by one"
_LONG = re.compile(r"(?<![\w.])((?:0[xX][0-9a-fA-F]++|[0-9]++))[lL]\b")
_DIGITS = re.compile(r"[0-9]++")
_START = re.compile(r"(?P<indent>[ \t\f]*+)(?P<prompt>>>>(?: |$)|(?:In ?|Out ?)\[[0-9]++\]:)?\s*+" + f"(?:{LABEL})?")


class _UniversalLines:
    """The lines of a text that has carriage returns: to Python, each of them ends a line."""

    def __init__(self, text: str) -> None:
        self._lines_of_file = LineIndex(text)
        self._starts = [0, *(end.end() for end in re.finditer(r"[\r\n]", text))]

    def location_in_file(self, location: Location) -> Location:
        """The location in the file of one as Python counts lines."""
        start = self._starts[min(location.line, len(self._starts)) - 1]
        return self._lines_of_file.location(start + location.column - 1)


@dataclass(frozen=True)
class Statement:
    """One logical line.

    Attributes:
        code: the line for the parser, in which underscores replace each character of an object's repr.
        source: the line as it is written.
        line: the line number of its first character, from 1, as Python counts lines.
        column: the column of its first character, from 1.
        is_indented: whether white space precedes it.
        is_prompted: whether the prompt of a console precedes it.
        lines: the lines of the file, if Python sees more of them than a file has; else None.
    """

    code: str
    source: str
    line: int
    column: int
    is_indented: bool
    is_prompted: bool
    lines: _UniversalLines | None = None

    def nodes(self) -> list[ast.stmt]:
        """Parse the statement.

        Raises:
            ParseError: the statement is too large (SP909): its syntax tree might not fit into the memory.
            SyntaxError, ValueError, RecursionError, MemoryError: as `ast.parse` does.
        """
        location = self.location_at(1, 1)
        if len(self.code) > MAX_STATEMENT:
            raise ParseError(reading.TOO_LARGE, _TOO_LONG, *location)
        if self.code.count(",") > MAX_VALUES and self._outside_strings.count(",") > MAX_VALUES:
            raise ParseError(reading.TOO_LARGE, _TOO_MANY_VALUES, *location)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an invalid escape in a recording doesn't matter
            try:
                return ast.parse(self.code).body
            except SyntaxError:
                code = _without_suffixes(self.code)
                if code == self.code:
                    raise
                return ast.parse(code).body

    @property
    def depth(self) -> int:
        """The greatest number of brackets that are open at once."""
        depth = deepest = 0
        for token in tokens(self.code):
            if token.group() in "([{":
                depth += 1
                deepest = max(deepest, depth)
            elif token.group() in ")]}":
                depth = max(depth - 1, 0)
        return deepest

    def has_number_of(self, digits: int) -> bool:
        """Whether the statement has an integer of at least this many digits."""
        return any(len(number) >= digits for number in _DIGITS.findall(self._outside_strings.replace("_", "")))

    @property
    def _outside_strings(self) -> str:
        """The code, with a space in the place of each string, comment and repr."""
        parts: list[str] = []
        copied = 0
        for token in tokens(self.code):
            if len(token.group()) > 1:
                parts.append(self.code[copied : token.start()])
                copied = token.end()
        return " ".join((*parts, self.code[copied:]))

    def location_of(self, node: ast.expr | ast.stmt) -> Location:
        """The location of a node in the file; `ast` counts columns in bytes."""
        return self.location_at(node.lineno, self._code_lines[node.lineno - 1].character_index(node.col_offset) + 1)

    def location_at(self, line: int, column: int) -> Location:
        """The location in the file of a line and a column of this statement, both from 1."""
        location = Location(self.line + line - 1, column + self.column - 1 if line == 1 else column)
        return location if self.lines is None else self.lines.location_in_file(location)

    def source_of(self, node: ast.expr) -> str:
        """The source of a node, as it is written."""
        if node.end_lineno != node.lineno or node.end_col_offset is None:
            return ast.unparse(node)
        index = node.lineno - 1
        line = self._code_lines[index]
        start, end = line.character_index(node.col_offset), line.character_index(node.end_col_offset)
        return self._source_lines[index][start:end]

    @cached_property
    def _code_lines(self) -> list[Utf8Line]:
        return [Utf8Line(line) for line in self.code.split("\n")]

    @cached_property
    def _source_lines(self) -> list[str]:
        return self.source.split("\n")


def split_statements(text: str) -> Iterator[Statement]:
    """Split at the line ends outside brackets, and before a dict that follows a dict on the same line.

    Args:
        text: the decoded file. Prompts of the Python and IPython consoles, and labels before a dict, are removed, blank
            lines skipped.
    """
    text = text.replace("\r\n", "\n")
    lines = _UniversalLines(text) if "\r" in text else None
    text = text.replace("\r", "\n")  # as Python does
    code = _mask_reprs(text) if "<" in text else text
    line, line_start, counted = 1, 0, 0
    for start, end in _spans(code):
        match = _START.match(code, start, end)
        first = match.end() if match else start
        if first >= end:
            continue
        if line_feeds := code.count("\n", counted, first):
            line += line_feeds
            line_start = code.rindex("\n", counted, first) + 1
        counted = first
        column = first - line_start + 1
        is_indented, is_prompted = bool(match and match["indent"]), bool(match and match["prompt"])
        yield Statement(code[first:end], text[first:end], line, column, is_indented, is_prompted, lines)


def _mask_reprs(text: str) -> str:
    parts: list[str] = []
    copied = 0
    for token in tokens(text):
        if token.group().startswith("<"):
            parts += (text[copied : token.start()], "_" * len(token.group()))
            copied = token.end()
    return "".join((*parts, text[copied:]))


def _without_suffixes(code: str) -> str:
    """The code with a space for each `L` behind an integer, as Python 2 printed long ones."""
    parts: list[str] = []
    copied = 0
    for token in tokens(code):
        parts += (_LONG.sub(r"\1 ", code[copied : token.start()]), token.group())
        copied = token.end()
    return "".join((*parts, _LONG.sub(r"\1 ", code[copied:])))


def _spans(code: str) -> Iterator[tuple[int, int]]:
    """The start and end offsets of the statements."""
    start, depth = 0, 0
    dict_end = -1  # of a dict outside brackets which is the token before
    for match in tokens(code):
        token, offset = match.group(), match.start()
        follows_dict, dict_end = dict_end, -1
        if token in "([{":
            if token == "{" and follows_dict >= 0 and not code[follows_dict:offset].strip():
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
