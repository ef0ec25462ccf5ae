"""Changes as text: a block for each, the worst first, as many as fit on a screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from click import style

from shapeproof.diff.catalog import ChangeClass
from shapeproof.diff.verdicts.diff_result import DiffEntry, DiffResult
from shapeproof.errors import one_line
from shapeproof.report.common.screen import Screen
from shapeproof.report.diff.wording import (
    counts_line,
    headline,
    places_line,
    selector,
    values_line,
    witness_line,
)

__all__ = ["CLASS_COLOURS", "diff_text"]

CLASS_COLOURS: Final[Mapping[ChangeClass, str]] = {
    "breaking": "red",
    "risky": "yellow",
    "undecided": "magenta",
    "harmless": "cyan",
}
_NO_SCREEN: Final = Screen(40, 120)
_END_LINES: Final = 4
"""The lines below the blocks, and the shell's own."""


def diff_text(result: DiffResult, *, screen: Screen | None = None, verbose: bool = False) -> Iterator[str]:
    """Yield the lines.

    Args:
        result: what to show.
        screen: the terminal; None if it goes elsewhere.
        verbose: show all changes, with the witness and the selector of each.
    """
    yield f"{style(one_line(result.old), bold=True)} -> {style(one_line(result.new), bold=True)}"
    left = (screen or _NO_SCREEN).lines - _END_LINES
    size = screen or _NO_SCREEN
    shown = 0
    for entry in result.entries:
        block = list(_block(entry, verbose=verbose))
        left -= size.height("\n".join(block))
        if left < 0 and shown and not verbose:
            break
        yield from block
        shown += 1
    if rest := len(result.entries) - shown:
        yield f"and {rest:,} more; --verbose lists all"
    yield from (f"not compared: {one_line(problem)}" for problem in result.problems)
    worst = f"; shapeproof explain {result.entries[0].verdict.code} says why" if result.entries else ""
    yield f"{counts_line(result)}{worst}"


def _block(entry: DiffEntry, *, verbose: bool) -> Iterator[str]:
    verdict = entry.verdict
    label = style(f"{verdict.change_class:9}", fg=CLASS_COLOURS[verdict.change_class])
    yield f"{label} {verdict.code}  {headline(verdict.change)}"
    lines = [values_line(verdict.change), places_line(entry)]
    if verbose or verdict.change_class == "undecided":
        lines.append(witness_line(entry))
    if verbose:
        lines.append(f"--ignore '{selector(entry)}'")
    yield from (f"    {one_line(line)}" for line in lines if line)
