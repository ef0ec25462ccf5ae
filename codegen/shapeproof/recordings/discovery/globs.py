"""Globs of paths, as settings, baselines and --include use them.

The library pathspec is not used: its patterns have the semantics of .gitignore, where a pattern for a directory covers
everything below it and `!` negates a pattern; and it would be the fourth dependency of the core.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from shapeproof.errors import UsageError, truncated

__all__ = ["matches"]

_MAX_SHOWN: Final = 100
_GLOB_HINT: Final = "for example *.json, or cassettes/**"
_ANY: Final = r"[\s\S]"
_DIRECTORIES: Final = rf"(?:{_ANY}*/)?"
_GLOB_PART: Final = re.compile(r"\*\*/|\*\*|\*|\?|\[!?\]?[^\]/]*\]|.", re.DOTALL)
_RANGE: Final = re.compile(r".-.|.", re.DOTALL)


def matches(glob: str, path: str) -> bool:
    """Whether a glob matches a path.

    Args:
        glob: `*` and `?` stop at slashes, `**` doesn't, `[…]` is one of some characters. A glob without a slash matches
            files of that name in any directory, as in .gitignore; one that ends with a slash matches all that is below.
        path: a relative path with forward slashes.

    Raises:
        UsageError: the glob is invalid.
    """
    return _compile(glob)(path)


@lru_cache(maxsize=256)
def _compile(glob: str) -> Callable[[str], bool]:
    from shapeproof.capture.patterns.matching import full_matcher  # most runs have no globs

    prefix = "" if "/" in glob.rstrip("/") else _DIRECTORIES
    relative_glob = glob.removeprefix("./").removeprefix("/")
    suffix = f"{_ANY}+" if relative_glob.endswith("/") else ""
    pattern, is_start_of_step = "", True  # `**/` crosses directories only at the start of a step of the path
    for part in _GLOB_PART.findall(relative_glob):
        is_inner_stars = part == "**/" and not is_start_of_step
        pattern += _regex("**", glob) + "/" if is_inner_stars else _regex(part, glob)
        is_start_of_step = part.endswith("/")
    try:
        return full_matcher(prefix + pattern + suffix)  # `*a*a*a*b` would keep `re` busy for hours
    except ValueError as error:
        raise UsageError(f"{truncated(glob, _MAX_SHOWN)!r} is not a valid glob: {error}", hint=_GLOB_HINT) from error


def _regex(part: str, glob: str) -> str:
    match part:
        case "**/":
            return _DIRECTORIES
        case "**":
            return f"{_ANY}*"
        case "*":
            return "[^/]*"
        case "?":
            return "[^/]"
        case "[]" | "[!]":
            return re.escape(part)
        case _ if len(part) > 1:
            characters = part[1:-1]
            ranges = _ranges(characters.removeprefix("!"), glob)
            return f"[^/{ranges}]" if characters.startswith("!") else f"[{ranges}]"
        case _:
            return re.escape(part)


def _ranges(characters: str, glob: str) -> str:
    """These characters and ranges as the inside of a character class."""
    ranges = _RANGE.findall(characters)
    for characters_in_range in ranges:
        if characters_in_range[0] > characters_in_range[-1]:
            raise UsageError(
                f"{glob!r} is not a valid glob: bad character range {characters_in_range}", hint=_GLOB_HINT
            )
    return "".join(
        f"{re.escape(item[0])}-{re.escape(item[-1])}" if len(item) == 3 else re.escape(item) for item in ranges
    )
