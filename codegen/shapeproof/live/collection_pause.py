"""Keeps Python's garbage collector from running while a response is checked."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager

__all__ = ["collection_paused"]


@contextmanager
def collection_paused() -> Generator[None]:
    """Pause the collector, if it is on.

    A body becomes thousands of objects, none of them in a cycle, and all of them gone a moment later. Python counts them
    all the same, and looks through everything that the program under test keeps alive: that took a third of the time of
    checking XML.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
