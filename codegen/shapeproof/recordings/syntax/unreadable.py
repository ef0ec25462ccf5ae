"""The reason why a text can't be read, with its location."""

from __future__ import annotations

from shapeproof.contract import Pointer
from shapeproof.validation.catalog import FindingCode

__all__ = ["UnreadableText"]


class UnreadableText(Exception):
    """A text that can't be read: `code` is a reading code, `message` a sentence with the mend.

    `line` and `column` are the place in the text, from 1 and in characters; `pointer` is the member's, where there is one.
    `is_comment` says that a comment is at fault.
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
        return f"line {self.line}, column {self.column}: {self.message} [{self.code}]"
