"""Warnings on standard error: what is wrong, but does not stop a command."""

from __future__ import annotations

from collections.abc import Iterable

from shapeproof.cli.terminal import print_text

__all__ = ["warn_of"]


def warn_of(problems: Iterable[object]) -> None:
    """Print a warning for each problem."""
    for problem in problems:
        print_text(f"shapeproof: warning: {problem}", to_stderr=True)
