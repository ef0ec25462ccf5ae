"""Responses for what recordings never show of a contract, as few as a greedy choice finds."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from shapeproof.contract import Contract, View
from shapeproof.fuzz.covering.coverage_targets import CoverageTargets
from shapeproof.fuzz.covering.covering import generate_covering
from shapeproof.fuzz.drawing.coherence import coherence_of, is_coherent, member_rules_of
from shapeproof.fuzz.drawing.corpus import corpus
from shapeproof.fuzz.planning.planner import plan
from shapeproof.validation.coverage.coverage_counter import coverable_features, shown_coverage
from shapeproof.validation.coverage.features import Feature

__all__ = ["Filling", "fill"]

_SCENARIO_ATTEMPTS: Final = 20
"""Responses of a scenario that are drawn to find one that shows it: not every one does if a decisive member is inside an
optional one."""


@dataclass(frozen=True, slots=True)
class Filling:
    """Responses, in `cli`, that fill gaps. `gaps` is how many there were; `left` are the features that stay unshown."""

    responses: tuple[Any, ...]
    gaps: int
    left: tuple[Feature, ...]


def fill(
    contract: Contract,
    shown: AbstractSet[Feature],
    *,
    seed: int = 0,
    view: View = "strict",
    coherent: bool | None = None,
) -> Filling:
    """Responses for each feature of a contract, scenarios included, that recordings never show.

    Args:
        contract: the contract of the responses.
        shown: the features that recordings show.
        seed: any number.
        view: see `fuzz.responses`.
        coherent: see `fuzz.responses`. The responses for scenarios keep the rules unless it is False.

    Raises:
        UnsatisfiableSchema: no finite response satisfies the contract.
    """
    missing = frozenset(coverable_features(contract)) - shown
    candidates: list[tuple[Any, frozenset[Feature]]] = []
    open_features = set(missing)
    for response in _candidates(contract, open_features, seed, view, coherent):
        features = missing & shown_coverage(contract, response)
        open_features -= features
        candidates.append((response, features))
    chosen = _smallest_cover([features for _, features in candidates])
    left = tuple(feature for feature in coverable_features(contract) if feature in open_features)
    return Filling(tuple(candidates[index][0] for index in chosen), len(missing), left)


def _candidates(
    contract: Contract,
    open_features: AbstractSet[Feature],
    seed: int,
    view: View,
    coherent: bool | None,
) -> Iterator[Any]:
    """A response for each scenario among `open_features`, then others for the features that are still open."""
    for name in contract.scenarios:
        scenario = Feature("scenario", "", name)
        if scenario in open_features:
            # Without the first response, which is the simplest one.
            drawn = corpus(contract, seed=seed, view=view, scenario=name, coherent=coherent)
            attempts = islice(drawn, 1, _SCENARIO_ATTEMPTS)
            yield from islice((response for response in attempts if scenario in shown_coverage(contract, response)), 1)
    known = [feature for feature in coverable_features(contract) if feature.kind != "scenario"]
    coherence = coherence_of(contract, "response", {}) if is_coherent(coherent, contract, None) else None
    root = plan(
        contract.response, {}, view, is_json=contract.json_protocol is not None, rules=member_rules_of(coherence)
    )
    targets = CoverageTargets(root, known, frozenset(known) - open_features)
    yield from generate_covering(targets, root, contract.response, seed, coherence)


def _smallest_cover(shown: list[frozenset[Feature]]) -> list[int]:
    """The indices of sets whose union is the union of all, in order: greedily, the set that adds most comes next."""
    left = frozenset[Feature]().union(*shown)
    chosen: list[int] = []
    while left:
        best = max(range(len(shown)), key=lambda index: len(shown[index] & left))
        chosen.append(best)
        left -= shown[best]
    return sorted(chosen)
