"""Paths relative to a project's directory, wherever a command runs."""

from __future__ import annotations

import os
from dataclasses import dataclass

from shapeproof.recordings.discovery.units import STANDARD_INPUT
from shapeproof.recordings.discovery.urls import is_url

__all__ = ["BaseDirectory"]


@dataclass(frozen=True, slots=True)
class BaseDirectory:
    """Gives each file one name: its path relative to a directory.

    Attributes:
        directory: the directory, an absolute path.
        working_directory: where relative paths start, an absolute path.
    """

    directory: str
    working_directory: str

    def relative(self, path: str) -> str:
        """The path relative to the directory.

        Args:
            path: an absolute path, or one relative to the working directory. `-`, standard input, and URLs are returned
                as they are.

        Returns:
            A path with forward slashes; it starts with `../` if the path is outside the directory.
        """
        if path == STANDARD_INPUT or is_url(path):
            return path
        absolute, base = os.path.normpath(os.path.join(self.working_directory, path)), os.path.normpath(self.directory)
        steps, base_steps = absolute.rstrip(os.sep).split(os.sep), base.rstrip(os.sep).split(os.sep)
        shared = 0
        while shared < min(len(steps), len(base_steps)) and steps[shared] == base_steps[shared]:
            shared += 1
        return "/".join([*([".."] * (len(base_steps) - shared)), *steps[shared:]]) or "."
