"""Globs of paths, and paths as they stand below a project's folder: how settings, baselines and --include name files."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from shapeproof.errors import UsageError

__all__ = ["Below", "matches"]

_WILD: Final = re.compile(r"\*\*/|\*\*|\*|\?|\[!?\]?[^\]/]*\]|.", re.DOTALL)
_RANGE: Final = re.compile(r".-.|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Below:
    """Names paths as they lie below `folder`. Both folders are absolute; paths are relative to `here`, or absolute."""

    folder: str
    here: str

    def name(self, path: str) -> str:
        """The path from the folder, with forward slashes; `../` leads out of it. `-`, standard input, stays."""
        if path == "-":
            return path
        whole, folder = os.path.normpath(os.path.join(self.here, path)), os.path.normpath(self.folder)
        steps, down = whole.rstrip(os.sep).split(os.sep), folder.rstrip(os.sep).split(os.sep)
        shared = 0
        while shared < min(len(steps), len(down)) and steps[shared] == down[shared]:
            shared += 1
        return "/".join([*([".."] * (len(down) - shared)), *steps[shared:]]) or "."


def matches(glob: str, name: str) -> bool:
    """Whether a glob means a path with forward slashes.

    `*` and `?` stop at slashes, `**` doesn't, `[…]` is one of some characters. A glob without a slash means files of
    that name in any folder, as in .gitignore; one with a slash at its end means all that lies below. Raises UsageError.
    """
    return _compiled(glob).fullmatch(name) is not None


@lru_cache(maxsize=256)
def _compiled(glob: str) -> re.Pattern[str]:
    anywhere = "" if "/" in glob.rstrip("/") else "(?:.*/)?"
    plain = glob.removeprefix("./").removeprefix("/")
    below = ".+" if plain.endswith("/") else ""
    written, is_start = "", True  # `**/` crosses folders only where a step of the path begins
    for piece in _WILD.findall(plain):
        written += _regex("**" if piece == "**/" and not is_start else piece, glob)
        written += "/" if piece == "**/" and not is_start else ""
        is_start = piece.endswith("/")
    return re.compile(anywhere + written + below, re.DOTALL)


def _regex(piece: str, glob: str) -> str:
    match piece:
        case "**/":
            return "(?:.*/)?"
        case "**":
            return ".*"
        case "*":
            return "[^/]*"
        case "?":
            return "[^/]"
        case _ if len(piece) > 1:
            inside = piece[1:-1]
            one_of = _one_of(inside.removeprefix("!"), glob)
            return f"(?!{one_of})[^/]" if inside.startswith("!") else one_of
        case _:
            return re.escape(piece)


def _one_of(characters: str, glob: str) -> str:
    """A character out of these and their ranges."""
    pieces = _RANGE.findall(characters)
    for piece in pieces:
        if piece[0] > piece[-1]:
            raise UsageError(f"{glob!r} is no glob: bad character range {piece}")
    written = [f"{re.escape(one[0])}-{re.escape(one[-1])}" if len(one) == 3 else re.escape(one) for one in pieces]
    return f"[{''.join(written)}]"
