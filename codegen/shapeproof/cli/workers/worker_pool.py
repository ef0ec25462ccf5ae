"""Worker processes that check batches of units, and end when the process that started them does."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, Final, NamedTuple, cast

from shapeproof.cli.workers.gc_tuning import tune_garbage_collector
from shapeproof.errors import ShapeproofError
from shapeproof.operating_system import processes
from shapeproof.operating_system.process_guard import ProcessGuard
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.recordings.discovery.units import Planned

__all__ = ["WorkerPool", "WorkerReply", "worker_pool"]

_SAFE_PATH: Final = "PYTHONSAFEPATH"
_TERMINATION_TIMEOUT: Final = 5.0
"""Seconds that a process has to end by itself."""

_MAX_REPLY_FINDINGS: Final = 1_000
"""A reply is sent when its results have this number of findings."""


class WorkerReply(NamedTuple):
    """Results of a batch, in their order.

    Attributes:
        results: the results; those of the earlier replies precede them.
        is_last: whether the batch is done.
        error: the error that stopped the batch, if there was one.
    """

    results: Sequence[UnitResult]
    is_last: bool = False
    error: ShapeproofError | None = None

    @property
    def findings(self) -> int:
        """The number of findings."""
        return sum(len(result.findings) for result in self.results)


@dataclass(slots=True)
class Worker:
    """A worker process. `batch` is what it is checking, the batch of that `number`; None while it is idle."""

    process: SpawnProcess
    connection: Connection
    number: int = 0
    batch: list[Planned] | None = None


class WorkerPool:
    """Worker processes, started as they are needed. Each has one batch at a time, so no pipe fills up at both ends.

    A worker sends its findings as they come, in several replies if there are many. It waits while nobody receives them.
    They are spawned, not forked: a fork would hold the pipes of the others open, and not end when this process does.
    """

    def __init__(self, options: CheckOptions, jobs: int) -> None:
        with _safe_path():
            processes.start_helpers()
        self._guard = ProcessGuard()  # a worker that is stuck sees no pipe close
        self.workers: list[Worker] = []
        self._context = get_context("spawn")
        self._options = options
        self._jobs = jobs

    def idle_worker(self) -> Worker | None:
        """An idle worker, a new one if there may be more; None if all are busy."""
        for worker in self.workers:
            if worker.batch is None:
                return worker
        return self._start() if len(self.workers) < self._jobs else None

    def _start(self) -> Worker:
        pipe: Any = self._context.Pipe()  # of another type on Windows
        ours, theirs = pipe
        process = self._context.Process(target=_check_batches, args=(theirs, self._options), daemon=True)
        # An interrupt reaches all processes of a terminal, and this one ends the others. They inherit what is blocked.
        with processes.hold_interrupts(), _safe_path():
            process.start()
        self._guard.add(cast("int", process.pid))
        theirs.close()
        worker = Worker(process, ours)
        self.workers.append(worker)
        return worker

    def send(self, worker: Worker, number: int, batch: list[Planned]) -> None:
        """Have a worker check a batch. Raises ShapeproofError if the process has died."""
        worker.number, worker.batch = number, batch
        try:
            worker.connection.send(batch)
        except OSError as error:
            raise _worker_died(worker) from error

    def receive(self, worker: Worker) -> WorkerReply:
        """The next reply of a worker. Raises ShapeproofError if the process has died."""
        try:
            reply = cast("WorkerReply", worker.connection.recv())
        except (EOFError, OSError) as error:
            raise _worker_died(worker) from error
        if reply.is_last:
            worker.batch = None
        return reply

    def terminate(self) -> None:
        """End all workers at once, whatever they are doing."""
        for worker in self.workers:
            worker.process.terminate()
            worker.connection.close()  # one that ignores the signal still sees that the pipe is closed
        for worker in self.workers:
            worker.process.join(_TERMINATION_TIMEOUT)
            worker.process.kill()
            worker.process.join()
            self._guard.remove(cast("int", worker.process.pid))
        self._guard.close()


@contextmanager
def worker_pool(options: CheckOptions, jobs: int) -> Generator[WorkerPool]:
    """A pool of at most `jobs` workers, terminated at the end of the block."""
    pool = WorkerPool(options, jobs)
    try:
        yield pool
    finally:
        pool.terminate()


@contextmanager
def _safe_path() -> Generator[None]:
    """Have processes that are started in the block import nothing from the working directory: Python would, first of all."""
    previous = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        if previous is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = previous


def _worker_died(worker: Worker) -> ShapeproofError:
    worker.process.join()
    code = worker.process.exitcode or 0
    cause = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
    paths = list(dict.fromkeys(planned.path for planned in worker.batch or ()))
    if len(paths) == 1:
        message, where = f"the worker process that checked this file {cause}", paths[0]
    else:
        message, where = f"the worker process that checked these files {cause}", f"{paths[0]} to {paths[-1]}"
    return ShapeproofError(message, where=where, hint="if memory ran out, use fewer --jobs; --jobs 1 shows the file")


def _check_batches(connection: Connection, options: CheckOptions) -> None:
    """Check batches until the pipe is closed at its other end, for whatever reason. Runs in the worker process."""
    processes.ignore_interrupts()
    checker = Checker(options)
    tune_garbage_collector()
    while True:
        try:
            batch = cast("list[Planned]", connection.recv())
        except EOFError:
            return
        try:
            for reply in _replies(checker, batch):
                connection.send(reply)
        except OSError:
            return


def _replies(checker: Checker, batch: list[Planned]) -> Iterator[WorkerReply]:
    results: list[UnitResult] = []
    findings = 0
    error: ShapeproofError | None = None
    try:
        for planned in batch:
            for result in checker.check(planned):
                results.append(result)
                findings += len(result.findings)
                if findings >= _MAX_REPLY_FINDINGS:
                    yield WorkerReply(results)
                    results, findings = [], 0
    except ShapeproofError as reason:
        error = reason
    yield WorkerReply(results, is_last=True, error=error)
