"""Corpora: responses by the number, out of a seed, the same in every process and on every machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from shapeproof.contract import Contract, Part, View
from shapeproof.fuzz.core.compose import Composer
from shapeproof.fuzz.core.sources import PlainSource, SeededSource
from shapeproof.fuzz.planning.planner import plan
from shapeproof.fuzz.planning.scenarios import with_scenario

__all__ = ["corpus"]


def corpus(
    contract: Contract,
    *,
    seed: int = 0,
    view: View = "strict",
    scenario: str | None = None,
    pins: Mapping[str, Any] | None = None,
    part: Part = "response",
) -> Iterator[Any]:
    """Responses without end, in the `cli` representation; see `fuzz.responses` for view, scenario and pins.

    The first one is the plainest. The n-th depends on the seed and on n alone. Raises as `fuzz.responses` does, at the
    first response; a strategy can't be pinned here.
    """
    place = plan(contract.schema(part), with_scenario(contract, scenario, pins or {}), view)
    yield Composer(PlainSource()).at(place)
    for number in count(1):
        yield Composer(SeededSource(f"{seed}/{number}")).at(place)
