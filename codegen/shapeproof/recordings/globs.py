"""Globs of paths, and paths as they stand below a project's folder: what settings and baselines name files by."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from shapeproof.errors import UsageError

__all__ = ["Below", "matches"]

_WILD: Final = re.compile(r"\*\*/|\*\*|\*|\?|\[!?\]?[^\]]*\]|.", re.DOTALL)


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
    glob = glob.removeprefix("./").removeprefix("/")
    below = ".+" if glob.endswith("/") else ""
    try:
        return re.compile(anywhere + "".join(_regex(piece) for piece in _WILD.findall(glob)) + below, re.DOTALL)
    except re.error as error:
        raise UsageError(f"{glob!r} is no glob: {error.msg}") from None


def _regex(piece: str) -> str:
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
            characters = re.escape(inside.removeprefix("!")).replace("\\-", "-")  # `a-c` is a range
            return f"[^/{characters}]" if inside.startswith("!") else f"(?!/)[{characters}]"
        case _:
            return re.escape(piece)
