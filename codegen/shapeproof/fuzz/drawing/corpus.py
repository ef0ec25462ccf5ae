"""Corpora: any number of responses drawn from a seed, the same in every process and on every machine."""

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
    """An endless series of responses, in the `cli` representation.

    The first one is the simplest. The n-th depends on the seed and on n only.

    Args:
        contract: the contract of the responses.
        seed: any number.
        view: see `fuzz.responses`.
        scenario: see `fuzz.responses`.
        pins: see `fuzz.responses`; strategies are not allowed.
        part: the part of the contract to draw from.

    Raises:
        UsageError: at the first response; see `fuzz.responses`.
        UnsatisfiableSchema: at the first response: no finite response satisfies the contract.
    """
    root = plan(
        contract.schema(part),
        with_scenario(contract, scenario, pins or {}),
        view,
        is_json=contract.json_protocol is not None,
    )
    yield Composer(PlainSource()).compose(root)
    for number in count(1):
        yield Composer(SeededSource(f"{seed}/{number}")).compose(root)
