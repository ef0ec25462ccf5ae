"""Which files of a folder are wanted, by patterns of their paths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

__all__ = ["EVERYTHING", "EXCLUDED", "Selection"]

EXCLUDED: Final = "left out by --exclude"
_RANGE: Final = re.compile(r".-.|.", re.DOTALL)
_WILD: Final = re.compile(
    r"(?P<deep>(?:(?<=/)|^)\*\*/)|(?P<all>\*\*)|(?P<some>\*)|(?P<one>\?)|(?P<set>\[!?\]?[^\]/]*\])"
)


@dataclass(frozen=True)
class Selection:
    """`include` and `exclude` are globs of paths below the folder that was named, parted by `/`; `**` crosses folders.

    As in .gitignore, a pattern without a slash means a name in any folder. Without `include`, every file is wanted.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def why_not(self, path: str) -> str | None:
        """Why a file isn't wanted; None if it is."""
        if self.is_excluded(path):
            return EXCLUDED
        if self.include and not _matches(self._included, path):
            return "not among what --include names"
        return None

    def is_excluded(self, path: str) -> bool:
        """Whether a file, or a folder with all that is in it, is left out."""
        return _matches(self._excluded, path)

    @property
    def is_chosen(self) -> bool:
        """Whether files are wanted for their paths: then their names needn't tell a form."""
        return bool(self.include)

    @cached_property
    def _included(self) -> list[re.Pattern[str]]:
        return [_expression(one) for one in self.include]

    @cached_property
    def _excluded(self) -> list[re.Pattern[str]]:
        return [_expression(one) for one in self.exclude]


EVERYTHING: Final = Selection()


def _matches(expressions: Sequence[re.Pattern[str]], path: str) -> bool:
    return any(one.fullmatch(path) for one in expressions)


def _expression(glob: str) -> re.Pattern[str]:
    glob = glob.removeprefix("./").rstrip("/")
    glob = glob.removeprefix("/") if "/" in glob else f"**/{glob}"
    written, end = "", 0
    for wild in _WILD.finditer(glob):
        written += re.escape(glob[end : wild.start()]) + _translated(wild)
        end = wild.end()
    return re.compile(written + re.escape(glob[end:]), re.DOTALL)


def _translated(wild: re.Match[str]) -> str:
    match wild.lastgroup:
        case "deep":
            return "(?:.*/)?"
        case "all":
            return ".*"
        case "some":
            return "[^/]*"
        case "one":
            return "[^/]"
        case _:
            inside = wild.group()[1:-1]
            return f"(?!{_one_of(inside[1:])})[^/]" if inside.startswith("!") else _one_of(inside)


def _one_of(characters: str) -> str:
    """A character out of these and their ranges; a range from high to low holds none."""
    pieces = _RANGE.findall(characters)
    written = [
        f"{re.escape(one[0])}-{re.escape(one[-1])}" if len(one) == 3 else re.escape(one)
        for one in pieces
        if one[0] <= one[-1]
    ]
    return f"[{''.join(written)}]" if written else "(?!)"
