"""Settings of the garbage collector for checking files."""

from __future__ import annotations

import gc

__all__ = ["tune_garbage_collector"]


def tune_garbage_collector() -> None:
    """Look for reference cycles rarely: parsing makes thousands of dicts, none of them in a cycle.

    With Python's own thresholds the search takes a fifteenth of the time of a run.
    """
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
