"""Units of work checked by several processes: the same results in the same order as by one."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Final, NamedTuple, cast

import click

from shapeproof.errors import ShapeproofError
from shapeproof.recordings.files import Planned, Unit
from shapeproof.recordings.partial import Partial
from shapeproof.recordings.work import Checker, Options

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

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


def checked(planned: Iterable[Planned], options: Options, jobs: int) -> Generator[Partial]:
    """What is found in each unit, in their order. To be closed, so that no process is left behind.

    Raises what `Checker` raises, and ShapeproofError if a process dies.
    """
    checker = Checker(options)  # options that can't be met are told before anything is started
    if jobs > 1:
        batches = _batches(planned)
        first = list(islice(batches, _WORTH_IT))
        if len(first) == _WORTH_IT:
            yield from _by_processes(chain(first, batches), options, jobs)
            return
        planned = chain.from_iterable(first)
    _look_for_few_cycles()
    yield from map(checker.check, planned)


def _look_for_few_cycles() -> None:
    """Parsing makes dicts by the thousand, none of them in a cycle: looking for cycles would take a fifteenth of the time."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


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


class _Refusal(NamedTuple):
    """A ShapeproofError on its way between processes."""

    problem: str
    where: str | None
    mend: str | None


Answer = tuple[list[Partial], _Refusal | None]
"""What became of a batch: its results, up to the error that stopped the job if there was one."""


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    connection: Connection
    number: int = 0
    batch: list[Planned] | None = None
    """What it is at, and the how manieth batch that is; None: it waits."""


def _by_processes(batches: Iterator[list[Planned]], options: Options, jobs: int) -> Iterator[Partial]:
    from multiprocessing.connection import wait

    numbered = enumerate(batches)
    answers: dict[int, Answer] = {}
    started = handed_on = 0
    with _crew(options, jobs) as crew:
        while True:
            while started < handed_on + jobs * _AHEAD and (worker := crew.free()) and (batch := next(numbered, None)):
                crew.give(worker, *batch)
                started += 1
            if handed_on in answers:
                partials, refusal = answers.pop(handed_on)
                yield from partials
                if refusal:
                    raise ShapeproofError(refusal.problem, where=refusal.where, mend=refusal.mend)
                handed_on += 1
                continue
            busy = {worker.connection: worker for worker in crew.workers if worker.batch is not None}
            if not busy:
                return
            for connection in wait(busy):
                worker = busy[cast("Connection", connection)]
                answers[worker.number] = crew.take(worker)


class _Crew:
    """Worker processes, started as they are needed; each has one batch at a time, so that no pipe is ever full at both ends.

    They are spawned, not forked: a copy of this process would hold the others' pipes open, and not end when it does.
    """

    def __init__(self, options: Options, jobs: int) -> None:
        from multiprocessing import get_context
        from multiprocessing.resource_tracker import ensure_running

        ensure_running()  # the first process that is spawned starts it, and that would unblock interrupts
        self.workers: list[_Worker] = []
        self._context = get_context("spawn")
        self._options = options
        self._jobs = jobs

    def free(self) -> _Worker | None:
        """A worker that waits, a new one if there may be more; None if all are busy."""
        for worker in self.workers:
            if worker.batch is None:
                return worker
        return self._started() if len(self.workers) < self._jobs else None

    def _started(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_work, args=(theirs, self._options), daemon=True)
        # An interrupt reaches all processes of a terminal, and this one ends the others. They inherit what is blocked.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()
        worker = _Worker(process, ours)
        self.workers.append(worker)
        return worker

    def give(self, worker: _Worker, number: int, batch: list[Planned]) -> None:
        worker.number, worker.batch = number, batch
        try:
            worker.connection.send(batch)
        except OSError:
            raise _death(worker) from None

    def take(self, worker: _Worker) -> Answer:
        try:
            answer = cast("Answer", worker.connection.recv())
        except (EOFError, OSError):
            raise _death(worker) from None
        worker.batch = None
        return answer

    def end(self) -> None:
        """End all of them, at once, whatever they are at."""
        for worker in self.workers:
            worker.process.terminate()
        for worker in self.workers:
            worker.process.join()
            worker.connection.close()


@contextmanager
def _crew(options: Options, jobs: int) -> Generator[_Crew]:
    crew = _Crew(options, jobs)
    try:
        yield crew
    finally:
        crew.end()


def _death(worker: _Worker) -> ShapeproofError:
    worker.process.join()
    code = worker.process.exitcode or 0
    how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
    paths = list(dict.fromkeys(one.path for one in worker.batch or ()))
    about = paths[0] if len(paths) == 1 else f"{paths[0]} to {paths[-1]}"
    return ShapeproofError(
        f"a process that was to check this {how}",
        where=about,
        mend="if memory ran out, have fewer --jobs; --jobs 1 tells more",
    )


def _work(connection: Connection, options: Options) -> None:
    """What a worker process does, until its pipe is closed at the other end, however that came about."""
    checker = Checker(options)
    _look_for_few_cycles()
    while True:
        try:
            batch = cast("list[Planned]", connection.recv())
        except EOFError:
            return
        partials: list[Partial] = []
        refusal = None
        try:
            partials.extend(map(checker.check, batch))
        except ShapeproofError as error:
            refusal = _Refusal(error.problem, error.where, error.mend)
        try:
            connection.send((partials, refusal))
        except OSError:
            return
