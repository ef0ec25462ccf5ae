"""What a campaign found, as text for people: failures as they come, kill tables, a summary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from shapeproof.errors import one_line
from shapeproof.fuzz.campaign.campaign import MOST_FAILURES, Campaign, Failure
from shapeproof.fuzz.campaign.difference import Difference
from shapeproof.fuzz.campaign.mutation_score import KILL_COLUMNS, MutationScore
from shapeproof.fuzz.campaign.run_outcome import last_words, place_of, words_of
from shapeproof.report.common.plurals import pluralize

__all__ = ["difference_text", "failure_text", "kills_text", "summary_text"]

_MOST_DIFFERENCES: Final = 4
_HEADINGS: Final = {"crashed": "crashed", "refused": "refused", "passed": "swallowed"}


def failure_text(number: int, failure: Failure, found: Sequence[Difference], file: str, again: str) -> str:
    """One failure: how the consumer ended, where, what makes the difference, how to see it again."""
    ending = failure.ending
    told = one_line(last_words(ending.stderr) or last_words(ending.stdout))
    lines = [f"{number}. {words_of(ending)}" + (f": {told}" if told else "")]
    if place := place_of(ending.stderr):
        lines.append(f"   at {one_line(place)}")
    lines += [f"   {difference_text(one)}" for one in found[:_MOST_DIFFERENCES]]
    if len(found) > _MOST_DIFFERENCES:
        lines.append(f"   and {len(found) - _MOST_DIFFERENCES} more such changes")
    if not found:
        lines.append("   no single change was found with which it passes")
    return "\n".join([*lines, f"   the response: {file}", f"   again: {again}"])


def difference_text(one: Difference) -> str:
    """One change and what comes of it, as a sentence."""
    outcome = "it passes" if one.outcome == "passes" else "it fails in another way"
    return one_line(f"{one.pointer or '/'} {one.state}; when it {one.change}, {outcome}")


def kills_text(table: MutationScore, files: Sequence[str]) -> str:
    """Verdicts by the keyword that mutants break, then the crashes, each kind with the file that it is kept in."""
    width = max(map(len, ["all", *table.rows]))
    lines = [f"{'mutants that break':{width}}" + "".join(f"{_HEADINGS[column]:>11}" for column in KILL_COLUMNS)]
    width = max(width, len("mutants that break"))
    for keyword, row in [*sorted(table.rows.items()), ("all", table.totals)]:
        lines.append(f"{keyword:{width}}" + "".join(f"{row[column]:>11,}" for column in KILL_COLUMNS))
    lines.append("Swallowed is fine for what the program doesn't read.")
    if table.not_shown:
        lines.append(f"Not tried: {table.not_shown:,} that this representation can't show.")
    if table.crashes:
        lines += ["", "Crashes"]
    for kill, file in zip(table.crashes.values(), files, strict=True):
        told = last_words(kill.ending.stderr) or words_of(kill.ending)
        place = place_of(kill.ending.stderr)
        lines.append(
            "  " + one_line(f"{kill.path or 'the root'}, {kill.keyword}: {told}" + (f" at {place}" if place else ""))
        )
        lines.append(f"    {file}")
    return "\n".join(lines)


def summary_text(campaign: Campaign) -> str:
    """What was tried and what came of it."""
    failures = len(campaign.failures)
    parts = [
        f"{pluralize(campaign.tried, 'response')} tried"
        + (f", {campaign.shrinking:,} more to shrink" if campaign.shrinking else ""),
        pluralize(failures, "failure") if failures else "no failures",
    ]
    if campaign.features:
        parts.append(f"{len(campaign.shown):,} of {campaign.features:,} features of the contract shown")
    lines = ["; ".join(parts) + (" (the time was up)" if campaign.is_cut_short else "")]
    if failures and not campaign.passed:
        lines.append("it failed on every response: does it work at all?")
    if failures >= MOST_FAILURES:
        lines.append(f"that was the end, at {MOST_FAILURES} failures: mend some first")
    return "\n".join(lines)
