"""The results of a campaign as text: each failure, the mutation score as a table, a summary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from shapeproof.errors import one_line
from shapeproof.fuzz.campaign.campaign import MAX_FAILURES, Campaign, Failure
from shapeproof.fuzz.campaign.minimal_changes import MinimalChange
from shapeproof.fuzz.campaign.mutation_score import VERDICTS, MutationScore
from shapeproof.fuzz.campaign.run_outcome import describe, error_line, location_of
from shapeproof.report.common.plurals import pluralize

__all__ = ["change_text", "failure_text", "mutation_table", "summary_text"]

_MAX_CHANGES: Final = 4
_MUTANTS: Final = "mutants that break"
_HEADINGS: Final = {"crashed": "crashed", "rejected": "rejected", "passed": "survived"}


def failure_text(number: int, failure: Failure, changes: Sequence[MinimalChange], file: str, replay: str) -> str:
    """One failure.

    Args:
        number: its number in the campaign, from 1.
        failure: the failure.
        changes: the minimal changes that explain it.
        file: where the response is kept.
        replay: the command that runs the program on it again.
    """
    outcome = failure.outcome
    error = error_line(outcome.stderr) or error_line(outcome.stdout)
    lines = [one_line(f"{number}. {describe(outcome)}" + (f": {error}" if error else ""))]
    if location := location_of(outcome.stderr):
        lines.append(one_line(f"   at {location}"))
    lines += [one_line(f"   {change_text(change)}") for change in changes[:_MAX_CHANGES]]
    if len(changes) > _MAX_CHANGES:
        lines.append(f"   and {pluralize(len(changes) - _MAX_CHANGES, 'more such change')}")
    if not changes:
        lines.append("   no single change makes the program pass")
    return "\n".join([*lines, one_line(f"   response: {file}"), one_line(f"   replay: {replay}")])


def change_text(change: MinimalChange) -> str:
    """A minimal change and its effect, as a sentence."""
    effect = "passes" if change.effect == "passes" else "fails differently"
    return one_line(f"{change.pointer or '/'} {change.before}; the program {effect} if it {change.after}")


def mutation_table(score: MutationScore, files: Sequence[str]) -> str:
    """Verdicts by the keyword that mutants break, then each crash with the file in which it is kept."""
    width = max(map(len, ["all", _MUTANTS, *score.rows]))
    lines = [f"{_MUTANTS:{width}}" + "".join(f"{_HEADINGS[verdict]:>11}" for verdict in VERDICTS)]
    for keyword, row in [*sorted(score.rows.items()), ("all", score.totals)]:
        lines.append(one_line(f"{keyword:{width}}") + "".join(f"{row[verdict]:>11,}" for verdict in VERDICTS))
    lines.append("A mutant may survive where the program doesn't read what it breaks.")
    if score.not_run:
        lines.append(f"Not run: {pluralize(score.not_run, 'mutant')} that this representation can't show.")
    if score.crashes:
        lines += ["", "Crashes"]
    for result, file in zip(score.crashes.values(), files, strict=True):
        error = error_line(result.outcome.stderr) or describe(result.outcome)
        location = location_of(result.outcome.stderr)
        at = f" at {location}" if location else ""
        lines.append("  " + one_line(f"{result.path or 'the whole response'}, {result.keyword}: {error}{at}"))
        lines.append(one_line(f"    {file}"))
    return "\n".join(lines)


def summary_text(campaign: Campaign) -> str:
    """What was run, and the results in one line; then remarks."""
    failures = len(campaign.failures)
    shrinking = f", {campaign.shrink_count:,} more while shrinking" if campaign.shrink_count else ""
    parts = [
        f"{pluralize(campaign.response_count, 'response')} run{shrinking}",
        pluralize(failures, "failure") if failures else "no failures",
    ]
    if campaign.feature_count:
        shown = f"{len(campaign.shown_features):,} of {campaign.feature_count:,}"
        parts.append(f"{shown} features of the contract covered")
    lines = ["; ".join(parts) + (" (stopped: time limit reached)" if campaign.is_out_of_time else "")]
    if failures and not campaign.passed_count:
        lines.append("the program failed on every response: does it work at all?")
    if failures >= MAX_FAILURES:
        lines.append(f"stopped at {MAX_FAILURES} failures: fix some first")
    return "\n".join(lines)
