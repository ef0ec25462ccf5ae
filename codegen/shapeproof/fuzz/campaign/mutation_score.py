"""A mutation score: which mutants a program crashes on, which it rejects, and which survive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from shapeproof.contract import Contract, Part, Representation
from shapeproof.fuzz.campaign.run_outcome import RunOutcome, RunVerdict
from shapeproof.sample.mutation import Mutant, mutants
from shapeproof.sample.recording_lines import mutant_line

__all__ = ["VERDICTS", "MutantResult", "MutationScore", "mutant_lines"]

VERDICTS: Final[tuple[RunVerdict, ...]] = ("crashed", "rejected", "passed")


@dataclass(frozen=True, slots=True)
class MutantResult:
    """The run of a program on one mutant, with its recording line. A mutant whose run `passed` survived."""

    path: str
    keyword: str
    verdict: RunVerdict
    outcome: RunOutcome
    line: Mapping[str, Any]


class MutationScore:
    """Counts of verdicts by the keyword that a mutant breaks.

    Attributes:
        rows: the counts, by keyword.
        crashes: the first crash of each identity.
        not_run: the number of mutants that the representation can't show.
    """

    def __init__(self) -> None:
        self.rows: dict[str, dict[RunVerdict, int]] = {}
        self.crashes: dict[str, MutantResult] = {}
        self.not_run = 0

    def add(self, result: MutantResult, identity: str) -> None:
        """Count a mutant; crashes of the same identity are the same failure."""
        row = self.rows.setdefault(result.keyword, dict.fromkeys(VERDICTS, 0))
        row[result.verdict] += 1
        if result.verdict == "crashed":
            self.crashes.setdefault(identity, result)

    @property
    def totals(self) -> dict[RunVerdict, int]:
        """The sums of all rows."""
        return {column: sum(row[column] for row in self.rows.values()) for column in VERDICTS}


def mutant_lines(
    contract: Contract, part: Part, representation: Representation
) -> Iterator[tuple[Mutant, Mapping[str, Any] | None]]:
    """Each mutant with its recording line, or None if the representation can't show it."""
    for mutant in mutants(contract, part):
        yield mutant, mutant_line(mutant, contract, part, representation)
