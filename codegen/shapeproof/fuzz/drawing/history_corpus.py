"""Histories drawn from a seed: the same in every process and on every machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from random import Random
from typing import Any, Final

from shapeproof.contract import Contract, View
from shapeproof.fuzz.core.compose import Composer
from shapeproof.fuzz.core.plan import Node
from shapeproof.fuzz.core.sources import PlainSource, SeededSource
from shapeproof.fuzz.drawing.history_composer import MAX_POLLS, history_composer
from shapeproof.fuzz.planning.scenarios import with_scenario

__all__ = ["history_corpus"]

_ATTEMPTS: Final = 20


def history_corpus(
    contract: Contract,
    *,
    seed: int = 0,
    view: View = "strict",
    scenario: str | None = None,
    pins: Mapping[str, Any] | None = None,
) -> Iterator[list[Any]]:
    """An endless series of histories, in the `cli` representation.

    The first one is the simplest, a single response. The n-th depends on the seed and on n only.

    Args:
        contract: the contract of the responses.
        seed: any number.
        view: see `fuzz.histories`.
        scenario: the scenario of every response; see `fuzz.responses`.
        pins: see `fuzz.histories`; strategies are not allowed.

    Raises:
        UsageError: at the first history; see `fuzz.histories`.
        UnsatisfiableSchema: at the first history: no finite response satisfies the contract.
    """
    composer = history_composer(contract, with_scenario(contract, scenario, pins or {}), view)

    def drawn(node: Node, name: str) -> Any:
        return Composer(SeededSource(name) if name else PlainSource()).compose(node)

    for number in count():
        length = Random(f"{seed}/{number}").randint(1, MAX_POLLS) if number else 1  # noqa: S311 - reproducible on purpose
        starts = (f"{seed}/{number}/0/{attempt}" if number or attempt else "" for attempt in range(_ATTEMPTS))
        first = next((done for name in starts if (done := composer.started(drawn(composer.first, name)))), None)
        if first is None:
            continue
        history = [first]
        while len(history) < length and not composer.is_over(history[-1]):
            node = composer.last if len(history) == length - 1 else composer.middle
            history.append(composer.followed(history[-1], drawn(node, f"{seed}/{number}/{len(history)}")))
        yield history
