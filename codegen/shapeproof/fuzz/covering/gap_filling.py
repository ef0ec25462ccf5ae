"""Responses for what others have never shown of a contract, as few as a greedy choice gives."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from shapeproof.contract import Contract, View
from shapeproof.fuzz.covering.coverage_targets import CoverageTargets
from shapeproof.fuzz.covering.covering import grown
from shapeproof.fuzz.drawing.corpus import corpus
from shapeproof.fuzz.planning.planner import plan
from shapeproof.validation.coverage.coverage_counter import coverable_features, shown_coverage
from shapeproof.validation.coverage.features import Feature

__all__ = ["Filling", "fill"]

_TRIES: Final = 20
"""So many responses of a scenario are looked at for one that shows it: where a member that makes it is in something
optional, not each does.
"""


@dataclass(frozen=True, slots=True)
class Filling:
    """Responses, in `cli`, that show what was missing: so many `gaps`, of which those in `left` stay open."""

    responses: tuple[Any, ...]
    gaps: int
    left: tuple[Feature, ...]


def fill(
    contract: Contract,
    have: AbstractSet[Feature],
    *,
    seed: int = 0,
    view: View = "strict",
) -> Filling:
    """Responses for all that a contract's responses can show and `have` lacks: members, absences, values, sizes, scenarios.

    Raises NoSample if no finite response keeps the contract.
    """
    missing = frozenset(coverable_features(contract)) - have
    found: list[tuple[Any, frozenset[Feature]]] = []
    open_ = set(missing)
    for response in _candidates(contract, open_, seed, view):
        shows = missing & shown_coverage(contract, response)
        open_ -= shows
        found.append((response, shows))
    chosen = _fewest([shows for _, shows in found])
    left = tuple(feature for feature in coverable_features(contract) if feature in open_)
    return Filling(tuple(found[at][0] for at in chosen), len(missing), left)


def _candidates(contract: Contract, open_: AbstractSet[Feature], seed: int, view: View) -> Iterator[Any]:
    """One response for each scenario that is `open_`, then others for what is open after that."""
    for name in contract.scenarios:
        scenario = Feature("scenario", "", name)
        if scenario in open_:
            tries = islice(corpus(contract, seed=seed, view=view, scenario=name), 1, _TRIES)  # the first is but plain
            yield from islice((one for one in tries if scenario in shown_coverage(contract, one)), 1)
    place = plan(contract.response, {}, view)
    known = [feature for feature in coverable_features(contract) if feature.kind != "scenario"]
    yield from grown(CoverageTargets(place, known, frozenset(known) - open_), place, contract.response, seed)


def _fewest(shown: list[frozenset[Feature]]) -> list[int]:
    """Which of several sets together hold what all do: always the one with most that is new, in their order."""
    left = frozenset[Feature]().union(*shown)
    chosen: list[int] = []
    while left:
        best = max(range(len(shown)), key=lambda at: len(shown[at] & left))
        chosen.append(best)
        left -= shown[best]
    return sorted(chosen)
