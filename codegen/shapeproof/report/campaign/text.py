"""The results of a campaign as text: each failure, the mutation score as a table, a summary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from shapeproof.errors import cut, one_line
from shapeproof.fuzz.campaign.campaign import MAX_FAILURES, Campaign
from shapeproof.fuzz.campaign.failure import Failure
from shapeproof.fuzz.campaign.minimal_changes import Explanation, MinimalChange
from shapeproof.fuzz.campaign.mutation_score import VERDICTS, MutationScore
from shapeproof.fuzz.campaign.run_outcome import RunOutcome, describe, error_line, location_of
from shapeproof.report.common.plurals import pluralize

__all__ = ["change_text", "failure_text", "mutation_table", "replay_text", "summary_text"]

_MAX_CHANGES: Final = 4
_MAX_PLACES: Final = 3
_MAX_PRINTED_LINES: Final = 40
"""A program may print anything, and much of it."""
_UNSTABLE: Final = "not shrunk or explained: the program fails in another way each time, on the same response"
_MUTANTS: Final = "mutants that break"
_HEADINGS: Final = {"crashed": "crashed", "rejected": "rejected", "passed": "survived"}


def failure_text(
    number: int, failure: Failure, explanation: Explanation, file: str, replay: str, noun: str = "response"
) -> str:
    """One failure.

    Args:
        number: its number in the campaign, from 1.
        failure: the failure.
        explanation: the minimal changes that explain it, and what was tried.
        file: where the response is kept, or the pages are.
        replay: the command that runs the program on it again.
        noun: what the program failed on: a `response`, `pages` or a `history`.
    """
    outcome, changes = failure.outcome, explanation.changes
    error = error_line(outcome.stderr) or error_line(outcome.stdout)
    lines = [one_line(f"{number}. {describe(outcome)}" + (f": {error}" if error else ""))]
    if location := location_of(outcome.stderr):
        lines.append(one_line(f"   at {location}"))
    lines += [one_line(f"   {change_text(change)}") for change in changes[:_MAX_CHANGES]]
    if len(changes) > _MAX_CHANGES:
        lines.append(f"   and {pluralize(len(changes) - _MAX_CHANGES, 'more such change')}")
    lines.append(f"   {_tried_text(explanation) if failure.is_stable else _UNSTABLE}")
    kept = one_line(f"   {noun}: {file}") + _reduction_text(failure)
    return "\n".join([*lines, kept, one_line(f"   replay: {replay}")])


def replay_text(outcome: RunOutcome) -> str:
    """What a program printed when it failed again: the end of its standard error, with where and what the error is."""
    lines = outcome.stderr.splitlines()
    shown = [cut(line) for line in lines[-_MAX_PRINTED_LINES:]]
    if len(lines) > len(shown):
        error, location = error_line(outcome.stderr), location_of(outcome.stderr)
        shown.insert(0, f"(the last {len(shown)} lines of its standard error)")
        if location and not any(location.rpartition(":")[0] in line for line in shown):
            shown.insert(0, f"at {location}")
        if error and not any(error in line for line in shown):
            shown.insert(0, error)
    return "".join(f"{line}\n" for line in [f"the program still fails: {describe(outcome)}", *shown])


def change_text(change: MinimalChange) -> str:
    """A minimal change and its effect, as a sentence."""
    effect = "gets past this failure" if change.effect == "gets further" else change.effect
    first, *others = change.places
    if not others:
        text = f"{first.pointer} {first.before}; the program {effect} if it {first.after}"
        if names := change.alternatives:
            more = ", …" if len(names) > _MAX_PLACES else ""
            text += f" (also with one of {', '.join(names[:_MAX_PLACES])}{more})"
        return one_line(text)
    if all((other.before, other.after) == (first.before, first.after) for other in others):
        pointers = [place.pointer for place in change.places[:_MAX_PLACES]]
        if len(change.places) > _MAX_PLACES:
            pointers.append(f"{len(change.places) - _MAX_PLACES:,} more")
        before, after = first.before.removeprefix("is "), first.after.removeprefix("is ")
        return one_line(f"{' and '.join(pointers)} are {before}; the program {effect} if all are {after}")
    before = " and ".join(f"{place.pointer} {place.before}" for place in change.places)
    after = " and ".join(f"{place.pointer} {place.after}" for place in change.places)
    return one_line(f"{before}; the program {effect} if {after}")


def _tried_text(explanation: Explanation) -> str:
    """What was tried to explain a failure."""
    if not explanation.single_count:
        return "not explained: stopped before a change was tried"
    tried = f"{pluralize(explanation.single_count, 'change')} of one place"
    if explanation.joint_count:
        tried += f" and {explanation.joint_count:,} of several"
    if any(change.effect != "fails differently" for change in explanation.changes):
        return f"tried: {tried}"
    stopped = "" if explanation.is_complete else "; stopped before all were tried"
    return f"no cause found: the program passes with none of {tried}{stopped}"


def _reduction_text(failure: Failure) -> str:
    """What was dropped from a response after shrinking, in parentheses."""
    dropped = failure.dropped_count
    parts = [f"{dropped:,} more members and items dropped"] if dropped else []
    parts += [] if failure.is_reduced else ["it may contain what makes no difference"]
    return f" ({'; '.join(parts)})" if parts else ""


def mutation_table(score: MutationScore, files: Sequence[str]) -> str:
    """Verdicts by the keyword that mutants break, then each crash with the file in which it is kept, if it is."""
    width = max(map(len, ["all", _MUTANTS, *score.rows]))
    lines = [f"{_MUTANTS:{width}}" + "".join(f"{_HEADINGS[verdict]:>11}" for verdict in VERDICTS)]
    for keyword, row in [*sorted(score.rows.items()), ("all", score.totals)]:
        lines.append(one_line(f"{keyword:{width}}") + "".join(f"{row[verdict]:>11,}" for verdict in VERDICTS))
    lines.append("A mutant may survive where the program doesn't read what it breaks.")
    if score.not_run:
        lines.append(f"Not run: {pluralize(score.not_run, 'mutant')} that this representation can't show.")
    if score.crashes:
        lines += ["", "Crashes"]
    for result, file in zip(score.crashes.values(), files, strict=False):
        error = error_line(result.outcome.stderr) or describe(result.outcome)
        location = location_of(result.outcome.stderr)
        at = f" at {location}" if location else ""
        lines.append("  " + one_line(f"{result.path or 'the whole response'}, {result.keyword}: {error}{at}"))
        lines.append(one_line(f"    {file}"))
    if (hidden := len(score.crashes) - len(files)) > 0:
        lines.append(f"  and {hidden:,} more kinds of crashes" if hidden > 1 else "  and one more kind of crashes")
    return "\n".join(lines)


def summary_text(campaign: Campaign) -> str:
    """What was run, and the results in one line; then remarks."""
    failures = len(campaign.failures)
    shrinking = f", {campaign.shrink_count:,} more while shrinking" if campaign.shrink_count else ""
    count = campaign.response_count
    drawn = f"{pluralize(count, 'list')} of pages" if campaign.options.pages else pluralize(count, "response")
    if campaign.options.histories:
        drawn = pluralize(count, "history")
    parts = [
        f"{drawn} run{shrinking}",
        pluralize(failures, "failure") if failures else "no failures",
    ]
    if campaign.feature_count:
        shown = f"{len(campaign.shown_features):,} of {campaign.feature_count:,}"
        parts.append(f"{shown} features of the contract covered")
    lines = ["; ".join(parts) + (" (stopped: time limit reached)" if campaign.is_out_of_time else "")]
    if failures and not campaign.passed_count:
        lines.append("the program failed on every response: does it work at all?")
    if campaign.is_unstable:
        lines.append("stopped: failures that are others each time can't be told apart")
    if failures >= MAX_FAILURES:
        lines.append(f"stopped at {MAX_FAILURES} failures: fix some first")
    return "\n".join(lines)
