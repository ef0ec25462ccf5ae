"""Selects files in directories by globs of their paths."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from shapeproof.operating_system.paths import forward_slashes
from shapeproof.recordings.discovery.base_directory import BaseDirectory
from shapeproof.recordings.discovery.globs import matches

__all__ = ["Selection"]


@dataclass(frozen=True)
class Selection:
    """Which files of a directory to read.

    Attributes:
        include: globs (see `globs.matches`) of the files to read, and of directories in which all are read; if there are
            none, every file is read.
        exclude: globs of the files and directories not to read; they win over `include`.
        base: the directory to which the globs are relative: a project's, for its settings. Without it they match paths
            below the named directory, or together with it.
        option_format: how messages write the options `include` and `exclude`.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    base: BaseDirectory | None = None
    option_format: str = "--{}"

    def __post_init__(self) -> None:
        """Raise UsageError for an invalid glob at once, not at the first file."""
        for glob in (*self.include, *self.exclude):
            matches(glob, "")

    def reason_to_skip(self, path: str, relative: str) -> str | None:
        """Why a file is not read; None if it is.

        Args:
            path: the path of the file.
            relative: its path below the named directory.
        """
        if reason := self.reason_to_exclude(path, relative):
            return reason
        if self.include and not self._is_included(path, relative):
            return f"not matched by {self.option_format.format('include')}"
        return None

    def reason_to_exclude(self, path: str, relative: str) -> str | None:
        """Why a file, or a directory with all that is in it, is excluded; None if it isn't.

        Args:
            path: the path of the file or directory.
            relative: its path below the named directory.
        """
        if self._matches_any([glob.rstrip("/") for glob in self.exclude], path, relative):
            return f"excluded by {self.option_format.format('exclude')}"
        return None

    def _is_included(self, path: str, relative: str) -> bool:
        """Whether a glob matches the file, or a directory that it is in, as those of `exclude` do."""
        globs = [glob.rstrip("/") for glob in self.include]
        while not self._matches_any(globs, path, relative or path):
            parent = os.path.dirname(path)
            is_top = not relative and self.base is None  # what is above the named directory says nothing
            if is_top or parent in {"", path}:
                return False
            path, relative = parent, os.path.dirname(relative)
        return True

    def _matches_any(self, globs: Sequence[str], path: str, relative: str) -> bool:
        if not globs:  # most runs select nothing, and this is called for every file
            return False
        paths = (
            (relative, forward_slashes(path).removeprefix("./")) if self.base is None else (self.base.relative(path),)
        )
        return any(matches(glob, candidate) for glob in globs for candidate in paths)
