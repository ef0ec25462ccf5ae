"""Finds the tokens of printed Python that say where its statements end, in one pass over the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

__all__ = ["tokens"]

# What follows the quotes that open a string. An empty group after it tells that the string is never closed.
_STRINGS: Final[Mapping[str, str]] = {
    "'''": r"[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+(?:'''|(?P<single3>))",
    '"""': r'[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+(?:"""|(?P<double3>))',
    "'": r"[^'\\\n]*+(?:\\.[^'\\\n]*+)*+(?:'|(?P<single>))",
    '"': r'[^"\\\n]*+(?:\\.[^"\\\n]*+)*+(?:"|(?P<double>))',
}
_QUOTES: Final[Mapping[str, str]] = {"single3": "'''", "double3": '"""', "single": "'", "double": '"'}
_OTHERS: Final = (
    r"\#[^\n]*+",
    r"<[A-Za-z_](?:[^<>\n]|<[^<>\n]*+>)*+>",  # an object's repr: <botocore.response.StreamingBody object at 0x7f>
    r"\\\n",
    r"[\n()\[\]{}]",
)


@cache
def _pattern(unclosed: frozenset[str]) -> re.Pattern[str]:
    strings = [quotes + rest for quotes, rest in _STRINGS.items() if quotes not in unclosed]
    return re.compile("|".join((*strings, *_OTHERS)), re.DOTALL)


def tokens(code: str) -> Iterator[re.Match[str]]:
    """Find strings, comments, reprs of objects, brackets and line ends.

    Quotes that open a string which is never closed are skipped. The search for their end isn't repeated for the next
    ones of their kind: it would pass the same characters. Only a backslash before them could change that, and the last
    character of quotes is a quote.

    Args:
        code: the text.

    Yields:
        A match for each token, in order.
    """
    position = 0
    search_ends: dict[str, int] = {}  # of kinds of quotes: up to where there is nothing that closes them
    while position < len(code):
        for match in _pattern(frozenset(search_ends)).finditer(code, position):
            position = match.end()
            if quotes := _QUOTES.get(match.lastgroup or ""):
                position, search_ends[quotes] = match.start(), match.end()
                break
            yield match
            if search_ends and _drop_passed(search_ends, position):
                break
        else:
            return


def _drop_passed(search_ends: dict[str, int], position: int) -> bool:
    """Forget the ends that have been passed; whether there are any."""
    passed = [quotes for quotes, end in search_ends.items() if end <= position]
    for quotes in passed:
        del search_ends[quotes]
    return bool(passed)
