"""Paths as reports, globs and baselines write them, on every system."""

from __future__ import annotations

import os

__all__ = ["forward_slashes"]


def forward_slashes(path: str, separator: str = os.sep) -> str:
    """A path with forward slashes. Where a backslash separates nothing, it is a character of a name, and stays."""
    return path.replace(separator, "/")
