"""How Python is to look for garbage while it checks."""

from __future__ import annotations

import gc

__all__ = ["tune_garbage_collector"]


def tune_garbage_collector() -> None:
    """Parsing makes dicts by the thousand, none of them in a cycle: looking for cycles would take a fifteenth of the time."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
