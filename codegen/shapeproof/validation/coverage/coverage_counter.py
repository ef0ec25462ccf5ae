"""Counts how many responses of a contract show each of its features."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from shapeproof.contract import Contract
from shapeproof.validation.coverage.features import Feature, features, shown_features
from shapeproof.validation.coverage.rules import rule_features, shown_rules
from shapeproof.validation.coverage.scenarios import shown_scenarios

__all__ = ["CoverageCounter", "counted_features", "coverable_features", "shown_coverage"]


def coverable_features(contract: Contract) -> tuple[Feature, ...]:
    """The features that responses of a contract can show: those of its schema, then its scenarios."""
    return contract.derived(_coverable_features)


def _coverable_features(contract: Contract) -> tuple[Feature, ...]:
    scenarios = (Feature("scenario", "", name) for name in contract.scenarios)
    return (*features(contract.response), *scenarios)


def shown_coverage(contract: Contract, response: object, unseen: frozenset[str] = frozenset()) -> set[Feature]:
    """The coverable features that a response shows, whether it is valid or not.

    Args:
        contract: the contract of the response.
        response: the response in `cli`.
        unseen: paths of members that its representation can't have, so that their absence shows nothing.
    """
    shown = set(shown_features(contract.response, response))
    if unseen:
        shown = {feature for feature in shown if feature.kind != "member" or feature.subject not in unseen}
    shown.update(Feature("scenario", "", name) for name in shown_scenarios(contract, response, shown, unseen))
    return shown.intersection(contract.derived(_feature_indices))


def counted_features(contract: Contract) -> tuple[Feature, ...]:
    """The features that are counted: the coverable ones, then that rules are kept or broken."""
    return (*coverable_features(contract), *rule_features(contract))


def _feature_indices(contract: Contract) -> Mapping[Feature, int]:
    return {feature: index for index, feature in enumerate(counted_features(contract))}


@dataclass(slots=True)
class CoverageCounter:
    """How many responses of one contract were counted, and how many of them show each feature.

    Counters merge in any order. They are small when pickled: a feature is its index in `counted_features`.

    Attributes:
        responses: the number of responses.
        shown: the number of responses that show a feature, by the feature's index.
    """

    responses: int = 0
    shown: Counter[int] = field(default_factory=Counter[int])

    def count(
        self, contract: Contract, response: object, unseen: frozenset[str] = frozenset(), *, is_valid: bool = False
    ) -> None:
        """Count a response. `is_valid` says that its schema has nothing against it: then its rules are counted, too.

        The other arguments are those of `shown_coverage`.
        """
        indices = contract.derived(_feature_indices)
        self.responses += 1
        self.shown.update(indices[feature] for feature in shown_coverage(contract, response, unseen))
        if is_valid and not unseen and rule_features(contract):
            self.shown.update(indices[feature] for feature in set(shown_rules(contract, response)))

    def merge(self, other: CoverageCounter) -> None:
        """Add the counts of another counter for the same contract."""
        self.responses += other.responses
        self.shown.update(other.shown)

    def by_feature(self, contract: Contract) -> Mapping[Feature, int]:
        """The number of responses that show each counted feature, 0 included."""
        return {feature: self.shown[index] for index, feature in enumerate(counted_features(contract))}
