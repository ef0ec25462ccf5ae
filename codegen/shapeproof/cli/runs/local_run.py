"""A run of `validate` over local files: each result goes to the reports as it comes."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field

from shapeproof.cli.output.baselines import RunBaseline
from shapeproof.cli.output.overlay_proposals import RunProposals
from shapeproof.cli.output.progress import Progress
from shapeproof.cli.output.report_outputs import ReportOutputs
from shapeproof.cli.output.suppressions import RunSuppressions
from shapeproof.cli.workers.jobs import check_units
from shapeproof.cli.workers.signals import DeferredInterrupt
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.unit_result import renumber
from shapeproof.recordings.discovery.planner import plan_units
from shapeproof.recordings.discovery.selection import Selection
from shapeproof.registry import ContractRegistry
from shapeproof.report.common.run_summary import RunSummary

__all__ = ["LocalRun"]


@dataclass(frozen=True)
class LocalRun:
    """What a run over local files needs.

    Attributes:
        paths: the files and directories.
        selections: which files of directories are read.
        options: how to check.
        registry: where contracts are found.
        jobs: the number of processes.
        suppressions: the suppressions of the run.
        baseline: its baseline.
        proposals: the overlays that it proposes.
        outputs: where its reports go.
        summary: the counts so far.
    """

    paths: Sequence[str]
    selections: Sequence[Selection]
    options: CheckOptions
    registry: ContractRegistry
    jobs: int
    suppressions: RunSuppressions
    baseline: RunBaseline
    proposals: RunProposals
    outputs: ReportOutputs
    summary: RunSummary = field(default_factory=RunSummary)

    def check(self, progress: Progress, interrupt: DeferredInterrupt) -> None:
        """Check everything.

        Raises:
            ShapeproofError: the contract that the options name doesn't exist, or a worker process died.
        """
        own = (self.outputs, self.baseline, self.proposals)
        planned = (
            item for item in plan_units(self.paths, self.selections) if not any(run.is_own(item.path) for run in own)
        )
        with closing(check_units(planned, self.options, self.registry, self.jobs)) as results:
            filtered = self.suppressions.filter(self.proposals.noted(renumber(results)))
            for result in self.baseline.filter(filtered):
                progress.show(self.summary.responses)
                with interrupt.deferred():
                    self.summary.add(result)
                    self.outputs.add(result)
        self.summary.stale = self.baseline.stale_entries(self.paths)

    def end(self) -> RunSummary:
        """The counts; all results were reported as they came."""
        return self.summary
