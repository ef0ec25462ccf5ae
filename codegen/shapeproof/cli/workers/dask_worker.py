"""Prepares a process of a Dask cluster that this command line has started."""

from __future__ import annotations

import signal

from shapeproof.cli.workers.gc_tuning import tune_garbage_collector

__all__ = ["dask_setup"]


def dask_setup(_worker: object) -> None:
    """What Dask calls, by this name, when a worker starts.

    An interrupt reaches all processes of a terminal, and the command ends its workers itself.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tune_garbage_collector()
