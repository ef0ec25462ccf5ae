"""A run of `validate` over an archive at URLs: counts and samples are reported at its end."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from shapeproof.cli.output.far_progress import FarProgress
from shapeproof.cli.output.progress import Progress
from shapeproof.cli.output.report_outputs import ReportOutputs
from shapeproof.cli.output.run_notes import note_no_workers
from shapeproof.cli.output.suppressions import RunSuppressions
from shapeproof.cli.runs.far_options import FarOptions
from shapeproof.cli.workers.gc_tuning import tune_garbage_collector
from shapeproof.cli.workers.signals import DeferredInterrupt
from shapeproof.digest.digest import DigestSum
from shapeproof.digest.resume_file import ResumeFile
from shapeproof.digest.run_state import RunState
from shapeproof.far.execution import Execution, InProcess
from shapeproof.far.listing import FarRoot, list_urls
from shapeproof.far.planner import plan_far_units
from shapeproof.far.run_plan import plan_of
from shapeproof.far.unit_check import FarCheckOptions
from shapeproof.far.units import FarPlanned
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.registry import ContractRegistry
from shapeproof.report.common.digest_results import sample_results, summary_of
from shapeproof.report.common.run_summary import RunSummary

__all__ = ["ArchiveRun"]

_PREPARES_WORKERS: Final = "shapeproof.cli.workers.dask_worker"


class ArchiveRun:
    """Checks an archive, here or on a cluster, and knows how far it is."""

    def __init__(
        self,
        roots: Sequence[FarRoot],
        far: FarOptions,
        check: CheckOptions,
        registry: ContractRegistry,
        suppressions: RunSuppressions,
        outputs: ReportOutputs,
    ) -> None:
        """Take what the run needs.

        Args:
            roots: where to look for files.
            far: the options for archives.
            check: how to check.
            registry: where contracts are found.
            suppressions: the suppressions of the run.
            outputs: where reports go.
        """
        self._roots = roots
        self._far = far
        self._options = FarCheckOptions(
            check,
            far.body_column,
            suppressions.listed(),
            datetime.now().astimezone().date(),
            str(Path().absolute()),
        )
        self._registry = registry
        self._suppressions = suppressions
        self._outputs = outputs
        self._total = DigestSum()
        self._state: RunState | None = None
        self._file = ResumeFile(far.resume) if far.resume else None

    def check(self, progress: Progress, interrupt: DeferredInterrupt) -> None:
        """Check everything that is not yet done. What is known stays known when this is interrupted.

        Raises:
            ShapeproofError: nothing can be checked, or how far the run is can't be kept.
        """
        here = InProcess(
            self._options, Checker(self._options.check, self._registry)
        )  # invalid options are told at once
        if self._file:
            plan = plan_of(self._units(), self._options, self._registry.directory)
            self._state = self._file.load(plan)
            self._total = self._state.total
        tune_garbage_collector()
        line = FarProgress(progress, self._state.plan.units if self._state else None)
        try:
            with self._execution(here) as execution, closing(execution.check(self._pending())) as checked:
                for number, digest in checked:
                    with interrupt.deferred():
                        if self._state is None:
                            self._total.add(digest)
                        elif self._file:
                            self._state.add(range(number, number + 1), digest)
                            self._file.save_now_and_then(self._state)
                    line.show(self._total)
        finally:
            if self._file and self._state:
                self._file.save(self._state)

    def end(self) -> RunSummary:
        """Report the samples, and return the counts."""
        digest = self._total.digest()
        self._suppressions.add_use(digest.suppressions)
        for result in sample_results(digest):
            self._outputs.add(result)
        return summary_of(digest)

    @property
    def summary(self) -> RunSummary:
        """The counts so far."""
        return summary_of(self._total.digest())

    def _units(self) -> Iterator[FarPlanned]:
        return plan_far_units(list_urls(self._roots))

    def _pending(self) -> Iterator[tuple[int, FarPlanned]]:
        numbered = enumerate(self._units())
        if self._state is None:
            yield from numbered
            return
        for numbers in list(self._state.pending()):
            for number, planned in numbered:
                if number in numbers:
                    yield number, planned
                if number + 1 >= numbers.stop:
                    break

    @contextmanager
    def _execution(self, here: InProcess) -> Generator[Execution]:
        """What checks: a cluster if the user has or wants one, else this process."""
        if self._far.scheduler is None and self._far.workers is None:
            yield here
            return
        from shapeproof.far.dask_execution import DaskExecution, dask_client
        from shapeproof.far.shipped_contracts import ShippedRun

        with dask_client(self._far.scheduler, self._far.workers, [_PREPARES_WORKERS]) as client:
            execution = DaskExecution(client, ShippedRun.of(self._options, self._registry.directory), here)
            if self._far.scheduler is not None and not execution.has_workers:
                note_no_workers(self._far.scheduler)
            yield execution
