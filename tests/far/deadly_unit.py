"""A program: has a cluster check a directory, and a unit that kills each worker that checks it."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from tests.far.archives import digest_by, plan
from tests.far.clusters import client_of, on_cluster

from shapeproof.far import dask_execution
from shapeproof.far.units import FarFile, FarUnit
from shapeproof.far.worker_task import check_in_worker


def deadly(unit: bytes, run: bytes) -> Any:
    """What the kernel does to a worker that takes too much memory."""
    if b"memory://deadly" in unit:
        os.kill(os.getpid(), signal.SIGKILL)
    return check_in_worker(unit, run)


def main() -> None:
    """Print what is known in the end."""
    setattr(dask_execution, check_in_worker.__name__, deadly)
    units = plan([f"file://{sys.argv[1]}"])
    units.insert(0, (len(units), FarUnit("files", (FarFile("memory://deadly", "deadly", True, 1, "1"),))))
    with client_of(2) as client:
        digest = digest_by(on_cluster(client), units)
    print(f"{digest.responses} responses")  # noqa: T201
    for group in digest.groups.values():
        for sample in group.samples:
            if sample.located.file == "deadly":
                print(f"{sample.located.file}: {sample.located.finding.message}")  # noqa: T201


if __name__ == "__main__":
    main()
