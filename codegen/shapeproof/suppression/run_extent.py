"""Whether a run checks everything that there is, so that what it doesn't need nothing needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

__all__ = ["is_whole"]


def is_whole(given: Sequence[Path], usual: Sequence[Path], is_directory: Callable[[Path], bool]) -> bool:
    """Whether nothing else is ever checked, as far as can be known.

    Args:
        given: the paths that the run was given, absolute; empty for the usual ones.
        usual: the paths that the settings name, absolute.
        is_directory: whether a path is a directory.
    """
    if not given:
        return True
    if usual:
        return all(any(path.is_relative_to(root) for root in given) for path in usual)
    return all(map(is_directory, given))
