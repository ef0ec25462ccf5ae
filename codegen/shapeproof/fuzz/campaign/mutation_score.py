"""What a consumer makes of mutants: which faults crash it, which it refuses, which it swallows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from shapeproof.contract import Contract, Part, Representation
from shapeproof.fuzz.campaign.run_outcome import RunOutcome, RunVerdict
from shapeproof.sample.mutation import Mutant, mutants
from shapeproof.sample.recording_lines import mutant_line

__all__ = ["KILL_COLUMNS", "Kill", "MutationScore", "written_mutants"]

KILL_COLUMNS: Final[tuple[RunVerdict, ...]] = ("crashed", "refused", "passed")


@dataclass(frozen=True, slots=True)
class Kill:
    """One mutant, its recording line, and what became of it: `crashed`, `refused`, or `passed`: swallowed."""

    path: str
    keyword: str
    verdict: RunVerdict
    ending: RunOutcome
    line: Mapping[str, Any]


class MutationScore:
    """Counts of verdicts by the keyword that a mutant breaks, and the first crash of each kind.

    `not_shown` counts the mutants that the representation can't show, so that none was tried.
    """

    def __init__(self) -> None:
        self.rows: dict[str, dict[RunVerdict, int]] = {}
        self.crashes: dict[str, Kill] = {}
        self.not_shown = 0

    def add(self, kill: Kill, identity: str) -> None:
        """Count a mutant; `identity` tells crashes apart."""
        row = self.rows.setdefault(kill.keyword, dict.fromkeys(KILL_COLUMNS, 0))
        row[kill.verdict] += 1
        if kill.verdict == "crashed":
            self.crashes.setdefault(identity, kill)

    @property
    def totals(self) -> dict[RunVerdict, int]:
        """All rows together."""
        return {column: sum(row[column] for row in self.rows.values()) for column in KILL_COLUMNS}


def written_mutants(
    contract: Contract, part: Part, representation: Representation
) -> Iterator[tuple[Mutant, Mapping[str, Any] | None]]:
    """Each mutant, and its recording line; None for one that the representation can't show."""
    for mutant in mutants(contract, part):
        yield mutant, mutant_line(mutant, contract, part, representation)
