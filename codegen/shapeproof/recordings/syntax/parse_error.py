"""The error of every parser: the reason why a file can't be parsed, with its location."""

from __future__ import annotations

from shapeproof.contract import Pointer
from shapeproof.errors import cut
from shapeproof.validation.catalog import FindingCode

__all__ = ["ParseError"]


class ParseError(Exception):
    """Raised for a file, or a part of one, that can't be parsed.

    Attributes:
        code: a finding code of kind `reading` (SP9xx).
        message: what is wrong and, after a semicolon, what to do about it.
        line: the line, from 1.
        column: the column in characters, from 1.
        pointer: the pointer of the value at fault, if it has one.
        is_comment: whether the fault is a comment, which JSON does not allow.
    """

    def __init__(
        self, code: FindingCode, message: str, line: int, column: int, pointer: Pointer = (), is_comment: bool = False
    ) -> None:
        super().__init__(code, message, line, column, pointer, is_comment)
        self.code = code
        self.message = message
        self.line = line
        self.column = column
        self.pointer = pointer
        self.is_comment = is_comment

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {cut(self.message)} [{self.code}]"
