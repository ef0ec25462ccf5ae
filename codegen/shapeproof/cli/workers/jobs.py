"""Units of work, checked by one process or by several: the same results in the same order."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Generator, Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Final, cast

import click

from shapeproof.cli.workers.gc_tuning import tune_garbage_collector
from shapeproof.operating_system.processes import MAX_WORKERS, usable_cores
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.recordings.discovery.units import Planned, Unit
from shapeproof.registry import ContractRegistry

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

__all__ = ["check_units", "jobs_option"]

_MAX_BATCH_UNITS: Final = 64
_MAX_BATCH_BYTES: Final = 4 * 2**20
_ASSUMED_BYTES: Final = 16 * 2**10
"""The size that a file of unknown size is taken to have."""
_BATCHES_AHEAD: Final = 4
"""Batches for each process that may be checked before an earlier one is done: this keeps memory flat."""
_MAX_JOBS: Final = 1_000
_MAX_FINDINGS_AHEAD: Final = 20_000
"""Findings that may be received before those of an earlier batch; with more of them, their processes wait."""
_MIN_BATCHES: Final = 2
"""With fewer batches no processes are started: by the time they run, one process would be done."""


def _parse_jobs(_context: click.Context, _parameter: click.Parameter, value: str) -> int:
    if value in {"0", "auto"}:
        return min(usable_cores(), MAX_WORKERS)
    jobs = int(value) if re.fullmatch(r"[0-9]{1,6}", value) else 0
    if not 1 <= jobs <= _MAX_JOBS:
        raise click.BadParameter(
            f"{value!r} is not a number of processes: 1 to {_MAX_JOBS:,}, or 0 or auto for one per core."
        )
    return min(jobs, MAX_WORKERS)


jobs_option = click.option(
    "--jobs",
    default="1",
    metavar="N",
    show_default=True,
    callback=_parse_jobs,
    help="Number of worker processes; 0 or auto for one per core.",
)


def check_units(
    planned: Iterable[Planned], options: CheckOptions, registry: ContractRegistry, jobs: int
) -> Generator[UnitResult]:
    """Check units, in their order. Close the generator, so that no process is left behind.

    Args:
        planned: the units.
        options: how to check.
        registry: where contracts are found; worker processes make one of their own from the options.
        jobs: how many processes may check.

    Raises:
        UnknownContractError: the contract or the directory that the options name doesn't exist.
        ShapeproofError: a worker process died.
    """
    checker = Checker(options, registry)  # invalid options are reported before anything is started
    if jobs > 1:
        batches = _batches(planned)
        first = list(islice(batches, _MIN_BATCHES))
        if len(first) == _MIN_BATCHES:
            yield from _check_in_workers(chain(first, batches), options, jobs)
            return
        planned = chain.from_iterable(first)
    tune_garbage_collector()
    for unit in planned:
        yield from checker.check(unit)


def _batches(planned: Iterable[Planned]) -> Iterator[list[Planned]]:
    """Units in their order, in batches so large that sending them costs little beside checking them."""
    batch: list[Planned] = []
    size = 0
    for unit in planned:
        batch.append(unit)
        size += _size_of(unit)
        if size >= _MAX_BATCH_BYTES or len(batch) >= _MAX_BATCH_UNITS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _size_of(planned: Planned) -> int:
    if not isinstance(planned, Unit):
        return 0
    size = planned.length if planned.data is None else len(planned.data)
    return _ASSUMED_BYTES if size is None else size


def _check_in_workers(batches: Iterator[list[Planned]], options: CheckOptions, jobs: int) -> Iterator[UnitResult]:
    from multiprocessing.connection import wait

    from shapeproof.cli.workers.worker_pool import WorkerReply, worker_pool

    numbered = enumerate(batches)
    replies: defaultdict[int, deque[WorkerReply]] = defaultdict(deque)
    sent = current = findings_ahead = 0
    with worker_pool(options, jobs) as pool:
        while True:
            while (
                sent < current + jobs * _BATCHES_AHEAD
                and (worker := pool.idle_worker())
                and (batch := next(numbered, None))
            ):
                pool.send(worker, *batch)
                sent += 1
            if replies[current]:
                reply = replies[current].popleft()
                findings_ahead -= reply.findings
                yield from reply.results
                if reply.error:
                    raise reply.error
                if reply.is_last:
                    del replies[current]
                    current += 1
                continue
            busy = {
                worker.connection: worker
                for worker in pool.workers
                if worker.batch is not None and (worker.number == current or findings_ahead < _MAX_FINDINGS_AHEAD)
            }
            if not busy:
                return
            for connection in wait(busy):
                worker = busy[cast("Connection", connection)]
                reply = pool.receive(worker)
                replies[worker.number].append(reply)
                findings_ahead += reply.findings
