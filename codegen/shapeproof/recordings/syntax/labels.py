"""Labels of printed responses: `Response: {'Users': …}`, as `print("Response:", response)` and loggers write them."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["LABEL", "count_labels", "has_python_label", "without_labels"]

_NOT_KEYWORD: Final = (
    r"(?!(?:async|case|class|def|elif|else|except|finally|for|if|lambda|match|return|try|while|with|yield)\b)"
)
_SPACE: Final = r"\s{0,99}+"
LABEL: Final = (
    rf"{_NOT_KEYWORD}[A-Za-z0-9\[](?:[^\n'\"(){{}}=#]|\(\)){{0,120}}?(?::|[=-]>)[ \t]*+"
    rf"(?=\[?{_SPACE}\{{{_SPACE}u?(?P<quote>['\"])|(?:collections\.)?OrderedDict\()"
)
"""A label at the start of a line, up to the dict, or the list of dicts, behind it: words and a colon or an arrow."""
_LABEL_OF_LINE: Final = re.compile(rf"^[ \t]*+{LABEL}".encode(), re.MULTILINE)


def count_labels(data: bytes) -> int:
    """The number of lines that start with a label."""
    return sum(1 for _ in _LABEL_OF_LINE.finditer(data))


def has_python_label(data: bytes) -> bool:
    """Whether a dict behind a label has the quotes of Python, or is an OrderedDict."""
    return any(match["quote"] != b'"' for match in _LABEL_OF_LINE.finditer(data))


def without_labels(data: bytes) -> bytes:
    """The data with spaces in the place of labels: all else keeps its line and column."""
    return _LABEL_OF_LINE.sub(lambda match: b" " * len(match.group().decode("utf-8", "replace")), data)
