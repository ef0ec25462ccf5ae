"""What a campaign found, as text for people: failures as they come, kill tables, a summary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from shapeproof.fuzz.campaign import Failure
from shapeproof.fuzz.difference import Difference
from shapeproof.fuzz.endings import last_words, place_of, words_of
from shapeproof.fuzz.kills import KILL_COLUMNS, KillTable

__all__ = ["difference_text", "failure_text", "kills_text", "summary_text"]

_MOST_DIFFERENCES: Final = 4
_HEADINGS: Final = {"crashed": "crashed", "refused": "refused", "passed": "swallowed"}


def failure_text(number: int, failure: Failure, found: Sequence[Difference], file: str, again: str) -> str:
    """One failure: how the consumer ended, where, what makes the difference, how to see it again."""
    ending = failure.ending
    told = last_words(ending.stderr) or last_words(ending.stdout)
    lines = [f"{number}. {words_of(ending)}" + (f": {told}" if told else "")]
    if place := place_of(ending.stderr):
        lines.append(f"   at {place}")
    lines += [f"   {difference_text(one)}" for one in found[:_MOST_DIFFERENCES]]
    if len(found) > _MOST_DIFFERENCES:
        lines.append(f"   and {len(found) - _MOST_DIFFERENCES} more such changes")
    if not found:
        lines.append("   no single change of the response makes it pass")
    return "\n".join([*lines, f"   the response: {file}", f"   again: {again}"])


def difference_text(one: Difference) -> str:
    """One change and what comes of it, as a sentence."""
    outcome = "it passes" if one.outcome == "passes" else "it fails in another way"
    return f"{one.pointer or '/'} {one.state}; when it {one.change}, {outcome}"


def kills_text(table: KillTable, files: Sequence[str]) -> str:
    """Verdicts by the keyword that mutants break, then the crashes, each kind with the file that it is kept in."""
    width = max(map(len, ["all", *table.rows]))
    lines = [f"{'mutants that break':{width}}" + "".join(f"{_HEADINGS[column]:>11}" for column in KILL_COLUMNS)]
    width = max(width, len("mutants that break"))
    for keyword, row in [*sorted(table.rows.items()), ("all", table.totals)]:
        lines.append(f"{keyword:{width}}" + "".join(f"{row[column]:>11,}" for column in KILL_COLUMNS))
    lines.append("Swallowed is fine for what the program doesn't read.")
    if table.crashes:
        lines += ["", "Crashes"]
    for kill, file in zip(table.crashes.values(), files, strict=True):
        told = last_words(kill.ending.stderr) or words_of(kill.ending)
        place = place_of(kill.ending.stderr)
        lines.append(f"  {kill.path or 'the root'}, {kill.keyword}: {told}" + (f" at {place}" if place else ""))
        lines.append(f"    {file}")
    return "\n".join(lines)


def summary_text(tried: int, shrinking: int, failures: int, shown: int, features: int, *, is_cut_short: bool) -> str:
    """What was tried and what came of it."""
    parts = [
        f"{tried:,} response{'' if tried == 1 else 's'} tried"
        + (f", {shrinking:,} more to shrink" if shrinking else "")
    ]
    parts.append(f"{failures or 'no'} failure{'' if failures == 1 else 's'}")
    parts.append(f"{shown:,} of {features:,} features of the contract shown" if features else "")
    return "; ".join(part for part in parts if part) + (" (the time was up)" if is_cut_short else "")
