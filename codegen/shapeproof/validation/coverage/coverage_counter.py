"""All that responses of a contract can show, numbered; which of it one response shows, and how many showed each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from shapeproof.contract import Contract
from shapeproof.validation.coverage.features import Feature, features, shown_features
from shapeproof.validation.coverage.scenarios import shown_scenarios

__all__ = ["CoverageCounter", "coverable_features", "shown_coverage"]


def coverable_features(contract: Contract) -> tuple[Feature, ...]:
    """Everything that a contract's responses can show: the features of its schema, then its scenarios."""
    return contract.derived(_coverable_features)


def _coverable_features(contract: Contract) -> tuple[Feature, ...]:
    scenarios = (Feature("scenario", "", name) for name in contract.scenarios)
    return (*features(contract.response), *scenarios)


def shown_coverage(contract: Contract, response: object, unseen: frozenset[str] = frozenset()) -> set[Feature]:
    """What of it a response (in `cli`) shows, be it valid or not.

    `unseen` are the paths of members that its form leaves out: their absence says nothing.
    """
    found = set(shown_features(contract.response, response))
    if unseen:
        found = {one for one in found if one.kind != "member" or one.subject not in unseen}
    found.update(Feature("scenario", "", name) for name in shown_scenarios(contract, response, found, unseen))
    return found.intersection(contract.derived(_numbers))


def _numbers(contract: Contract) -> Mapping[Feature, int]:
    return {feature: number for number, feature in enumerate(coverable_features(contract))}


@dataclass(slots=True)
class CoverageCounter:
    """How many responses of one contract were looked at, and how many of them showed what.

    Small when pickled: a feature is its number in `coverable_features`. Merges in any order.
    """

    responses: int = 0
    shown: Counter[int] = field(default_factory=Counter[int])

    def count(self, contract: Contract, response: object, unseen: frozenset[str] = frozenset()) -> None:
        """Count one response (in `cli`); see `shown_coverage`."""
        numbers = contract.derived(_numbers)
        self.responses += 1
        self.shown.update(numbers[feature] for feature in shown_coverage(contract, response, unseen))

    def merge(self, other: CoverageCounter) -> None:
        """Add what was counted elsewhere, under the same contract."""
        self.responses += other.responses
        self.shown.update(other.shown)

    def by_feature(self, contract: Contract) -> Mapping[Feature, int]:
        """Each feature that there is, and the number of responses that showed it: none, for some."""
        return {feature: self.shown[number] for number, feature in enumerate(coverable_features(contract))}
