"""The coverage of one contract: how many of its responses showed each feature. Every report of coverage starts here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from shapeproof.contract import Contract
from shapeproof.validation.coverage.coverage_counter import CoverageCounter
from shapeproof.validation.coverage.features import Feature

__all__ = ["COLUMNS", "ContractCoverage", "Share", "contract_coverages"]

COLUMNS: Final[tuple[str, ...]] = ("present", "absent", "values", "sizes", "scenarios", "rules")
"""The columns of a coverage table: members present, members absent, enum values, sizes, scenarios, rules kept."""


class Share(NamedTuple):
    """`shown` of `total` features were shown."""

    shown: int
    total: int


@dataclass(frozen=True, eq=False)
class ContractCoverage:
    """The coverage of a contract.

    Attributes:
        contract: the contract.
        responses: the number of its responses.
        counts: the number of responses that showed each feature, including those that none showed.
    """

    contract: Contract
    responses: int
    counts: Mapping[Feature, int]

    @property
    def total(self) -> Share:
        """The share of all features that were shown; a broken rule is not one of them."""
        shares = self.shares.values()
        return Share(sum(share.shown for share in shares), sum(share.total for share in shares))

    @property
    def shares(self) -> Mapping[str, Share]:
        """The share of features that were shown, for each of `COLUMNS`."""
        shown: dict[str, int] = dict.fromkeys(COLUMNS, 0)
        total: dict[str, int] = dict.fromkeys(COLUMNS, 0)
        for feature, count in self.counts.items():
            if column := _column(feature):
                shown[column] += bool(count)
                total[column] += 1
        return {column: Share(shown[column], total[column]) for column in COLUMNS}


def _column(feature: Feature) -> str | None:
    if feature == ("rule", feature.subject, "broken"):
        return None
    return feature.state if feature.kind == "member" else f"{feature.kind}s"


def contract_coverages(
    counters: Mapping[str, CoverageCounter], contract_of: Callable[[str], Contract]
) -> list[ContractCoverage]:
    """Return the coverage of each contract, sorted by the number of responses, most first.

    Args:
        counters: what was counted, by the full name of the contract.
        contract_of: finds a contract by its full name.
    """
    names = sorted(counters, key=lambda name: (-counters[name].responses, name))
    return [
        ContractCoverage(contract := contract_of(name), counters[name].responses, counters[name].by_feature(contract))
        for name in names
    ]
