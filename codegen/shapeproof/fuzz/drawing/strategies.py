"""Hypothesis strategies of responses, out of its public pieces: byte strings of fixed and of open length, and `composite`."""

from __future__ import annotations

from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from shapeproof.contract import Representation, Schema
from shapeproof.fuzz.core.compose import Composer
from shapeproof.fuzz.core.plan import Node
from shapeproof.fuzz.core.sources import Composition
from shapeproof.representations.conversion import from_cli

__all__ = ["planned_responses"]


def planned_responses(root: Schema, place: Node, representation: Representation) -> st.SearchStrategy[Any]:
    """Responses that follow a plan of the schema `root`, in a representation."""
    return _responses(place).map(lambda response: from_cli(root, response, representation))


_composer: ContextVar[Composer] = ContextVar("the composer of the response that is being drawn")


@st.composite
def _responses(draw: st.DrawFn, place: Node) -> Any:
    composer = Composer(_DrawnSource(draw))
    token = _composer.set(composer)
    try:
        return composer.at(place)
    finally:
        _composer.reset(token)


@st.composite
def _composed(draw: st.DrawFn, place: Node, octets: st.SearchStrategy[bytes]) -> Any:
    return _composer.get().filled(place, place.panel.read(draw(octets)))


@lru_cache(maxsize=1024)
def _of_size(size: int) -> st.SearchStrategy[bytes]:
    return st.binary(min_size=size, max_size=size)


@lru_cache(maxsize=64)
def _up_to(most: int) -> st.SearchStrategy[bytes]:
    return st.binary(max_size=most)


@lru_cache(maxsize=16_384)
def _at(place: Node) -> st.SearchStrategy[Any]:
    """One strategy a place: making one costs more than drawing from it."""
    return _composed(place, _of_size(place.panel.size))


class _DrawnSource:
    """Bytes that Hypothesis chooses, records and shrinks."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def octets(self, most: int) -> bytes:
        return self._draw(_up_to(most))

    def composed(self, composer: Composition, place: Node) -> Any:
        panel = place.panel
        if not panel.size:
            return composer.filled(place, [])
        if not all(inner.is_small for inner in place.body.places):
            # In a draw of its own, so that the shrinker sees which bytes belong together and drops them at once.
            return self._draw(_at(place))
        return composer.filled(place, panel.read(self._draw(_of_size(panel.size))))

    def drawn(self, strategy: Any) -> Any:
        return self._draw(strategy)
