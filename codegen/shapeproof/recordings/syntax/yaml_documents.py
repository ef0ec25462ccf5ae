"""Finds the documents of a YAML file, so that a fault in one leaves the others readable.

A line that starts with `---` or `...` ends a document wherever it stands: YAML forbids it inside of scalars.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["document_spans"]

_BREAKS: Final = r"\n\r\x85\u2028\u2029"
_MARKER: Final = re.compile(rf"(?:\A|(?<=[{_BREAKS}]))(?:---|\.\.\.)(?=[ \t{_BREAKS}]|\Z)")
_PROLOGUE: Final = re.compile(rf"(?:\s++|[#%][^{_BREAKS}]*+)*+")
"""What belongs to the document whose `---` follows: comments and directives."""
_NOTHING: Final = re.compile(rf"(?:\s++|#[^{_BREAKS}]*+)*+(?:---(?:\s++|#[^{_BREAKS}]*+)*+)?")


def document_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each document of a YAML file starts and ends, in characters; those without any value are left out.

    Args:
        text: the decoded file.
    """
    start = 0
    for marker in _MARKER.finditer(text):
        is_end = marker.group() == "..."
        if not is_end and _PROLOGUE.fullmatch(text, start, marker.start()):
            continue
        if not _NOTHING.fullmatch(text, start, marker.start()):
            yield start, marker.start()
        start = marker.end() if is_end else marker.start()
    if not _NOTHING.fullmatch(text, start):
        yield start, len(text)
