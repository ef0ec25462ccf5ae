"""Units of work checked by several processes: the same results in the same order as by one."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Final, cast

import click

from shapeproof.cli.workers.gc_tuning import tune_garbage_collector
from shapeproof.errors import ShapeproofError
from shapeproof.recordings.checking.checker import Checker, CheckOptions
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.recordings.discovery.files import Planned, Unit
from shapeproof.registry import ContractRegistry

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

__all__ = ["checked", "jobs_option"]

_MOST_UNITS: Final = 64
_MOST_BYTES: Final = 4 * 2**20
_USUAL_BYTES: Final = 16 * 2**10
"""What a file of unknown size counts as."""
_AHEAD: Final = 4
"""Batches for each process that may be checked before one that comes earlier is done: so memory stays flat."""
_WORTH_IT: Final = 2
"""Batches below which processes aren't started: by the time they are, one process would be done."""


def _number(_context: click.Context, _parameter: click.Parameter, value: str) -> int:
    if value in {"0", "auto"}:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not value.isdecimal():
        raise click.BadParameter(f"{value!r} is no number of processes: 1 or more; 0 or auto for one a core.")
    return int(value)


jobs_option = click.option(
    "--jobs",
    default="1",
    metavar="N",
    show_default=True,
    callback=_number,
    help="Processes that check; 0 or auto: one a core.",
)


def checked(
    planned: Iterable[Planned], options: CheckOptions, registry: ContractRegistry, jobs: int
) -> Generator[UnitResult]:
    """What is found in each unit, in their order. To be closed, so that no process is left behind.

    Raises what `Checker` raises, and ShapeproofError if a process dies.
    """
    checker = Checker(options, registry)  # options that can't be met are told before anything is started
    if jobs > 1:
        batches = _batches(planned)
        first = list(islice(batches, _WORTH_IT))
        if len(first) == _WORTH_IT:
            yield from _by_processes(chain(first, batches), options, jobs)
            return
        planned = chain.from_iterable(first)
    tune_garbage_collector()
    yield from map(checker.check, planned)


def _batches(planned: Iterable[Planned]) -> Iterator[list[Planned]]:
    """Units in their order, so many together that handing them over costs little beside checking them."""
    batch: list[Planned] = []
    size = 0
    for one in planned:
        batch.append(one)
        size += _weight(one)
        if size >= _MOST_BYTES or len(batch) >= _MOST_UNITS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _weight(planned: Planned) -> int:
    if not isinstance(planned, Unit):
        return 0
    known = planned.length if planned.data is None else len(planned.data)
    return _USUAL_BYTES if known is None else known


def _by_processes(batches: Iterator[list[Planned]], options: CheckOptions, jobs: int) -> Iterator[UnitResult]:
    from multiprocessing.connection import wait

    from shapeproof.cli.workers.worker_pool import WorkerReply, worker_pool

    numbered = enumerate(batches)
    answers: dict[int, WorkerReply] = {}
    started = handed_on = 0
    with worker_pool(options, jobs) as crew:
        while True:
            while started < handed_on + jobs * _AHEAD and (worker := crew.free()) and (batch := next(numbered, None)):
                crew.give(worker, *batch)
                started += 1
            if handed_on in answers:
                partials, refusal = answers.pop(handed_on)
                yield from partials
                if refusal:
                    raise ShapeproofError(refusal.message, where=refusal.where, hint=refusal.hint)
                handed_on += 1
                continue
            busy = {worker.connection: worker for worker in crew.workers if worker.batch is not None}
            if not busy:
                return
            for connection in wait(busy):
                worker = busy[cast("Connection", connection)]
                answers[worker.number] = crew.take(worker)
