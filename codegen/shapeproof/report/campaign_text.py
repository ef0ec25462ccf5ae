"""What a campaign found, as text for people: failures as they come, kill tables, a summary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from shapeproof.fuzz.campaign import Failure
from shapeproof.fuzz.difference import Difference
from shapeproof.fuzz.endings import last_words, place_of, words_of
from shapeproof.fuzz.kills import KILL_COLUMNS, KillTable

__all__ = ["failure_text", "kills_text", "summary_text"]

_MOST_DIFFERENCES: Final = 4
_MOST_CRASHES: Final = 10
_HEADINGS: Final = {"crashed": "crashed", "refused": "refused", "passed": "swallowed"}


def failure_text(number: int, failure: Failure, found: Sequence[Difference], file: str, again: str) -> str:
    """One failure: how the consumer ended, where, what makes the difference, how to see it again."""
    ending = failure.ending
    lines = [f"{number}. {words_of(ending)}" + (f": {told}" if (told := last_words(ending.stderr)) else "")]
    if place := place_of(ending.stderr):
        lines.append(f"   at {place}")
    lines += [f"   {one.pointer or '/'} {one.state}; {one.change} it passes" for one in found[:_MOST_DIFFERENCES]]
    if len(found) > _MOST_DIFFERENCES:
        lines.append(f"   and {len(found) - _MOST_DIFFERENCES} more single changes with which it passes")
    if not found:
        lines.append("   no single change of the response makes it pass")
    return "\n".join([*lines, f"   the response: {file}", f"   again: {again}"])


def kills_text(table: KillTable) -> str:
    """Verdicts by the keyword that mutants break, then the crashes."""
    width = max(map(len, ["all", *table.rows]))
    lines = [f"{'mutants that break':{width}}" + "".join(f"{_HEADINGS[column]:>11}" for column in KILL_COLUMNS)]
    width = max(width, len("mutants that break"))
    for keyword, row in [*sorted(table.rows.items()), ("all", table.totals)]:
        lines.append(f"{keyword:{width}}" + "".join(f"{row[column]:>11,}" for column in KILL_COLUMNS))
    if table.crashes:
        lines += ["", "Crashes"]
    for kill in list(table.crashes.values())[:_MOST_CRASHES]:
        told = last_words(kill.ending.stderr)
        place = place_of(kill.ending.stderr)
        lines.append(f"  {kill.path or 'the root'}, {kill.keyword}: {told or words_of(kill.ending)}")
        if place:
            lines.append(f"    at {place}")
    if len(table.crashes) > _MOST_CRASHES:
        lines.append(f"  and {len(table.crashes) - _MOST_CRASHES} other kinds")
    return "\n".join(lines)


def summary_text(tried: int, shrinking: int, failures: int, shown: int, features: int, *, is_cut_short: bool) -> str:
    """What was tried and what came of it."""
    parts = [f"{tried:,} responses tried" + (f", {shrinking:,} more to shrink" if shrinking else "")]
    parts.append(f"{failures or 'no'} failure{'' if failures == 1 else 's'}")
    parts.append(f"{shown:,} of {features:,} features of the contract shown" if features else "")
    return "; ".join(part for part in parts if part) + (" (the time was up)" if is_cut_short else "")
