"""Corpora: any number of responses drawn from a seed, the same in every process and on every machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any, Final

from shapeproof.contract import Contract, Part, View
from shapeproof.fuzz.core.compose import Composer
from shapeproof.fuzz.core.sources import ChoiceSource, PlainSource, SeededSource
from shapeproof.fuzz.drawing.coherence import coherence_of, is_coherent, member_rules_of
from shapeproof.fuzz.planning.planner import plan
from shapeproof.fuzz.planning.scenarios import with_scenario

__all__ = ["corpus"]

_ATTEMPTS: Final = 20
"""A response that can't be made to keep the rules is drawn again, so often at most."""


def corpus(
    contract: Contract,
    *,
    seed: int = 0,
    view: View = "strict",
    scenario: str | None = None,
    pins: Mapping[str, Any] | None = None,
    part: Part = "response",
    coherent: bool | None = None,
) -> Iterator[Any]:
    """An endless series of responses, in the `cli` representation.

    The first one is the simplest. The n-th depends on the seed and on n only.

    Args:
        contract: the contract of the responses.
        seed: any number.
        view: see `fuzz.responses`.
        scenario: see `fuzz.responses`.
        pins: see `fuzz.responses`; strategies are not allowed.
        part: the part of the contract to draw from.
        coherent: see `fuzz.responses`.

    Raises:
        UsageError: at the first response; see `fuzz.responses`.
        UnsatisfiableSchema: at the first response: no finite response satisfies the contract.
    """
    chosen = with_scenario(contract, scenario, pins or {})
    coherence = coherence_of(contract, part, chosen) if is_coherent(coherent, contract, scenario) else None
    is_json = contract.json_protocol is not None
    root = plan(contract.schema(part), chosen, view, is_json=is_json, rules=member_rules_of(coherence))
    if coherence is not None:
        coherence.require_possible(root)
    for number in count():
        for attempt in range(_ATTEMPTS):
            response = Composer(_source(seed, number, attempt)).compose(root)
            if coherence is not None:
                response = coherence.repaired(response)
            if response is not None:
                yield response
                break


def _source(seed: int, number: int, attempt: int) -> ChoiceSource:
    if not number and not attempt:
        return PlainSource()
    return SeededSource(f"{seed}/{number}/{attempt}" if attempt else f"{seed}/{number}")
