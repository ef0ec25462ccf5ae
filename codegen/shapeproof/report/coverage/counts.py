"""What was counted of each contract's coverage, with the contract beside it: what every report of it starts from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from shapeproof.contract import Contract
from shapeproof.validation.coverage.coverage_counter import CoverageCounter
from shapeproof.validation.coverage.features import Feature

__all__ = ["COLUMNS", "Covered", "Share", "covered"]

COLUMNS: Final = ("there", "absent", "values", "sizes", "scenarios")
"""What is summed up of a contract, in this order: members there, members absent, enum values, sizes, scenarios."""


class Share(NamedTuple):
    """So many of so many features were shown."""

    shown: int
    all: int


@dataclass(frozen=True, eq=False)
class Covered:
    """A contract, how many of its responses were looked at, and how many showed each of its features."""

    contract: Contract
    responses: int
    counts: Mapping[Feature, int]

    @property
    def total(self) -> Share:
        """How much of everything was shown."""
        return Share(sum(map(bool, self.counts.values())), len(self.counts))

    @property
    def shares(self) -> Mapping[str, Share]:
        """How much of each of `COLUMNS` was shown."""
        sums = {column: [0, 0] for column in COLUMNS}
        for feature, count in self.counts.items():
            column = sums[_column(feature)]
            column[0] += bool(count)
            column[1] += 1
        return {column: Share(*both) for column, both in sums.items()}


def _column(feature: Feature) -> str:
    if feature.kind == "member":
        return "there" if feature.state == "present" else "absent"
    return f"{feature.kind}s"


def covered(coverage: Mapping[str, CoverageCounter], contract_of: Callable[[str], Contract]) -> list[Covered]:
    """What was counted, the contract with most responses first; `contract_of` finds a contract by its full name."""
    names = sorted(coverage, key=lambda name: (-coverage[name].responses, name))
    return [
        Covered(contract := contract_of(name), coverage[name].responses, coverage[name].by_feature(contract))
        for name in names
    ]
