"""Dask clusters on this machine."""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any, cast

import distributed
from tests.far.archives import in_process
from tests.program.forks import environment

from shapeproof.far.dask_execution import DaskExecution
from shapeproof.far.shipped_contracts import ShippedRun
from shapeproof.far.unit_check import FarCheckOptions
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.registry import ContractRegistry

__all__ = ["client_of", "client_of_worker", "on_cluster"]


@contextmanager
def client_of(workers: int) -> Generator[Any]:
    """A client of a cluster of processes."""
    cluster = cast("Any", distributed.LocalCluster)(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        dashboard_address="127.0.0.1:0",
        silence_logs=logging.CRITICAL,
    )
    with cluster, cast("Any", distributed.Client)(cluster) as client:
        yield client


@contextmanager
def client_of_worker(python: str, variables: Mapping[str, str]) -> Generator[Any]:
    """A client of a cluster whose only worker is a process of some Python, with its own environment."""
    with client_of(0) as client, worker_of(client, python, variables):
        client.wait_for_workers(1, timeout=30)
        yield client


@contextmanager
def worker_of(client: Any, python: str, variables: Mapping[str, str]) -> Generator[None]:
    """One more worker of a cluster: a process of some Python, with its own environment."""
    words = [
        "-m",
        "distributed.cli.dask_worker",
        client.scheduler.address,
        "--no-dashboard",
        "--no-nanny",
        "--nthreads",
        "1",
    ]
    worker = subprocess.Popen(
        [python, *words], env={**environment(), **variables}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()


def on_cluster(client: Any, check: CheckOptions | None = None) -> DaskExecution:
    """Checks on a cluster."""
    check = check or CheckOptions()
    registry = ContractRegistry.of_project(check.directory, rules=check.rules)
    return DaskExecution(client, ShippedRun.of(FarCheckOptions(check), registry.directory), in_process(check))
