"""The encoding of what a program prints."""

from __future__ import annotations

import sys
from collections.abc import Mapping

__all__ = ["pipe_encoding"]


def pipe_encoding(environment: Mapping[str, str], system: str = sys.platform) -> str | None:
    """The encoding for a standard stream that isn't a terminal; None for what Python has chosen.

    On Windows Python chooses the code page of the system, and JSON or Python source in it is read by no other program.

    Args:
        environment: the environment variables.
        system: the system, as `sys.platform` has it.
    """
    return "utf-8" if system == "win32" and not environment.get("PYTHONIOENCODING") else None
