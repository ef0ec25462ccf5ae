"""Where a system has a user's own files."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

__all__ = ["caches_of_user"]


def caches_of_user(environment: Mapping[str, str], system: str = sys.platform) -> str:
    """The directory of caches; not an absolute path if the user has no home directory.

    Args:
        environment: the environment variables.
        system: the system, as `sys.platform` has it.
    """
    directory = {
        "win32": environment.get("LOCALAPPDATA", ""),
        "darwin": os.path.expanduser("~/Library/Caches"),
    }.get(system, environment.get("XDG_CACHE_HOME", ""))
    # The XDG specification says to ignore a path that isn't absolute.
    return directory if os.path.isabs(directory) else os.path.expanduser("~/.cache")
