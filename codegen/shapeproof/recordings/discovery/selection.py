"""Which files of a folder are wanted, by globs of their paths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shapeproof.recordings.discovery.globs import Below, matches

__all__ = ["Selection"]


@dataclass(frozen=True)
class Selection:
    """`include` and `exclude` are globs (see `globs.matches`) of paths: below the folder that was named, or with it.

    With `below` they are globs of paths below that folder instead: a project's, whose settings they are. Without
    `include`, every file is wanted. `spelling` is how messages write the two words.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    below: Below | None = None
    spelling: str = "--{}"

    def __post_init__(self) -> None:
        """Raises UsageError for what is no glob: at once, not at the first file."""
        for glob in (*self.include, *self.exclude):
            matches(glob, "")

    def why_not(self, path: str, inside: str) -> str | None:
        """Why a file isn't wanted; None if it is. `inside` is its path below the folder that was named."""
        if reason := self.why_closed(path, inside):
            return reason
        if self.include and not self._means(self.include, path, inside):
            return f"not among what {self.spelling.format('include')} names"
        return None

    def why_closed(self, path: str, inside: str) -> str | None:
        """Why a file, or a folder with all that is in it, is left out; None if it isn't."""
        if self._means([glob.rstrip("/") for glob in self.exclude], path, inside):
            return f"left out by {self.spelling.format('exclude')}"
        return None

    def _means(self, globs: Sequence[str], path: str, inside: str) -> bool:
        if not globs:  # most runs choose nothing, and every file comes by here
            return False
        names = (inside, path.removeprefix("./")) if self.below is None else (self.below.name(path),)
        return any(matches(glob, name) for glob in globs for name in names)
