"""Checks units on a Dask cluster: a few for each thread are on their way, and results are taken as they come.

Dask schedules, moves and repeats work. Here is only what the number of units in flight is, and what is sent with them.
"""

from __future__ import annotations

import logging
import pickle
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, cast
from uuid import uuid4

from shapeproof.digest.digest import Digest, DigestSum
from shapeproof.errors import ShapeproofError, UsageError, needs_extra
from shapeproof.far.execution import CheckedUnit, InProcess
from shapeproof.far.failures import unreadable
from shapeproof.far.shipped_contracts import ShippedRun, own_identity
from shapeproof.far.shipped_models import ModelPath
from shapeproof.far.units import FarPlanned, FarUnit
from shapeproof.far.worker_task import TaskReply, check_in_worker, content_key, same
from shapeproof.operating_system.processes import hold_interrupts, start_helpers
from shapeproof.recordings.discovery.units import Unusable

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["DaskExecution", "dask_client"]

_IN_FLIGHT: Final = 3
"""Units for each thread that are sent and not done: the next is there when one is done."""
_MIN_IN_FLIGHT: Final = 8
_TIMEOUT: Final = 10
"""Seconds to wait for the scheduler."""
_WORKER_LOST: Final = unreadable(
    "the workers that checked this were lost, each time; give them more memory, or look into their logs"
)
_LOGGERS: Final = ("distributed", "tornado", "bokeh")


@contextmanager
def dask_client(scheduler: str | None, workers: int | None, preload: Iterable[str] = ()) -> Generator[Client]:
    """A connection to a scheduler, or to a cluster of processes on this machine, which ends with the block.

    Args:
        scheduler: the address of the scheduler, such as `tcp://10.0.0.1:8786`.
        workers: the number of processes, if there is no scheduler.
        preload: modules by which Dask prepares these processes.

    Raises:
        MissingExtraError: the extra `far` is not installed.
        UsageError: the address is invalid.
        ShapeproofError: the scheduler can't be reached.
    """
    with needs_extra("checking with Dask workers", extra="far"):
        import distributed

    for name in _LOGGERS:  # what they tell of lost workers, the report says
        logging.getLogger(name).setLevel(logging.CRITICAL)
    if scheduler is None:
        start_helpers()
        with _memory_is_kept(), hold_interrupts():  # which reach the workers, too, and would end them with tracebacks
            cluster = distributed.LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                dashboard_address="127.0.0.1:0",
                silence_logs=logging.CRITICAL,
                preload=list(preload),
            )
        with cluster, distributed.Client(cluster) as client:  # type: ignore[no-untyped-call]
            yield client
        return
    try:
        client = distributed.Client(scheduler, timeout=_TIMEOUT)  # type: ignore[no-untyped-call]
    except ValueError as error:
        raise UsageError(
            "not an address of a Dask scheduler", where="--scheduler", hint="for example tcp://10.0.0.1:8786"
        ) from error
    except OSError as error:
        raise ShapeproofError(
            "no Dask scheduler can be reached there", where="--scheduler", hint="start one: dask scheduler"
        ) from error
    with client:
        yield client


@contextmanager
def _memory_is_kept() -> Generator[None]:
    """Have workers that start in the block keep the memory that a unit frees for the next one.

    Dask has them give it back to the system at once, which makes each buffer that is read pages that were never touched:
    10 % of the time. What they use is bounded, whatever the size of the archive.
    """
    config: Any = import_module("dask.config")
    variables = "distributed.nanny.pre-spawn-environ"
    others = {name: value for name, value in config.get(variables).items() if name != "MALLOC_TRIM_THRESHOLD_"}
    with config.set({variables: others}):
        yield


class DaskExecution:
    """Checks on a cluster. What is no unit, such as a file that was skipped, is counted in this process."""

    def __init__(self, client: Client, run: ShippedRun, here: InProcess) -> None:
        """Create it.

        Args:
            client: the connection to the cluster.
            run: what the workers check with.
            here: checks in this process.
        """
        self._client: Any = client
        self._run = run
        self._here = here
        self._key = uuid4().hex[:12]
        self._shipped: Any = None
        self._submitted = 0
        self._threads = 0
        self._sent: dict[str, tuple[int, FarUnit]] = {}

    @property
    def has_workers(self) -> bool:
        """Whether the cluster has workers now. Without one, units wait until there is one."""
        return bool(self._client.nthreads())

    def check(self, numbered: Iterable[tuple[int, FarPlanned]]) -> Generator[CheckedUnit]:
        """Check units, in any order (see `Execution`)."""
        from distributed import as_completed

        self._require_shapeproof()
        self._ship(frozenset())
        completed: Any = as_completed()  # type: ignore[no-untyped-call]
        suspects: list[tuple[int, FarPlanned]] = []
        try:
            yield from self._check(iter(numbered), completed, suspects, self._capacity)
            # Each of these was on workers that were lost, perhaps because of another one: alone it shows.
            guilty: list[tuple[int, FarPlanned]] = []
            yield from self._check(iter(suspects), completed, guilty, lambda: 1)
            for number, unit in guilty:
                yield CheckedUnit(number, self._lost(cast("FarUnit", unit)))
        finally:
            for future in list(completed.futures):
                future.cancel()

    def _check(
        self,
        units: Iterator[tuple[int, FarPlanned]],
        completed: Any,
        lost: list[tuple[int, FarPlanned]],
        capacity: Callable[[], int],
    ) -> Iterator[CheckedUnit]:
        """Check units, but for those that end up in `lost`."""
        while True:
            while len(self._sent) < capacity() and (item := next(units, None)):
                number, planned = item
                if isinstance(planned, FarUnit):
                    completed.add(self._submit(number, planned))
                else:
                    yield from self._here.check([item])
            if not self._sent:
                return
            future = next(completed)
            number, unit = self._sent.pop(future.key)
            reply = self._reply(future)
            future.release()
            if reply is None:
                lost.append((number, unit))
            elif reply.error:
                raise reply.error
            elif reply.digest is None:
                self._ship(reply.wanted)
                completed.add(self._submit(number, unit))
            else:
                yield CheckedUnit(number, reply.digest)

    def _require_shapeproof(self) -> None:
        """Raise ShapeproofError if a worker of now has no Shapeproof: Dask would wait for one that has."""
        try:
            self._client.run(own_identity)
        except Exception as error:  # Dask raises its own kinds, and one of no kind at all
            raise _cannot_import() from error

    def _capacity(self) -> int:
        """How many units may be on their way. Workers come and go: it is asked for now and then."""
        if self._submitted % _MIN_IN_FLIGHT == 0:
            self._threads = sum(cast("dict[str, int]", self._client.nthreads()).values())
        return max(_MIN_IN_FLIGHT, self._threads * _IN_FLIGHT)

    def _ship(self, wanted: frozenset[ModelPath]) -> None:
        """Have Dask keep what workers check with, together with the models that one of them wants."""
        if self._shipped is not None and wanted <= self._run.models.contents.keys():
            return  # another unit has wanted them before
        self._run = self._run.with_models(wanted) if wanted else self._run
        content = self._run.to_bytes()
        with warnings.catch_warnings():  # about the size, which is that of all of botocore's models at most: 13 MB
            warnings.simplefilter("ignore")
            self._shipped = self._client.submit(same, content, key=f"shapeproof-run-{content_key(content)}")

    def _submit(self, number: int, unit: FarUnit) -> Any:
        self._submitted += 1
        key = f"shapeproof-unit-{self._key}-{self._submitted}"
        self._sent[key] = (number, unit)
        return self._client.submit(check_in_worker, pickle.dumps(unit), self._shipped, key=key)

    def _reply(self, future: Any) -> TaskReply | None:
        """What a worker replied; None if the workers that had the unit were lost, one after the other."""
        from distributed import KilledWorker

        try:
            return cast("TaskReply", future.result())
        except KilledWorker:
            return None
        except (ImportError, AttributeError, RuntimeError) as error:  # RuntimeError is that of the scheduler
            raise _cannot_import() from error

    def _lost(self, unit: FarUnit) -> Digest:
        """The digest of a unit that ends its workers: each of its files is told."""
        total = DigestSum()
        lost = [(0, Unusable(file.name, _WORKER_LOST)) for file in unit.files]
        for _, digest in self._here.check(lost):
            total.add(digest)
        return replace(total.digest(), units=1)


def _cannot_import() -> ShapeproofError:
    return ShapeproofError(
        "the scheduler or a worker can't import Shapeproof, or has another version of it",
        where="--scheduler",
        hint=f'install the same there: pip install "shapeproof[far]=={own_identity()[0]}"',
    )
