"""Prepares a process of a Dask cluster that this command line has started."""

from __future__ import annotations

from shapeproof.cli.workers.gc_tuning import tune_garbage_collector
from shapeproof.operating_system.processes import ignore_interrupts

__all__ = ["dask_setup"]


def dask_setup(_worker: object) -> None:
    """What Dask calls, by this name, when a worker starts.

    An interrupt reaches all processes of a terminal, and the command ends its workers itself.
    """
    ignore_interrupts()
    tune_garbage_collector()
