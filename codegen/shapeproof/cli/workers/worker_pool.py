"""Processes that check batches of units, and end when the one that started them does."""

from __future__ import annotations

import signal
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from multiprocessing.resource_tracker import ensure_running
from typing import Final, NamedTuple, cast

from shapeproof.cli.workers.gc_tuning import tune_garbage_collector
from shapeproof.errors import ShapeproofError
from shapeproof.recordings.checking.checker import Checker, CheckOptions
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.recordings.discovery.files import Planned

__all__ = ["WorkerPool", "WorkerReply", "worker_pool"]


class Refusal(NamedTuple):
    """A ShapeproofError on its way between processes."""

    message: str
    where: str | None
    hint: str | None


_PATIENCE: Final = 5.0
"""Seconds in which a process is to end by itself."""

WorkerReply = tuple[list[UnitResult], Refusal | None]
"""What became of a batch: its results, up to the error that stopped the job if there was one."""


@dataclass(slots=True)
class Worker:
    process: SpawnProcess
    connection: Connection
    number: int = 0
    batch: list[Planned] | None = None
    """What it is at, and the how manieth batch that is; None: it waits."""


class WorkerPool:
    """Worker processes, started as they are needed; each has one batch at a time, so that no pipe is ever full at both ends.

    They are spawned, not forked: a copy of this process would hold the others' pipes open, and not end when it does.
    """

    def __init__(self, options: CheckOptions, jobs: int) -> None:
        ensure_running()  # the first process that is spawned starts it, and that would unblock interrupts
        self.workers: list[Worker] = []
        self._context = get_context("spawn")
        self._options = options
        self._jobs = jobs

    def free(self) -> Worker | None:
        """A worker that waits, a new one if there may be more; None if all are busy."""
        for worker in self.workers:
            if worker.batch is None:
                return worker
        return self._started() if len(self.workers) < self._jobs else None

    def _started(self) -> Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_work, args=(theirs, self._options), daemon=True)
        # An interrupt reaches all processes of a terminal, and this one ends the others. They inherit what is blocked.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()
        worker = Worker(process, ours)
        self.workers.append(worker)
        return worker

    def give(self, worker: Worker, number: int, batch: list[Planned]) -> None:
        worker.number, worker.batch = number, batch
        try:
            worker.connection.send(batch)
        except OSError:
            raise _death(worker) from None

    def take(self, worker: Worker) -> WorkerReply:
        try:
            answer = cast("WorkerReply", worker.connection.recv())
        except (EOFError, OSError):
            raise _death(worker) from None
        worker.batch = None
        return answer

    def end(self) -> None:
        """End all of them, at once, whatever they are at."""
        for worker in self.workers:
            worker.process.terminate()
            worker.connection.close()  # one that ignores being asked to end still sees that nobody is there
        for worker in self.workers:
            worker.process.join(_PATIENCE)
            worker.process.kill()
            worker.process.join()


@contextmanager
def worker_pool(options: CheckOptions, jobs: int) -> Generator[WorkerPool]:
    crew = WorkerPool(options, jobs)
    try:
        yield crew
    finally:
        crew.end()


def _death(worker: Worker) -> ShapeproofError:
    worker.process.join()
    code = worker.process.exitcode or 0
    how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
    paths = list(dict.fromkeys(one.path for one in worker.batch or ()))
    about = paths[0] if len(paths) == 1 else f"{paths[0]} to {paths[-1]}"
    return ShapeproofError(
        f"a process that was to check this {how}",
        where=about,
        hint="if memory ran out, have fewer --jobs; --jobs 1 tells more",
    )


def _work(connection: Connection, options: CheckOptions) -> None:
    """What a worker process does, until its pipe is closed at the other end, however that came about."""
    checker = Checker(options)
    tune_garbage_collector()
    while True:
        try:
            batch = cast("list[Planned]", connection.recv())
        except EOFError:
            return
        partials: list[UnitResult] = []
        refusal = None
        try:
            partials.extend(map(checker.check, batch))
        except ShapeproofError as error:
            refusal = Refusal(error.message, error.where, error.hint)
        try:
            connection.send((partials, refusal))
        except OSError:
            return
