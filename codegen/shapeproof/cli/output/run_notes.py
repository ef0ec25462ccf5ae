"""What `validate` says on standard error before and after a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shapeproof.cli.output.edition_notes import note_newer_editions, note_uncovered_days
from shapeproof.cli.output.warnings import warn_of
from shapeproof.cli.terminal import print_text
from shapeproof.errors import did_you_mean, one_line
from shapeproof.registry import ContractRegistry
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.validation.catalog import CODES

__all__ = ["note_no_workers", "note_run", "note_unused_baseline"]


def note_no_workers(scheduler: str) -> None:
    """Print that a cluster has no workers yet: a run waits for one, as some clusters start theirs for the work that there is."""
    print_text(
        f"shapeproof: note: {one_line(scheduler)} has no workers yet: waiting for one; to start some: dask worker ADDRESS",
        to_stderr=True,
    )


def note_unused_baseline() -> None:
    """Print that a run over an archive has no baseline, although the settings name one."""
    print_text(
        "shapeproof: note: the baseline in the settings is for local files: of an archive, known findings count, too",
        to_stderr=True,
    )


def note_run(
    summary: RunSummary, registry: ContractRegistry, chosen: Iterable[str], *, derived: bool, quiet: bool
) -> None:
    """Print what was wrong with contracts and options, and which newer editions there are.

    Args:
        summary: the summary of the run.
        registry: the contracts of the project.
        chosen: the codes and rules in the options.
        derived: whether derived rules are checked.
        quiet: whether only what is wrong is told.
    """
    warn_of(summary.problems)
    warn_of(_unknown_rules(chosen, summary, registry, derived=derived))
    if not quiet:
        note_newer_editions(registry, map(registry.load, sorted(summary.unnamed)))
        note_uncovered_days(day for day in summary.uncovered if day.contract in summary.unnamed)
    warn_of(registry.rules_of_nothing(kind.contract for kind in summary.response_kinds))


def _unknown_rules(
    chosen: Iterable[str], summary: RunSummary, registry: ContractRegistry, *, derived: bool
) -> Iterator[str]:
    """What to say about ids in options that are those of no rule of the checked contracts: they may be misspelt."""
    ids = [name for name in chosen if name not in CODES]
    if not ids or summary.is_empty:
        return
    from shapeproof.validation.contract_rules import known_rules

    contracts = {kind.contract for kind in summary.response_kinds}
    known = {rule.rule.id for name in contracts for rule in known_rules(registry.load(name), derived=derived)}
    for name in ids:
        if name not in known:
            hint = did_you_mean(name, sorted(known))
            yield f"no contract of this run has a rule {name}" + (f"; {hint}" if hint else "")
