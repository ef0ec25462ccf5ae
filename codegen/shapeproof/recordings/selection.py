"""Which files of a folder are wanted, by globs of their paths."""

from __future__ import annotations

from dataclasses import dataclass

from shapeproof.recordings.globs import Below, matches

__all__ = ["Selection"]


@dataclass(frozen=True)
class Selection:
    """`include` and `exclude` are globs (see `globs.matches`) of paths below the folder that was named.

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
        name = self._name(path, inside)
        if self.include and not any(matches(glob, name) for glob in self.include):
            return f"not among what {self.spelling.format('include')} names"
        return None

    def why_closed(self, path: str, inside: str) -> str | None:
        """Why a file, or a folder with all that is in it, is left out; None if it isn't."""
        name = self._name(path, inside)
        if any(matches(glob.rstrip("/"), name) for glob in self.exclude):
            return f"left out by {self.spelling.format('exclude')}"
        return None

    def _name(self, path: str, inside: str) -> str:
        return inside if self.below is None else self.below.name(path)
